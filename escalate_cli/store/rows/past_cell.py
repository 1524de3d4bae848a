"""The cell of a row that keeps what is over of a ticket, so that reports need not fold it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache

import msgspec

from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.past import KeptPast, Past
from escalate_cli.store.rows.event_kinds import kinds_of, last_seq_of
from escalate_cli.usecases.records import Record


class _Cell(msgspec.Struct):
    """What is over, and the number of the event up to which: another version may add some."""

    seq: int
    told: Past


class _Row(msgspec.Struct):
    past: _Cell | None = None


_to_row = cache(lambda: msgspec.json.Decoder(_Row))  # takes a while, and few need it
_to_cell = cache(lambda: msgspec.json.Decoder(_Cell))
_NAME, _BEHIND = b',"past":', b',"events":'


def past_cell(record: Record) -> bytes:
    """Write the cell as it stands between others; nothing for a ticket that goes on."""
    if record.past is None or not record.events:
        return b""
    return b',"past":%b' % msgspec.json.encode(_Cell(record.events[-1].seq, record.past))


def kept_in(row: bytes, read: Callable[[], Sequence[Event]]) -> KeptPast | None:
    """Return what a row keeps of a ticket that is over; one not as it was written is read."""
    kinds, last = kinds_of(row), last_seq_of(row)
    if not kinds:
        events = read()
        kinds = frozenset(map(type, events))
        last = events[-1].seq if events and events[0].begins_ticket else 0
    past = past_in(row, last)
    return KeptPast(past, kinds, read) if past else None


def past_in(row: bytes, last: int) -> Past | None:
    """Read the cell; one that is spoilt, or is not of the last event, tells nothing."""
    with suppress(msgspec.DecodeError, UnicodeDecodeError):
        cell = _cell_in(row)
        if cell and last and cell.seq == last:
            return cell.told
    return None


def _cell_in(row: bytes) -> _Cell | None:
    """Read the cell where it was written, before the events; elsewhere the row is searched."""
    end = row.find(_BEHIND)
    begin = row.rfind(_NAME, 0, end) + len(_NAME)
    if begin >= len(_NAME):
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            return _to_cell().decode(row[begin:end])
    return _to_row().decode(row).past
