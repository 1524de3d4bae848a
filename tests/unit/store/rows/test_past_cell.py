"""What is over of a ticket lies in its row, and counts as long as nothing came after it."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket.events import Event, TicketClosed, TicketEscalated
from escalate_cli.domain.ticket.past import Past, past_of
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.store.rows.codec import decode_ticket, encode_record
from escalate_cli.store.rows.past_cell import whole_in
from escalate_cli.store.rows.ticket_row import TicketRow
from escalate_cli.usecases.records import Record
from tests.conftest import a_history, after, closed, escalated, noted, resolved
from tests.unit.store.rows.records import a_record

OVER = (escalated(after("1h"), "L2"), resolved(after("2h")), closed(after("3h")))
PAST = past_of(a_history(*OVER))
ESCALATED: frozenset[type[Event]] = frozenset({TicketEscalated})


def numbered(record: Record) -> Record:
    """Give the events of a record the numbers that a store gives."""
    events = [replace(event, seq=seq) for seq, event in enumerate(record.events, 1)]
    return replace(record, events=events)


ROW = encode_record(numbered(replace(a_record(*OVER), past=PAST)))


def past_in(row: bytes) -> Past | None:
    kept = TicketRow(1, row).kept
    return kept.past if kept else None


def test_it_is_read_as_it_was_written() -> None:
    assert PAST.runs
    assert past_in(ROW) == PAST
    assert decode_ticket(ROW) == a_history(*OVER).ticket


def test_a_ticket_that_goes_on_has_none_of_it() -> None:
    assert b'"past"' not in encode_record(numbered(a_record(noted(after("1h")))), ROW)
    assert b'"past"' not in encode_record(replace(a_record(), events=[], past=PAST))


def test_it_tells_nothing_of_events_that_another_version_added() -> None:
    later = numbered(a_record(*OVER, noted(after("4h"))))
    row = encode_record(later).replace(
        b',"events":', ROW[ROW.index(b',"past"') :].split(b',"events":')[0] + b',"events":'
    )
    assert b'"past"' in row
    assert past_in(row) is None


def test_what_somebody_spoilt_tells_nothing() -> None:
    assert past_in(ROW.replace(b'"told":', b'"lost":')) is None
    assert past_in(ROW.replace(b'"told":{', b'"told":7,"lost":{')) is None
    assert past_in(ROW.replace(b'"seq":4', b'"seq":"4"')) is None
    assert past_in(ROW.replace(b'"seq":', b'"sea":')) is None


def test_it_is_found_wherever_somebody_moved_it() -> None:
    cell = ROW[ROW.index(b',"past"') : ROW.index(b',"events":')]
    row = ROW.replace(cell, b"")[:-1] + cell + b"}"
    assert past_in(row) == PAST
    assert past_in(row.replace(b',"past":{', b', "past" : {')) == PAST


def test_read_at_once_with_its_ticket_it_is_the_same() -> None:
    row, whole = TicketRow(1, ROW), whole_in(ROW, ESCALATED)
    assert whole is not None
    row.take(whole)
    assert row.ticket is whole
    assert row.kept is not None
    assert row.kept.past == PAST
    fields = Ticket.__struct_fields__
    ticket = decode_ticket(ROW)
    assert [getattr(whole, name) for name in fields] == [getattr(ticket, name) for name in fields]


def test_of_a_spoilt_row_nothing_is_read_at_once_and_the_ticket_for_itself() -> None:
    spoilt = ROW.replace(b'"told":{', b'"told":7,"lost":{')
    row = TicketRow(1, spoilt)
    assert whole_in(spoilt, ESCALATED) is None
    row.take(None)
    assert row.ticket == decode_ticket(ROW)
    assert row.kept is None


@pytest.mark.parametrize("cell", [b"5", b"null", b'{"seq":1,"told":{"cycles":[]}}'])
def test_one_that_cannot_be_read_counts_as_none_and_is_known(cell: bytes) -> None:
    at = ROW.index(b'"past":') + len(b'"past":')
    spoilt = ROW[:at] + cell + ROW[ROW.index(b',"events":') :]
    assert past_in(spoilt) is None
    assert TicketRow(1, spoilt).is_past_spoilt
    assert not TicketRow(1, ROW).is_past_spoilt
    assert not TicketRow(1, encode_record(a_record())).is_past_spoilt


def test_events_of_the_kinds_that_are_asked_for_are_read_at_once_and_others_when_they_are() -> None:
    row = TicketRow(1, ROW)
    row.take(whole_in(ROW, ESCALATED))
    kept = row.kept
    assert kept is not None
    assert kept.kinds == {*map(type, row.events)}
    del row.events
    [moved] = [each for each in kept.read_some({TicketEscalated}) if isinstance(each, Event)]
    assert "events" not in vars(row)
    assert (moved, row.events[-1]) == (row.events[1], kept.read_some({TicketClosed})[-1])


def test_a_kind_of_another_version_is_not_read_at_once() -> None:
    assert whole_in(ROW.replace(b"ticket_escalated", b"ticket_juggled"), ESCALATED) is None
