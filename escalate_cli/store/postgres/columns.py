"""Columns beside the bytes of a row: what is asked for by index."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Final

import msgspec

from escalate_cli.domain.ticket.events import Event
from escalate_cli.store.postgres import marks
from escalate_cli.store.postgres.connection.driver import AsIs
from escalate_cli.store.postgres.connection.link import Row
from escalate_cli.store.rows import codec, message_codec
from escalate_cli.store.rows.changes import may_be_undone
from escalate_cli.store.rows.due_order import waits_for_people
from escalate_cli.store.rows.ticket_row import TicketRow

_LONGEST: Final = 200
"""Characters; an index takes no text of any length."""

_to_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_to_list = msgspec.json.Decoder(list[msgspec.Raw])
_to_json = msgspec.json.Encoder()


def column(text: str) -> str:
    """Return a text as a column has it: no longer than an index takes, and without U+0000."""
    if len(text) > _LONGEST:
        return f"sha256:{sha256(text.encode()).hexdigest()}"
    return text.replace("\0", "\ufffd")


def some_column(text: str | None) -> str | None:
    """Return a text as a column has it; there may be none."""
    return None if text is None else column(text)


def joined(state: bytes, events: bytes) -> bytes:
    """Put a ticket's row together again."""
    return b"".join((state[:-1], b',"events":[', events, b"]}"))


def parts_of(row: bytes) -> tuple[bytes, list[bytes]]:
    """Take a ticket's row apart: its state, and each of its events."""
    fields = _to_fields.decode(row)
    events = [bytes(raw) for raw in _to_list.decode(fields.pop("events"))]
    return _to_json.encode(fields), events


def array(numbers: Iterable[int]) -> str:
    """Write numbers as an array, which the server reads faster than an expression for each."""
    return f"{{{','.join(map(str, numbers))}}}"


def of_ticket(store: int, row: TicketRow, state: bytes) -> Row:
    """Return the row of a ticket."""
    head, ticket = codec.head_of(row.raw), row.ticket
    return (
        store,
        row.number,
        head.is_active,
        head.is_owed,
        waits_for_people(row.raw),
        head.next_at,
        head.due_at,
        head.risk_at,
        ticket.logged_at,
        ticket.updated_at,
        codec.closing_of(row.raw).since,
        ticket.policy,
        some_column(ticket.requester),
        len(ticket.complaints),
        some_column(ticket.source),
        some_column(ticket.key),
        array(marks.of_fields(store, ticket)),
        state,
    )


def of_text(store: int, number: int, written: Iterable[str], names: Iterable[str]) -> Row:
    """Return the row of all that is written on a ticket."""
    return store, number, array(marks.of_texts(store, written, names))


def of_event(store: int, number: int, n: int, event: Event, body: bytes) -> Row:
    """Return the row of an event; who made what is corrected may not be asked for."""
    made_by = column(event.recorded_by) if may_be_undone(event) else None
    undone = getattr(event, "undone", None)
    return (
        *(store, number, n, event.seq, event.change, event.at),
        *(made_by, undone, event.digest, body),
    )


def of_message(store: int, number: int | AsIs, row: bytes) -> Row:
    """Return the row of a message; one that cannot be read has only its bytes."""
    with suppress(msgspec.DecodeError, UnicodeDecodeError):
        m = message_codec.decode_message(row)
        named = column(m.key), column(m.ticket), m.state, some_column(m.batch), m.change
        return (store, number, *named, m.next_at, row)
    return (store, number, None, None, None, None, None, None, row)


def keys_of(numbers: Iterable[tuple[int, Sequence[str]]], store: int) -> list[Row]:
    """Return a row for each key of tickets."""
    return [(store, key, n) for n, keys in numbers for key in dict.fromkeys(map(column, keys))]
