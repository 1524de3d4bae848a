"""The ledger shows the engine's own numbers, and a pencil agrees."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalate_cli.domain.engine.clock_breakdown import ClockBreakdown, breakdowns
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, OFFICE, a_history, a_policy, after
from tests.conftest import targets as target_rows
from tests.conftest import when as matching

OFFICE_HOURS = a_policy(targets=(target_rows("office", resolve="8h", first_response="1h"),))


def wait(at: str, until: str | None = None) -> e.TicketPaused:
    ends = after(until) if until else None
    return e.TicketPaused(at=after(at), by="bo", waiting_for="vendor", until=ends)


def resume(at: str) -> e.TicketResumed:
    return e.TicketResumed(at=after(at), by="bo")


def the_ledger(history: History, at: str, clock: str = "resolve") -> ClockBreakdown:
    [ledger] = breakdowns(history, after(at), clock)
    return ledger


def kinds(ledger: ClockBreakdown) -> list[tuple[str, timedelta]]:
    return [(line.kind, line.counted) for s in ledger.segments for line in s.lines]


def test_open_hours_are_counted_and_the_night_is_named() -> None:
    ledger = the_ledger(a_history(policy=OFFICE_HOURS), "25h")
    assert kinds(ledger) == [("counted", 8 * HOUR), ("closed", 0 * HOUR), ("counted", HOUR)]
    assert ledger.segments[0].lines[1].note == "outside hours"
    assert ledger.clock.spent == 9 * HOUR


def test_a_wait_counts_nothing_and_is_a_line_of_its_own() -> None:
    history = a_history(wait("1h"), resume("3h"), policy=OFFICE_HOURS)
    ledger = the_ledger(history, "4h")
    assert kinds(ledger) == [("counted", HOUR), ("paused", 0 * HOUR), ("counted", HOUR)]


def test_a_wait_that_ends_by_itself_is_seen_without_any_event() -> None:
    ledger = the_ledger(a_history(wait("1h", until="2h"), policy=OFFICE_HOURS), "4h")
    assert kinds(ledger) == [("counted", HOUR), ("paused", 0 * HOUR), ("counted", 2 * HOUR)]
    assert (ledger.clock.spent, ledger.clock.running) == (3 * HOUR, True)


def test_a_holiday_is_named() -> None:
    holiday = OFFICE.__class__(zone=OFFICE.zone, hours=OFFICE.hours, holidays=(date(2026, 11, 24),))
    policy = a_policy(
        calendars={"office": holiday}, targets=(target_rows("office", resolve="16h"),)
    )
    ledger = the_ledger(a_history(policy=policy), "49h")
    assert [line.note for line in ledger.segments[0].lines if line.kind == "closed"] == [
        "holiday 2026-11-24"
    ]


def test_a_change_of_target_begins_a_segment_that_goes_on_counting() -> None:
    policy = a_policy(
        targets=(
            target_rows("always", of=matching(priority="P1"), resolve="4h"),
            target_rows("office", resolve="8h"),
        )
    )
    edit = e.TicketEdited(at=after("2h"), by="bo", changes=e.Changes(priority="P1"))
    first, second = the_ledger(a_history(edit, policy=policy), "3h").segments
    assert (first.course.calendar, first.spent_after) == ("office", 2 * HOUR)
    assert (second.course.calendar, second.spent_before) == ("always", 2 * HOUR)


def test_events_that_change_nothing_for_the_clock_cut_no_line() -> None:
    notes = [e.NoteAdded(at=after(f"{n}m"), by="bo", text="…") for n in range(1, 50)]
    assert len(the_ledger(a_history(*notes, policy=OFFICE_HOURS), "1h").segments) == 1


def test_each_run_of_a_clock_has_its_ledger() -> None:
    reopened = a_history(
        e.TicketResolved(at=after("1h"), by="bo"),
        e.TicketReopened(at=after("2h"), by="kim"),
        policy=OFFICE_HOURS,
    )
    found = breakdowns(reopened, after("3h"), "resolve")
    assert [(one.clock.cycle, one.clock.spent) for one in found] == [(1, HOUR), (2, HOUR)]


def test_an_ended_clock_stays_as_it_ended() -> None:
    resolved = a_history(e.TicketResolved(at=after("1h"), by="bo"), policy=OFFICE_HOURS)
    assert the_ledger(resolved, "90h").clock.ended_at == after("1h")


def test_a_ticket_that_is_just_logged_has_nothing_to_count() -> None:
    assert breakdowns(a_history(policy=OFFICE_HOURS), MONDAY_NINE, "resolve")[0:1] == [
        the_ledger(a_history(policy=OFFICE_HOURS), "0m")
    ]
    assert kinds(the_ledger(a_history(policy=OFFICE_HOURS), "0m")) == []


def _history(steps: list[tuple[int, str]], policy: Policy) -> History:
    made: dict[str, e.Event] = {}
    history, at = a_history(policy=policy), MONDAY_NINE
    for minutes, kind in steps:
        at += minutes * MINUTE
        made = {
            "wait": e.TicketPaused(at=at, by="bo", waiting_for="other"),
            "resume": e.TicketResumed(at=at, by="bo"),
            "p1": e.TicketEdited(at=at, by="bo", changes=e.Changes(priority="P1")),
            "p3": e.TicketEdited(at=at, by="bo", changes=e.Changes(priority="P3")),
            "note": e.NoteAdded(at=at, by="bo", text="…", public=True),
        }
        history.add(made[kind])
    return history


@settings(max_examples=60)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 2000), st.sampled_from(["wait", "resume", "p1", "p3", "note"])),
        max_size=12,
    ),
    days=st.integers(0, 20),
)
@pytest.mark.parametrize("clock", ["resolve", "first_response", "update"])
def test_the_lines_add_up_to_what_the_clock_says(
    clock: str, steps: list[tuple[int, str]], days: int
) -> None:
    policy = a_policy(
        targets=(
            target_rows("always", of=matching(priority="P1"), resolve="4h", update="1h"),
            target_rows("office", resolve="8h", first_response="1h", update="2h"),
        )
    )
    history = _history(steps, policy)
    now = history.steps[-1].at + days * DAY
    for ledger in breakdowns(history, now, clock):
        lines = [line for segment in ledger.segments for line in segment.lines]
        assert sum((line.counted for line in lines), timedelta()) == ledger.clock.spent
        assert [line.since for line in lines[1:]] == [line.until for line in lines[:-1]]
        if lines:
            assert lines[-1].total == ledger.clock.spent
