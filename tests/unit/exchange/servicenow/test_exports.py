"""Whole exports: the sample of the demo, and a real one where it is at hand."""

from collections import Counter, defaultdict
from csv import DictReader
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from bench._sample_export import COLUMNS, sample_export
from bench._sample_export import FILE as SAMPLE
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.ticket_snapshot import snapshot_at
from escalate_cli.exchange.servicenow.columns import STATES
from escalate_cli.exchange.servicenow.export import Export, Incident
from tests.unit.exchange.rows import IMPORTED_AT, RULES, history_of, read, statuses

ROOT = Path(__file__).parents[4]
REAL = (ROOT / "../shared/data/servicenow_incidents.csv").resolve()
needs_the_real_one = pytest.mark.skipif(not REAL.exists(), reason="the real export is not at hand")
each_export = pytest.mark.parametrize(
    "path",
    [
        pytest.param(SAMPLE, id="sample"),
        pytest.param(REAL, id="real", marks=needs_the_real_one),
    ],
)


@lru_cache
def _export(path: Path, until: datetime | None = None) -> Export:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return read(lines, zone="Europe/Berlin", until=until)


@lru_cache
def _rows(path: Path) -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in DictReader(lines):
            found[row["number"]].append(row)
    return found


def _incident(path: Path, number: str) -> Incident:
    return next(each for each in _export(path).incidents if each.number == number)


def _told(incident: Incident) -> list[tuple[str, str]]:
    """Tell the events that change the status, with their instants."""
    quiet = (e.TicketAssigned, e.TicketEdited, e.NoteAdded)
    events = (incident.opening, *incident.rest)
    return [
        (f"{event.at:%Y-%m-%dT%H:%M}", type(event).__name__.removeprefix("Ticket"))
        for event in events
        if not isinstance(event, quiet)
    ]


@each_export
def test_every_row_is_accounted_for(path: Path) -> None:
    export = _export(path)
    rows = _rows(path)
    assert export.rows == export.used == sum(map(len, rows.values()))
    assert (export.later, export.rejected) == (0, ())
    assert [incident.number for incident in export.incidents] == list(rows)


@each_export
def test_every_history_ends_as_the_export_does(path: Path) -> None:
    for incident in _export(path).incidents:
        last = _rows(path)[incident.number][-1]
        ticket = history_of(incident).ticket
        state = STATES[last["incident_state"].lower()]
        owner = None if last["assigned_to"] == "?" else last["assigned_to"]
        expected = (state.status, state.waiting_for, owner, f"P{last['priority'][0]}")
        assert (ticket.status, ticket.waiting_for, ticket.owner, ticket.priority) == expected


@each_export
def test_every_event_fits_the_ticket_before_it(path: Path) -> None:
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
    for incident in _export(path).incidents:
        history = history_of(incident)
        for event, before in zip(history.events[1:], statuses(history), strict=False):
            assert before in allowed.get(type(event), set(Status)), (incident.number, event)


@each_export
def test_every_history_runs_forward(path: Path) -> None:
    for incident in _export(path).incidents:
        times = [event.at for event in history_of(incident).events]
        assert times == sorted(times)


@each_export
def test_every_reopening_is_told(path: Path) -> None:
    for incident in _export(path).incidents:
        counted = max(int(row["reopen_count"]) for row in _rows(path)[incident.number])
        told = sum(isinstance(event, e.TicketReopened) for event in incident.rest)
        assert told == counted


@each_export
@pytest.mark.parametrize("share", [0.03, 0.1, 0.3, 0.8])
def test_an_earlier_instant_tells_the_beginning_of_the_same_story(path: Path, share: float) -> None:
    events = [event.at for each in _export(path).incidents for event in each.rest]
    until = min(events) + (max(events) - min(events)) * share
    export = _export(path, until)
    whole = {each.number: each for each in _export(path).incidents}
    assert 0 < export.used < export.rows == export.used + export.later
    for incident in export.incidents:
        full = whole[incident.number]
        assert incident.opening == full.opening
        assert incident.rest == tuple(event for event in full.rest if event.at <= until)


