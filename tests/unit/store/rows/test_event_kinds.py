"""The kinds of a row's events are told without decoding them, and some are decoded alone."""

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.codec import decode_events, encode_record
from escalate_cli.store.rows.event_kinds import EventHead, kinds_of, row_of
from escalate_cli.store.rows.ticket_row import TicketRow
from tests.conftest import after, closed, noted, resolved
from tests.unit.store.rows.records import a_record
from tests.unit.store.rows.test_past_cell import OVER, PAST, numbered

SLY = 'he said "kind":"ticket_reopened", "seq":99'
ROW = encode_record(numbered(replace(a_record(*OVER), past=PAST)))


def heads(*kinds: str) -> list[EventHead]:
    return [EventHead(kind, seq) for seq, kind in enumerate(kinds, 1)]


def test_each_kind_is_named_once() -> None:
    found = kinds_of(heads("ticket_logged", "note_added", "note_added"))
    assert found == {e.TicketLogged, e.NoteAdded}


def test_a_kind_of_another_version_leaves_nothing_known() -> None:
    assert kinds_of(heads("ticket_logged", "ticket_juggled")) == frozenset()
    assert kinds_of([]) == frozenset()


def test_events_of_some_kinds_are_read_alone_whatever_people_wrote() -> None:
    told = (noted(after("30m"), text=SLY), resolved(after("2h")), closed(after("3h")))
    row = encode_record(numbered(a_record(*told)))
    whole = TicketRow(1, row).events
    asked = [event for event in whole if isinstance(event, e.NoteAdded | e.TicketClosed)]
    kinds = heads(*(str(event.__struct_config__.tag) for event in whole))
    assert decode_events(row_of((e.NoteAdded, e.TicketClosed), row, kinds)) == asked
    formatted = msgspec.json.format(row, indent=1)
    assert decode_events(row_of((e.NoteAdded, e.TicketClosed), formatted, kinds)) == asked
    assert decode_events(row_of((e.TicketReopened,), row, kinds)) == []


def test_a_row_that_somebody_formatted_keeps_what_it_kept() -> None:
    formatted = msgspec.json.format(ROW, indent=1)
    kept, same = TicketRow(1, ROW).kept, TicketRow(1, formatted).kept
    assert kept is not None
    assert same is not None
    assert kept.kinds == {e.TicketLogged, e.TicketEscalated, e.TicketResolved, e.TicketClosed}
    assert (kept.past, kept.kinds, kept.read()) == (same.past, same.kinds, same.read())


def test_a_row_that_cannot_be_read_says_so_at_once() -> None:
    with pytest.raises(DamagedHistoryError):
        TicketRow(1, ROW.replace(b"ticket_escalated", b"ticket_juggled")).kept  # noqa: B018 - raises
    headless = ROW.replace(b'"kind":"ticket_logged"', b'"kind":"ticket_closed"', 1)
    assert TicketRow(1, headless).kept is None
