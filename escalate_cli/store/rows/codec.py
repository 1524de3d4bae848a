"""Tickets and events as the rows of a store, and back."""

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, Union

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.time.timezones import Instant
from escalate_cli.store.rows.decoders import (
    KIND,
    LateDecoder,
    decoded,
    decoded_beginnings,
    event_type,
    event_types,
)
from escalate_cli.store.rows.digests import Digest, digest, digest_of_many
from escalate_cli.store.rows.instants import SECONDS
from escalate_cli.store.rows.tables import Tables
from escalate_cli.store.rows.unknown_fields import carried, events_carried, fields_of

if TYPE_CHECKING:  # an idle `check` decodes no ticket and no event
    from collections.abc import Callable, Iterator, Sequence

    from escalate_cli.domain.policy.standing import Standing
    from escalate_cli.domain.ticket.events import Event
    from escalate_cli.domain.ticket.ticket import Ticket
    from escalate_cli.usecases.records import Record

Sealed = TypeVar("Sealed", "Event", "Standing")

_UID = b',"uid":'
"""What stands behind the head of a row, where no text is yet that somebody wrote."""
_LEVEL = b',"level":'
"""What stands behind the policy version that a ticket follows."""
_TITLE = rb'"title":("(?:[^"\\]|\\.)*")'
_BESIDE_THE_STATE = ("next_at", "due_at", "risk_at", "past", "events")
_AT = b'"at":"'
_FINISHED = ("resolved", "closed")