def test_the_sample_is_what_its_script_writes() -> None:
    assert SAMPLE.read_bytes().decode() == sample_export()


def test_the_sample_leaves_a_busy_board() -> None:
    tickets = [history_of(incident).ticket for incident in _export(SAMPLE).incidents]
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


@needs_the_real_one
def test_all_real_incidents_end_closed() -> None:
    export = _export(REAL)
    tickets = [history_of(incident).ticket for incident in export.incidents]
    assert Counter(ticket.status for ticket in tickets) == {Status.CLOSED: 600}
    assert sum(ticket.cycle - 1 for ticket in tickets) == 7
    assert (export.rows, export.redated, export.date_format) == (4137, 6, "dmy")


def _board(path: Path, until: datetime) -> Counter[str]:
    return Counter(history_of(each).ticket.status for each in _export(path, until).incidents)


@needs_the_real_one
def test_the_real_board_of_an_evening_is_that_of_the_export() -> None:
    evening = datetime(2016, 3, 2, 17, 0, tzinfo=UTC)
    assert _board(REAL, evening) == {
        Status.RESOLVED: 265,
        Status.OPEN: 160,
        Status.WAITING: 87,
        Status.ACKNOWLEDGED: 85,
        Status.CLOSED: 3,
    }


@needs_the_real_one
@pytest.mark.parametrize(
    ("number", "story"),
    [
        (
            "INC0000047",
            [
                ("2016-02-29T03:40", "Logged"),
                ("2016-02-29T04:30", "Acknowledged"),
                ("2016-03-01T08:14", "Paused"),
                ("2016-03-01T08:52", "Resolved"),
                ("2016-03-06T09:00", "Closed"),
            ],
        ),
        (
            "INC0000715",
            [
                ("2016-03-01T12:03", "Logged"),
                ("2016-03-01T13:10", "Acknowledged"),
                ("2016-03-03T07:36", "Resolved"),
                ("2016-03-04T11:42", "Reopened"),
                ("2016-03-04T11:42", "Acknowledged"),
                ("2016-03-10T11:16", "Resolved"),
                ("2016-03-10T11:47", "Reopened"),
                ("2016-03-10T11:47", "Acknowledged"),
                ("2016-03-10T14:36", "Resolved"),
                ("2016-03-24T17:50", "Closed"),
            ],
        ),
        (
            "INC0000137",
            [
                ("2016-02-29T08:48", "Logged"),
                ("2016-02-29T10:03", "Resolved"),
                ("2016-03-05T11:00", "Closed"),
            ],
        ),
        (
            "INC0001041",
            [
                ("2016-03-02T08:14", "Logged"),
                ("2016-03-15T11:47", "Acknowledged"),
                ("2016-03-23T13:55", "Resolved"),
                ("2016-03-28T10:54", "Reopened"),
                ("2016-03-28T10:54", "Acknowledged"),
                ("2016-03-28T15:02", "Resolved"),
                ("2016-04-02T15:59", "Closed"),
            ],
        ),
    ],
    ids=["an ordinary one", "reopened twice", "rows out of order", "over the clock change"],
)
def test_real_incidents_read_by_hand(number: str, story: list[tuple[str, str]]) -> None:
    assert _told(_incident(REAL, number)) == story


def _update_time(line: str) -> str:
    """Write day and time of a line's update so that texts sort like times."""
    date, time = line.split(",")[COLUMNS.index("sys_updated_at")].split()
    return "-".join(reversed(date.split("-"))) + time


def test_incidents_may_be_mixed_in_the_order_of_time() -> None:
    header, *lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    mixed = read([header, *sorted(lines, key=_update_time)], zone="Europe/Berlin")
    assert {each.number: each.rest for each in mixed.incidents} == {
        each.number: each.rest for each in _export(SAMPLE).incidents
    }
