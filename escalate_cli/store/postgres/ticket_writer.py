"""Writing tickets: of each only what is new, and all that waits at once."""

from collections.abc import Sequence
from typing import Final

import msgspec

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.search import names_on
from escalate_cli.store.postgres.columns import (
    keys_of,
    of_event,
    of_message,
    of_text,
    of_ticket,
    parts_of,
)
from escalate_cli.store.postgres.connection.link import Row
from escalate_cli.store.postgres.marks import written_on
from escalate_cli.store.postgres.moment import Moment
from escalate_cli.store.postgres.numbers import StoreNumbers
from escalate_cli.store.rows import message_codec
from escalate_cli.store.rows.ticket_row import TicketRow

_COLUMNS: Final = (
    "active",
    "owed",
    "unanswered",
    "next_at",
    "due_at",
    "risk_at",
    "logged_at",
    "updated_at",
    "closed_since",
    "policy",
    "requester",
    "complaints",
    "source",
    "key",
    "marks",
    "state",
)
_NEW: Final = f"INSERT INTO escalate.ticket (store_id, number, {', '.join(_COLUMNS)}) VALUES %s"

_PUT: Final = f"""{_NEW}
ON CONFLICT (store_id, number) DO UPDATE SET archived = false,
{", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}"""

_NEW_TEXT: Final = "INSERT INTO escalate.ticket_text (store_id, number, marks) VALUES %s"

_PUT_TEXT: Final = f"""{_NEW_TEXT}
ON CONFLICT (store_id, number) DO UPDATE SET marks = excluded.marks"""


class _Written(msgspec.Struct):
    """A ticket's row as it was read, and as it is to be written."""

    old: TicketRow | None
    new: TicketRow


class TicketWriter:
    """Keeps the rows of tickets until somebody reads, or the change ends.

    Attributes:
        written: the numbers of all tickets that were put.
    """

    def __init__(self, moment: Moment, numbers: StoreNumbers) -> None:
        self._moment, self._numbers = moment, numbers
        self._waiting: dict[int, _Written] = {}
        self._rows: dict[int, bytes] = {}
        self._messages: list[Message] = []
        self.written: list[int] = []
        moment.flush = self.flush

    def has_given(self, number: int) -> bool:
        """Tell whether a ticket number was taken in this change and is not used yet."""
        return number in self._numbers.given and number not in self._rows

    def row(self, number: int) -> bytes | None:
        """Return the row of a ticket that was put or kept in this change."""
        return self._rows.get(number)

    def put(self, row: TicketRow, old: bytes | None) -> None:
        """Keep the row of a ticket to be written; `old` is the row before, if there was one."""
        number = row.number
        waits = self._waiting.get(number)
        before = TicketRow(number, old) if old else None
        self._waiting[number] = _Written(waits.old if waits else before, row)
        self._rows[number] = row.raw
        self._moment.times.pop(number, None)
        self._moment.last = None
        self.written.append(number)

    def queue(self, message: Message) -> None:
        """Put a message into the outbox, unless its key is there already."""
        self._messages.append(message)

    def flush(self) -> None:
        """Write what waits: tickets in the order of numbers, then messages as they came."""
        self._flush_tickets()
        self._flush_messages()

    def _flush_messages(self) -> None:
        new, self._messages = self._messages, []
        link = self._moment.writing
        link.put(
            "INSERT INTO escalate.outbox VALUES %s ON CONFLICT (store_id, key) DO NOTHING",
            [
                of_message(
                    link.store, self._numbers.message(), message_codec.encode_message(message)
                )
                for message in new
            ],
        )

    def _flush_tickets(self) -> None:
        waiting, self._waiting = dict(sorted(self._waiting.items())), {}
        if not waiting:
            return
        link = self._moment.writing
        made, stored, events = list[Row](), list[Row](), list[Row]()
        for number, each in waiting.items():
            state, bodies = parts_of(each.new.raw)
            rows = stored if each.old else made
            rows.append(of_ticket(link.store, each.new, state))
            before = parts_of(each.old.raw)[1] if each.old else []
            events += self._changed_events(number, before, bodies, each.new.events)
        new = {number: each for number, each in waiting.items() if each.old is None}
        known = {number: each for number, each in waiting.items() if each.old is not None}
        link.put_all(  # what is new takes the server less than what may be there
            (_NEW, made),
            (_PUT, stored),
            ("INSERT INTO escalate.event VALUES %s", events),
            ("INSERT INTO escalate.ticket_key VALUES %s", self._changed_keys(waiting)),
            (_NEW_TEXT, self._changed_texts(new)),
            (_PUT_TEXT, self._changed_texts(known)),
        )
        self._numbers.count_on("ticket", max(new.keys() - self._numbers.given, default=0))

    def _changed_events(
        self, number: int, before: list[bytes], after: list[bytes], events: Sequence[Event]
    ) -> list[Row]:
        """Delete the rows of events that changed; return the rows of new and changed ones."""
        link = self._moment.writing
        same = [n for n, body in enumerate(after) if n < len(before) and before[n] == body]
        gone = sorted({*range(len(before))} - {*same})
        if gone:
            link.run(
                "DELETE FROM escalate.event WHERE store_id = %s AND ticket = %s AND n = ANY(%s)",
                *(link.store, number, gone),
            )
        fresh = sorted({*range(len(after))} - {*same})
        return [of_event(link.store, number, n, events[n], after[n]) for n in fresh]

    def _changed_keys(self, waiting: dict[int, _Written]) -> list[Row]:
        """Return the rows by which tickets are found by their keys, where those are others now."""
        link = self._moment.writing
        changed, known = dict[int, Sequence[str]](), list[int]()
        for number, each in waiting.items():
            keys = each.new.ticket.keys
            before = each.old.ticket.keys if each.old else ()
            if keys != before:
                changed[number] = keys
                known += [number] if before else []
        if known:
            link.run(
                "DELETE FROM escalate.ticket_key WHERE store_id = %s AND number = ANY(%s)",
                *(link.store, known),
            )
        return keys_of(changed.items(), link.store)

    def _changed_texts(self, waiting: dict[int, _Written]) -> list[Row]:
        """Return the rows by which tickets are found by their texts, where those are others now."""
        store = self._moment.writing.store
        rows = list[Row]()
        for number, each in waiting.items():
            written = _written_on(each.new)
            if each.old is None or _written_on(each.old) != written:
                rows.append(of_text(store, number, *written))
        return rows


def _written_on(row: TicketRow) -> tuple[set[str], list[str]]:
    return written_on(row.ticket, row.events), names_on(row.ticket)
