"""What each change between two rows becomes, and when it is said to be."""

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Status
from tests.unit.exchange.rows import IMPORTED_AT, a_file, a_row, read, story, the_history


def test_a_ticket_is_logged_when_and_by_whom_the_incident_was_opened() -> None:
    history = the_history(a_row("08:10", opened_at="29-02-2016 08:00", cmdb_ci="mail-1"))
    logged = history.events[0]
    assert isinstance(logged, e.TicketLogged)
    assert (logged.at.hour, logged.at.minute, logged.by) == (8, 0, "Opener")
    assert (logged.id, logged.uid, logged.policy, logged.level, logged.team) == (
        "T-1",
        "u",
        "sha",
        "L1",
        "frontline",
    )
    assert (logged.source, logged.key, logged.imported_at) == ("servicenow", "INC1", IMPORTED_AT)
    assert (logged.title, logged.priority, logged.impact, logged.urgency) == (
        "Email / Mailbox / Quota exceeded",
        "P3",
        "medium",
        "medium",
    )
    assert (logged.requester, logged.service, logged.category) == ("Caller", "mail-1", "Email")


def test_a_whole_life_is_told_in_our_events() -> None:
    history = the_history(
        a_row("08:05"),
        a_row("08:10", "Active", assigned_to="Bo"),
        a_row("08:20", "Awaiting User Info", assigned_to="Bo"),
        a_row("09:00", "Active", assigned_to="Bo"),
        a_row("10:00", "Resolved", assigned_to="Bo"),
        a_row("11:00", "Active", assigned_to="Bo", reopen_count="1"),
        a_row("12:00", "Resolved", assigned_to="Bo", reopen_count="1"),
        a_row("13:00", "Closed", assigned_to="Bo", reopen_count="1"),
    )
    assert story(history.events) == [
        "08:00 ticket_logged",
        "08:10 ticket_assigned",
        "08:10 ticket_acknowledged",
        "08:20 ticket_paused",
        "09:00 ticket_resumed",
        "10:00 ticket_resolved",
        "11:00 ticket_reopened",
        "11:00 ticket_acknowledged",
        "12:00 ticket_resolved",
        "13:00 ticket_closed",
    ]
    assert history.ticket.cycle == 2


@pytest.mark.parametrize(
    ("states", "kinds", "status"),
    [
        (["New"], [], Status.OPEN),
        (["Active", "New"], ["acknowledged"], Status.ACKNOWLEDGED),
        (["Awaiting Vendor", "New"], ["paused", "resumed"], Status.ACKNOWLEDGED),
        (["Awaiting Problem", "Awaiting User Info"], ["paused", "paused"], Status.WAITING),
        (["Awaiting Problem", "Awaiting Problem"], ["paused"], Status.WAITING),
        (["Awaiting Problem", "Resolved"], ["paused", "resolved"], Status.RESOLVED),
        (["Closed"], ["resolved", "closed"], Status.CLOSED),
        (["Closed", "Closed"], ["resolved", "closed"], Status.CLOSED),
        (["Resolved", "New"], ["resolved", "reopened"], Status.OPEN),
        (["Closed", "On Hold"], ["resolved", "closed", "reopened", "paused"], Status.WAITING),
        (["Closed", "Resolved"], ["resolved", "closed", "reopened", "resolved"], Status.RESOLVED),
    ],
    ids=lambda value: " > ".join(value) if isinstance(value, list) else str(value),
)  # fmt: skip
def test_each_change_of_state_has_its_event(
    states: list[str], kinds: list[str], status: Status
) -> None:
    rows = [
        a_row(f"08:{minute:02}", state, assigned_to="Bo") for minute, state in enumerate(states)
    ]
    history = the_history(*rows)
    told = [event for event in history.events[1:] if not isinstance(event, e.TicketAssigned)]
    assert [type(event) for event in told] == [
        getattr(e, f"Ticket{kind.capitalize()}") for kind in kinds
    ]
    assert history.ticket.status is status


@pytest.mark.parametrize("before", ["Active", "Resolved"])
def test_a_count_that_rises_tells_of_a_reopening_between_the_rows(before: str) -> None:
    history = the_history(
        a_row("08:00", before, assigned_to="Bo"),
        a_row("09:00", before, assigned_to="Bo", reopen_count="1"),
    )
    reopened = [event.at.hour for event in history.events if isinstance(event, e.TicketReopened)]
    assert (reopened, history.ticket.cycle) == ([9], 2)
    assert history.ticket.status == the_history(a_row(state=before)).ticket.status