class Following(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Whether a ticket is over, and the policy version that it follows."""

    status: str
    policy: str

    @property
    def is_active(self) -> bool:
        """Tell whether somebody still has to work on it."""
        return self.status not in _FINISHED


class Head(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a row begins with, so that most rows need not be decoded.

    Attributes:
        next_at: when the policy next has something to do.
        due_at: the earliest due of the running clocks; `risk_at` when one may be at risk.
    """

    next_at: Instant | None
    due_at: Instant | None
    risk_at: Instant | None
    status: str

    @property
    def is_active(self) -> bool:
        """Tell whether somebody still has to work on it."""
        return self.status not in _FINISHED

    @property
    def is_owed(self) -> bool:
        """Tell whether somebody has to work on it, or to answer: no other has clocks that go on."""
        return self.status not in _FINISHED or self.risk_at is not None

    def presses_by(self, now: datetime) -> bool:
        """Tell whether a clock of it that goes on may be at risk or due by then."""
        due, risk = self.due_at, self.risk_at
        is_by = (due is not None and due <= now) or (risk is not None and risk <= now)
        return is_by and self.is_owed


class _AnyHead(Head, frozen=True, kw_only=True, gc=False):
    """The same of a row that somebody rearranged, or from which an instant was taken."""

    next_at: Instant | None = None
    due_at: Instant | None = None
    risk_at: Instant | None = None
    status: str = ""


class Closing(msgspec.Struct, frozen=True):
    """What tells whether a ticket can be put away."""

    id: str
    status: str
    closed_at: datetime | None = None
    next_at: Instant | None = None
    risk_at: Instant | None = None

    @property
    def since(self) -> datetime | None:
        """Return when it was closed; nothing if somebody or the policy still works on it."""
        done = self.status == "closed" and self.next_at is None and self.risk_at is None
        return self.closed_at if done else None


class _Origin(msgspec.Struct):
    key: str | None = None
    source: str | None = None


class _Written(msgspec.Struct):
    events: list[dict[str, object]]


_to_json = msgspec.json.Encoder()
_to_text = msgspec.json.Decoder(str)
_to_written = LateDecoder(_Written)
_to_heads = LateDecoder(dict[int, Head])
_to_any_head = LateDecoder(_AnyHead)
_to_followings = LateDecoder(dict[int, Following])
_to_following = LateDecoder(Following)
_to_closing = LateDecoder(Closing)
_to_origin = LateDecoder(_Origin)
canonical = msgspec.json.Encoder(order="sorted")


@cache
def _to_ticket() -> "tuple[msgspec.json.Decoder[Ticket], Callable[[Ticket], None]]":
    """Make what reads a ticket and completes it, as it takes a while, and few need all."""
    from escalate_cli.domain.ticket.ticket import Ticket  # noqa: PLC0415 - start-up time
    from escalate_cli.store.rows.thin_clocks import fill  # noqa: PLC0415 - the same

    return msgspec.json.Decoder(Ticket), fill


def encode_record(record: "Record", old: bytes | None = None) -> bytes:
    """Make the row of a ticket: times first, its state, its history last.

    What only another version knows of its old row is carried over.
    """
    times = {"next_at": record.next_at, "due_at": record.due_at, "risk_at": record.risk_at}
    events = _to_json.encode(record.events)
    before = None if old is None else fields_of(old)
    if before is not None:
        events = events_carried(before, record.events, events)
    from escalate_cli.store.rows.thin_clocks import thinned  # noqa: PLC0415 - start-up time

    ticket = _to_json.encode(thinned(record.ticket))[1:-1]
    past = b""
    if record.past is not None:
        from escalate_cli.store.rows.past_cell import past_cell  # noqa: PLC0415 - start-up time

        past = past_cell(record)
    row = b'%b,%b%b,"events":%b}' % (_to_json.encode(times)[:-1], ticket, past, events)
    known = {*record.ticket.__struct_encode_fields__, *_BESIDE_THE_STATE}
    return row if before is None else carried(before, row, known)


def decode_ticket(row: bytes) -> "Ticket":
    """Return the state that a row keeps; raises DamagedHistoryError."""
    decoder, fill = _to_ticket()
    ticket = decoded(decoder, row)
    fill(ticket)
    return ticket


def decode_events(row: bytes) -> "list[Event]":
    """Return the history that a row keeps; raises DamagedHistoryError."""
    kinds = frozenset(filter(event_type, set(KIND.findall(row))))
    return list(decoded(_to_events(kinds), row).events)


@cache
def _to_events(kinds: frozenset[bytes]) -> msgspec.json.Decoder[Any]:
    """Make what reads events of some kinds, as that for all takes a while; of none, for all."""
    named = tuple(event_type(kind) for kind in sorted(kinds or event_types()))
    return msgspec.json.Decoder(msgspec.defstruct("Events", [("events", list[Union[named]])]))  # type: ignore[valid-type]  # noqa: UP007 - made as it runs


def heads_of(tables: Tables) -> dict[int, Head]:
    """Read what all rows begin with; raises DamagedHistoryError."""
    return decoded_beginnings(tables, _UID, _to_heads, head_of)


def head_of(row: bytes) -> Head:
    """Read what a row begins with, wherever that stands; raises DamagedHistoryError."""
    return decoded(_to_any_head, row)


def followings_of(tables: Tables) -> dict[int, Following]:
    """Read the policy version of each ticket; raises DamagedHistoryError."""
    return decoded_beginnings(
        tables, _LEVEL, _to_followings, lambda row: decoded(_to_following, row)
    )


def title_of(row: bytes) -> str:
    """Read the title alone, which stands near the beginning; raises DamagedHistoryError."""
    match = re.search(_TITLE, row)
    return decoded(_to_text, match[1]) if match else decode_ticket(row).title


def next_at_of(row: bytes) -> datetime | None:
    """Return when the policy next has something to do on a ticket."""
    return head_of(row).next_at


def latest_of(row: bytes) -> bytes:
    """Return the second of the latest event of a row, which stands last; nothing if it is lost."""
    begin = row.rfind(_AT) + len(_AT)
    return row[begin : begin + SECONDS] if begin >= len(_AT) else b""


def revision_of(row: bytes) -> str:
    """Return the digest of the last event of a row, in which all before it have their part."""
    return row.rpartition(b'"digest":"')[2][:64].decode("ascii", "replace")


def closing_of(row: bytes) -> Closing:
    """Read what tells whether a ticket can be put away."""
    return decoded(_to_closing, row)


def key_of(row: bytes, source: str) -> str | None:
    """Return the id that a ticket has in the system it came from, if that is the one named."""
    origin = decoded(_to_origin, row)
    return origin.key if origin.source == source else None


def sealed(event: Sealed, *, seq: int, change: int, before: str, make: Digest = digest) -> Sealed:
    """Number an event and chain it to the one before it in its ticket or table."""
    numbered = replace(event, seq=seq, change=change, digest="")
    return replace(numbered, digest=digest_of(numbered, before, make))


def digest_of(event: "Event | Standing", before: str, make: Digest = digest) -> str:
    """Return the SHA-256 over the previous digest and the event's canonical JSON."""
    bare = replace(event, digest="") if event.digest else event
    return make(before.encode() + canonical.encode(bare))


def chained(before: str, written: bytes) -> str:
    """Return the digest of one of many events, as they lie there."""
    return digest_of_many(before.encode() + written)


def broken_of(row: bytes, events: "Sequence[Event]") -> list[int]:
    """Name the events of a row that are not as they were written, fields we do not know included.

    One without its text has the digest it had with it; that the text was removed, and nothing
    else, is vouched for by the seal in a later event.
    """
    from escalate_cli.domain.ticket.events import EventRedacted  # noqa: PLC0415 - start-up time

    seals = {event.event: event.seal for event in events if type(event) is EventRedacted}
    broken, before = [], ""
    for event, written in zip(events, _written_in(row, events), strict=True):
        expected = seals.get(event.seq) if event.redacted else event.digest
        if chained(before, written) != expected:
            broken.append(event.seq)
        before = event.digest
    return broken


def _written_in(row: bytes, events: "Sequence[Event]") -> "Iterator[bytes]":
    """Yield the canonical JSON of each event of a row, all but its digest.

    Where they stand in the row as we write them, nothing is there that we do not know, and they
    need not be decoded once more, which takes longer than all the rest.
    """
    if row.endswith(b',"events":%b}' % _to_json.encode(events)):
        yield from (canonical.encode(replace(event, digest="")) for event in events)
        return
    for written in decoded(_to_written, row).events:
        written.pop("digest", None)
        yield canonical.encode(written)


def head_after(head: str, event: "Event | Standing", make: Digest = digest) -> str:
    """Carry the store's own chain over all events on by one."""
    return make(f"{head}{event.digest}".encode())


def link(head: str, following: str) -> str:
    """Chain the digest of one of many events to the head before it."""
    return digest_of_many(f"{head}{following}".encode())
