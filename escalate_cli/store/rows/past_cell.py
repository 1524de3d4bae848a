"""The cell of a row that keeps what is over of a ticket, so that reports need not fold it."""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import ClassVar, cast

import msgspec

from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.past import KeptPast, Past
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.store.rows.decoders import LateDecoder
from escalate_cli.store.rows.event_kinds import (
    EventHead,
    EventNumber,
    in_full_or_numbered,
    kind_read,
    kinds_of,
    kinds_read,
    row_of,
)
from escalate_cli.store.rows.thin_clocks import fill
from escalate_cli.usecases.records import Record


class _Cell(msgspec.Struct):
    """What is over, and the number of the event up to which: another version may add some."""

    seq: int
    told: Past


class _AnyCell(msgspec.Struct):
    """The cell of a row, whatever somebody made of it."""

    past: msgspec.Raw = msgspec.Raw()


class PastParts(msgspec.Struct):
    """What a row tells of what is over."""

    past: _Cell | None = None
    events: tuple[EventHead, ...] = ()


class WholeTicket(Ticket, frozen=True, kw_only=True, gc=False):
    """A ticket with what its row tells of what is over, read at once.

    Attributes:
        in_full: of which kinds events are read in full, of all others no more than the number.
    """

    in_full: ClassVar[frozenset[type[Event]]] = frozenset()
    past: _Cell | None = None
    events: tuple[Event | EventNumber, ...] = ()

    def kept(self, read: Callable[[], Sequence[Event]]) -> KeptPast | None:
        """Return what its row keeps of it, if it is over; `read` reads all events in full."""
        cell, events = self.past, self.events
        if cell is None or not events or cell.seq != events[-1].seq:
            return None
        if not kind_read(events[0]).begins_ticket:
            return None

        def read_some(asked: Collection[type[Event]]) -> Sequence[object]:
            return events if self.in_full.issuperset(asked) else read()

        return KeptPast(cell.told, kinds_read(events), read, read_some)


_to_parts = LateDecoder(PastParts)
_to_any = LateDecoder(_AnyCell)
_to_cell = LateDecoder(_Cell)
_LOG = "ticket_logged"


def past_cell(record: Record) -> bytes:
    """Write the cell as it stands between others; nothing for a ticket that goes on."""
    if record.past is None or not record.events:
        return b""
    return b',"past":%b' % msgspec.json.encode(_Cell(record.events[-1].seq, record.past))


def past_parts_in(row: bytes) -> PastParts | None:
    """Read what a row tells of what is over; nothing where that is spoilt."""
    try:
        return _to_parts.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def is_spoilt(row: bytes) -> bool:
    """Tell whether a row has such a cell, but one that cannot be read: it counts as none."""
    try:
        cell = _to_any.decode(row).past
        if cell:
            _to_cell.decode(cell)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return True
    return False


def whole_in(row: bytes, in_full: frozenset[type[Event]]) -> WholeTicket | None:
    """Read a ticket with what is over of it, at less than both cost; nothing of a spoilt row."""
    try:
        whole = _to_whole(in_full).decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    fill(whole)
    return whole


@cache
def _to_whole(in_full: frozenset[type[Event]]) -> LateDecoder[WholeTicket]:
    """Make what reads tickets with events of some kinds, which a second look at a row would."""
    kind = msgspec.defstruct(
        "Whole",
        [("events", tuple[in_full_or_numbered(in_full), ...], ())],  # type: ignore[misc]  # made as it runs
        bases=(WholeTicket,),
        namespace={"in_full": in_full},
        frozen=True,
        kw_only=True,
        gc=False,
    )
    return LateDecoder(cast("type[WholeTicket]", kind))


def kept_in(
    told: PastParts,
    row: bytes,
    read: Callable[[], Sequence[Event]],
    decode: Callable[[bytes], Sequence[Event]],
) -> KeptPast | None:
    """Return what a row keeps of a ticket that is over; events of unknown kinds are read.

    A cell that is not of the last event tells nothing.

    Args:
        told: was read off the row.
        row: is not decoded as a whole.
        read: reads its events, which somebody may have read before.
        decode: reads the events of a row.
    """

    def read_some(asked: Collection[type[Event]]) -> Sequence[Event]:
        return decode(row_of(asked, row, heads))

    cell, heads = told.past, told.events
    kinds = kinds_of(heads) or frozenset(map(type, read()))
    if cell is None or not heads or cell.seq != heads[-1].seq or heads[0].kind != _LOG:
        return None
    return KeptPast(cell.told, kinds, read, read_some)