def test_what_is_reopened_was_resolved_first() -> None:
    history = the_history(
        a_row("08:00", assigned_to="Bo"), a_row("09:00", assigned_to="Bo", reopen_count="1")
    )
    assert story(history.events)[-2:] == ["09:00 ticket_resolved", "09:00 ticket_reopened"]


def test_reopenings_before_the_first_row_are_nobodys_knowledge() -> None:
    history = the_history(
        a_row("08:00", "Active", reopen_count="3"), a_row("09:00", "Active", reopen_count="3")
    )
    assert history.ticket.cycle == 1


def test_a_count_that_is_left_out_changes_nothing() -> None:
    history = the_history(
        a_row("08:00", "Active", reopen_count="1"),
        a_row("09:00", "Active", reopen_count="?"),
        a_row("10:00", "Active", reopen_count="1"),
    )
    assert history.ticket.cycle == 1


def test_the_one_who_is_assigned_acknowledges() -> None:
    history = the_history(a_row(), a_row("08:10", "Active", assigned_to="Bo"))
    taken = history.events[-1]
    assert isinstance(taken, e.TicketAcknowledged)
    assert (taken.by, history.ticket.owner) == ("Bo", "Bo")


@pytest.mark.parametrize("state", ["Active", "Awaiting User Info"])
def test_where_nobody_is_assigned_nobody_owns_the_ticket(state: str) -> None:
    history = the_history(a_row(), a_row("08:10", state))
    assert history.events[1].by == "Updater"
    assert history.ticket.owner is None


def test_a_change_of_group_is_an_assignment_and_no_escalation() -> None:
    history = the_history(
        a_row("08:00", assignment_group="Frontline", assigned_to="Ana"),
        a_row("08:10", assignment_group="Network", assigned_to="Ana"),
        a_row("08:20", assignment_group="?", assigned_to="Cy"),
    )
    assigned = [event for event in history.events if isinstance(event, e.TicketAssigned)]
    assert [(event.owner, event.message) for event in assigned] == [
        ("Ana", "assignment group: Frontline"),
        ("Ana", "assignment group: Network"),
        ("Cy", "assignment group: none"),
    ]
    assert (history.ticket.team, history.ticket.level) == ("frontline", "L1")


def test_changed_fields_are_one_edit() -> None:
    history = the_history(
        a_row(cmdb_ci="mail-1"),
        a_row("08:10", impact="1 - High", priority="2 - High", category="Network", cmdb_ci="?"),
    )
    (edited,) = [event for event in history.events if isinstance(event, e.TicketEdited)]
    assert edited.changes == e.Changes(
        title="Network / Mailbox / Quota exceeded",
        priority="P2",
        impact="high",
        service=None,
        category="Network",
    )
    assert history.ticket.priority == "P2"


def test_a_row_that_changes_nothing_says_nothing() -> None:
    history = the_history(a_row(), a_row("08:10"), a_row("08:20", sys_updated_by="Other"))
    assert story(history.events) == ["08:00 ticket_logged"]


def test_a_record_that_is_linked_is_noted_once() -> None:
    history = the_history(
        a_row(), a_row("08:10", problem_id="PRB7"), a_row("08:20", problem_id="PRB7")
    )
    (note,) = [event for event in history.events if isinstance(event, e.NoteAdded)]
    assert (note.text, note.public, note.from_requester) == ("problem: PRB7", False, False)


def test_a_wait_for_something_else_says_for_what() -> None:
    history = the_history(a_row("08:10", "Awaiting Evidence"))
    (paused,) = [event for event in history.events if isinstance(event, e.TicketPaused)]
    assert (paused.waiting_for, paused.message) == ("other", "Awaiting Evidence")


LATER = "01-03-2016 09:00"


@pytest.mark.parametrize(
    ("resolved_at", "resolved", "by", "resolution"),
    [
        ("29-02-2016 09:00", "09:00", "Solver", "code 5"),
        ("29-02-2016 08:30", "08:30", "Solver", "code 5"),
        ("29-02-2016 08:05", "09:00", "Solver", "code 5"),
        (LATER, "09:00", "Updater", ""),
        ("?", "09:00", "Solver", "code 5"),
    ],
    ids=["the row's own", "since the row before", "before that row", "a later one", "unknown"],
)
def test_hindsight_counts_only_between_the_rows(
    resolved_at: str, resolved: str, by: str, resolution: str
) -> None:
    known = {"resolved_at": resolved_at, "resolved_by": "Solver", "closed_code": "code 5"}
    history = the_history(
        a_row("08:10", **known), a_row("09:00", "Resolved", assigned_to="Bo", **known)
    )
    last = history.events[-1]
    assert isinstance(last, e.TicketResolved)
    assert (f"{last.at:%H:%M}", last.by, last.resolution) == (resolved, by, resolution)


