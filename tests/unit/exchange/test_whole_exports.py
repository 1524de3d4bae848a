"""Whole exports: the sample of the demo, and a large one with all that such logs have."""

import io
from collections import Counter, defaultdict
from csv import DictReader
from datetime import datetime
from functools import lru_cache

import pytest

from bench._generated_log import generated_log
from bench._sample_export import COLUMNS, sample_export
from bench._sample_export import FILE as SAMPLE
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.ticket_snapshot import snapshot_at
from escalate_cli.exchange.foreign_tickets import ForeignTickets
from escalate_cli.exchange.mappings.mapping_catalogue import shipped
from escalate_cli.exchange.mappings.mapping_file import normal
from tests.unit.exchange.rows import IMPORTED_AT, RULES, history_of, read, statuses

STATES = shipped("servicenow").status.map
LOG = generated_log(600)
each_export = pytest.mark.parametrize("text", [sample_export(), LOG], ids=["sample", "generated"])


@lru_cache
def _export(text: str, until: datetime | None = None) -> ForeignTickets:
    return read([text], zone="Europe/Berlin", until=until)


@lru_cache
def _rows(text: str) -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    for row in DictReader(io.StringIO(text)):
        found[row["number"]].append(row)
    return found


@each_export
def test_every_row_is_accounted_for(text: str) -> None:
    export = _export(text)
    rows = _rows(text)
    assert export.rows == export.used == sum(map(len, rows.values()))
    assert (export.later, export.rejected) == (0, ())
    assert [incident.number for incident in export.incidents] == list(rows)


@each_export
def test_every_history_ends_as_the_export_does(text: str) -> None:
    for incident in _export(text).incidents:
        last = _rows(text)[incident.number][-1]
        ticket = history_of(incident).ticket
        state = STATES[normal(last["incident_state"])]
        owner = None if last["assigned_to"] == "?" else last["assigned_to"]
        expected = (state.status, state.waiting_for, owner, f"P{last['priority'][0]}")
        assert (ticket.status, ticket.waiting_for, ticket.owner, ticket.priority) == expected


@each_export
def test_every_event_fits_the_ticket_before_it(text: str) -> None:
    over = {Status.RESOLVED, Status.CLOSED}
    active = set(Status) - over
    allowed = {
        e.TicketAcknowledged: {Status.OPEN},
        e.TicketPaused: active,
        e.TicketResumed: {Status.WAITING},
        e.TicketResolved: active,
        e.TicketClosed: {Status.RESOLVED},
        e.TicketReopened: over,
    }
    for incident in _export(text).incidents:
        history = history_of(incident)
        for event, before in zip(history.events[1:], statuses(history), strict=False):
            assert before in allowed.get(type(event), set(Status)), (incident.number, event)


@each_export
def test_every_history_runs_forward(text: str) -> None:
    for incident in _export(text).incidents:
        times = [event.at for event in history_of(incident).events]
        assert times == sorted(times)


@each_export
def test_every_reopening_is_told(text: str) -> None:
    for incident in _export(text).incidents:
        counted = max(int(row["reopen_count"]) for row in _rows(text)[incident.number])
        told = sum(isinstance(event, e.TicketReopened) for event in incident.rest)
        assert told == counted


@each_export
@pytest.mark.parametrize("share", [0.03, 0.1, 0.3, 0.8])
def test_an_earlier_instant_tells_the_beginning_of_the_same_story(text: str, share: float) -> None:
    events = [event.at for each in _export(text).incidents for event in each.rest]
    until = min(events) + (max(events) - min(events)) * share
    export = _export(text, until)
    whole = {each.number: each for each in _export(text).incidents}
    assert 0 < export.used < export.rows == export.used + export.later
    for incident in export.incidents:
        full = whole[incident.number]
        assert incident.opening == full.opening
        assert incident.rest == tuple(event for event in full.rest if event.at <= until)


def test_the_sample_is_what_its_script_writes() -> None:
    assert SAMPLE.read_bytes().decode() == sample_export()


def test_the_sample_leaves_a_busy_board() -> None:
    tickets = [history_of(incident).ticket for incident in _export(sample_export()).incidents]
    board = [snapshot_at(ticket, RULES, IMPORTED_AT) for ticket in tickets if ticket.is_active]
    assert len(tickets) == 51
    assert Counter(each.ticket.priority for each in board) == {"P1": 3, "P2": 4, "P3": 5, "P4": 3}
    assert Counter(each.ticket.status for each in board) == {
        Status.OPEN: 4,
        Status.ACKNOWLEDGED: 8,
        Status.WAITING: 3,
    }
    overdue = {each.ticket.key for each in board if each.is_overdue}
    assert overdue == {"INC0002028", "INC0002041", "INC0002047"}
    assert any(each.is_at_risk for each in board)
    assert sum(ticket.status is Status.RESOLVED for ticket in tickets) == 3


def _update_time(line: str) -> str:
    """Write day and time of a line's update so that texts sort like times."""
    date, time = line.split(",")[COLUMNS.index("sys_updated_at")].split()
    return "-".join(reversed(date.split("-"))) + time


def test_incidents_may_be_mixed_in_the_order_of_time() -> None:
    header, *lines = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    mixed = read([header, *sorted(lines, key=_update_time)], zone="Europe/Berlin")
    assert {each.number: each.rest for each in mixed.incidents} == {
        each.number: each.rest for each in _export(sample_export()).incidents
    }


def test_the_generated_log_has_what_real_logs_have() -> None:
    export = _export(LOG)
    events = Counter(type(event) for each in export.incidents for event in each.rest)
    assert export.redated > 0
    assert min(events[kind] for kind in (e.TicketReopened, e.TicketPaused, e.TicketClosed)) > 20
    assert len({row["incident_state"] for rows in _rows(LOG).values() for row in rows}) == 8
