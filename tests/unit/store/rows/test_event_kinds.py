"""The kinds of a row's events are read off its bytes, where they lie as they were written."""

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.codec import encode_record
from escalate_cli.store.rows.event_kinds import kinds_of, last_seq_of
from escalate_cli.store.rows.ticket_row import TicketRow
from tests.conftest import after, closed, noted, resolved
from tests.unit.store.rows.records import a_record
from tests.unit.store.rows.test_past_cell import OVER, PAST, numbered

SLY = 'he said "kind":"ticket_reopened", "seq":99'
ROW = encode_record(numbered(replace(a_record(*OVER), past=PAST)))


def test_they_are_those_of_the_events_whatever_people_wrote() -> None:
    told = (noted(after("30m"), text=SLY), resolved(after("2h")), closed(after("3h")))
    row = encode_record(numbered(a_record(*told)))
    assert kinds_of(row) == {e.TicketLogged, e.NoteAdded, e.TicketResolved, e.TicketClosed}
    assert last_seq_of(row) == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"kind":"ticket_escalated"', b'"kind":"ticket_juggled"'),
        (b'"events":[{"kind":"ticket_logged"', b'"events":[{"kind":"ticket_closed"'),
        (b'"events":[', b'"events": ['),
    ],
    ids=["a kind of another version", "no log", "another form"],
)
def test_what_was_not_written_so_says_nothing(old: bytes, new: bytes) -> None:
    assert kinds_of(ROW) == {e.TicketLogged, e.TicketEscalated, e.TicketResolved, e.TicketClosed}
    assert kinds_of(ROW.replace(old, new, 1)) == frozenset()


def test_a_row_without_numbers_has_no_last_one() -> None:
    assert last_seq_of(ROW.replace(b'"seq":', b'"sea":')) == 0
    assert last_seq_of(ROW.replace(b'"seq":4', b'"seq":"4"')) == 0


def test_a_row_that_somebody_formatted_keeps_what_it_kept() -> None:
    formatted = msgspec.json.format(ROW, indent=1)
    kept, same = TicketRow(1, ROW).kept, TicketRow(1, formatted).kept
    assert kept is not None
    assert same is not None
    assert (kept.past, kept.kinds, kept.read()) == (same.past, same.kinds, same.read())


def test_a_row_that_cannot_be_read_says_so_at_once() -> None:
    with pytest.raises(DamagedHistoryError):
        TicketRow(1, ROW.replace(b"ticket_escalated", b"ticket_juggled")).kept  # noqa: B018 - raises
    headless = ROW.replace(b'"kind":"ticket_logged"', b'"kind":"ticket_closed"', 1)
    assert TicketRow(1, headless).kept is None