def test_one_row_for_each_incident_is_dated_by_its_own_columns() -> None:
    history = the_history(
        a_row(
            "01-03-2016 12:00",
            "Closed",
            assigned_to="Bo",
            resolved_at="29-02-2016 10:00",
            closed_at="01-03-2016 10:30",
        )
    )
    assert story(history.events) == [
        "08:00 ticket_logged",
        "10:00 ticket_assigned",
        "10:00 ticket_resolved",
        "10:30 ticket_closed",
    ]


@pytest.mark.parametrize(
    ("resolved_at", "closed_at", "expected"),
    [
        ("29-02-2016 10:00", "29-02-2016 09:00", "09:00 09:00"),
        ("?", "29-02-2016 09:00", "09:00 09:00"),
        ("?", "?", "12:00 12:00"),
        ("29-02-2016 10:00", LATER, "10:00 12:00"),
    ],
    ids=["resolved after closing", "never resolved", "nothing known", "closed later again"],
)
def test_what_is_closed_at_once_is_resolved_first(
    resolved_at: str, closed_at: str, expected: str
) -> None:
    history = the_history(a_row("12:00", "Closed", resolved_at=resolved_at, closed_at=closed_at))
    resolved, closed = history.events[-2:]
    assert isinstance(resolved, e.TicketResolved)
    assert isinstance(closed, e.TicketClosed)
    assert f"{resolved.at:%H:%M} {closed.at:%H:%M}" == expected


def test_what_changes_at_the_closing_is_dated_at_it() -> None:
    resolved_at = "29-02-2016 09:00"
    history = the_history(
        a_row("09:00", "Resolved", resolved_at=resolved_at),
        a_row("12:00", "Closed", resolved_at=resolved_at, assigned_to="Bo"),
    )
    assert story(history.events)[-2:] == ["12:00 ticket_assigned", "12:00 ticket_closed"]


def test_a_closing_known_in_hindsight_may_precede_its_row() -> None:
    history = the_history(
        a_row("09:00", "Resolved"), a_row("12:00", "Closed", closed_at="29-02-2016 11:00")
    )
    assert story(history.events)[-1] == "11:00 ticket_closed"


@pytest.mark.parametrize(
    ("times", "told", "redated"),
    [
        (["11:10", "09:52", "11:03"], ["09:52", "09:52", "11:03"], 1),
        (["10:00", "09:00", "11:00"], ["10:00", "10:00", "11:00"], 1),
        (["10:00", "11:00", "12:00", "09:00"], ["10:00", "11:00", "12:00", "12:00"], 1),
        (["07:00", "07:30", "09:00"], ["08:00", "08:00", "09:00"], 2),
        (["10:00", "10:00"], ["10:00", "10:00"], 0),
    ],
    ids=["the first is late", "one is early", "the last is early", "before opening", "in order"],
)
def test_rows_keep_their_order_and_few_are_redated(
    times: list[str], told: list[str], redated: int
) -> None:
    rows = [a_row(at, assigned_to=f"P{n}") for n, at in enumerate(times)]
    export = read(a_file(*rows))
    assert [f"{event.at:%H:%M}" for event in export.incidents[0].rest] == told
    assert export.redated == redated


@pytest.mark.parametrize(
    ("state", "cells", "redated"),
    [
        ("Resolved", {"resolved_at": "29-02-2016 07:59"}, 1),
        ("Closed", {"closed_at": "29-02-2016 07:59"}, 1),
        ("Resolved", {"resolved_at": "29-02-2016 08:00"}, 0),
        ("Active", {"resolved_at": "29-02-2016 07:59"}, 0),
    ],
    ids=["resolved", "closed", "at its log", "it is not over"],
)
def test_a_row_by_which_it_was_over_before_its_log_is_counted(
    state: str, cells: dict[str, str], redated: int
) -> None:
    assert read(a_file(a_row(), a_row("09:00", state, **cells))).redated == redated


def test_what_belongs_to_before_the_opening_is_dated_at_it() -> None:
    history = the_history(
        a_row("07:00", "Active", resolved_at="29-02-2016 07:30"),
        a_row("07:30", "Resolved", resolved_at="29-02-2016 07:30"),
    )
    assert {event.at.hour for event in history.events} == {8}
    assert history.ticket.status is Status.RESOLVED
