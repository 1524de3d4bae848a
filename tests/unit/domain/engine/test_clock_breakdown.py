"""The ledger shows the engine's own numbers, and a pencil agrees."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalate_cli.domain.engine.clock_breakdown import ClockBreakdown, breakdowns
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    DAY,
    HOUR,
    MINUTE,
    MONDAY_NINE,
    OFFICE,
    a_history,
    a_policy,
    after,
    answered,
    asked,
    changed,
    edited,
)
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


def test_an_agreed_date_counts_all_hours_and_gives_them_back() -> None:
    agreed = edited(after("1h"), agreed_due_at=after("99h"))
    ended = edited(after("25h"), agreed_due_at=None)
    ledger = the_ledger(a_history(agreed, ended, policy=OFFICE_HOURS), "26h")
    assert kinds(ledger) == [
        ("counted", HOUR),
        ("counted", 24 * HOUR),
        ("adjusted", -16 * HOUR),
        ("counted", HOUR),
    ]
    assert ledger.segments[-1].lines[0].note == "what was spent under the policy's own target"
    assert ledger.clock.spent == 10 * HOUR


def test_time_before_a_first_target_that_was_agreed_counts_as_it_did() -> None:
    agreed = edited(after("1h"), agreed_due_at=after("99h"))
    ledger = the_ledger(a_history(agreed, policy=a_policy(targets=())), "3h")
    assert kinds(ledger) == [("counted", HOUR), ("counted", 2 * HOUR)]


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


def _history(steps: list[tuple[int, str]], policy: Policy, rules: int) -> History:
    made: dict[str, e.Event] = {}
    history, at = a_history(policy=policy, rules=rules), MONDAY_NINE
    for minutes, kind in steps:
        at += minutes * MINUTE
        made = {
            "wait": e.TicketPaused(at=at, by="bo", waiting_for="other"),
            "resume": e.TicketResumed(at=at, by="bo"),
            "p1": e.TicketEdited(at=at, by="bo", changes=e.Changes(priority="P1")),
            "p2": e.TicketEdited(at=at, by="bo", changes=e.Changes(priority="P2")),
            "p3": e.TicketEdited(at=at, by="bo", changes=e.Changes(priority="P3")),
            "note": e.NoteAdded(at=at, by="bo", text="…", public=True),
        }
        history.add(made[kind])
    return history


EVERY = a_policy(
    targets=(
        target_rows("always", of=matching(priority="P1"), resolve="4h", update="1h"),
        target_rows("office", resolve="8h", first_response="1h", update="2h"),
    )
)
SOME = a_policy(
    targets=(
        target_rows("always", of=matching(priority="P1"), resolve="4h", update="1h"),
        target_rows("office", of=matching(priority="P2"), level="8h", update="2h"),
        target_rows("office", first_response="1h"),
    )
)


@settings(max_examples=60)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from([0, 1, 7, 30, 90, 600, 2000]),
            st.sampled_from(["wait", "resume", "p1", "p2", "p3", "note"]),
        ),
        max_size=12,
    ),
    days=st.integers(0, 20),
    policy=st.sampled_from([EVERY, SOME]),
    rules=st.sampled_from([1, RULES]),
)
@pytest.mark.parametrize("clock", ["resolve", "level", "first_response", "update"])
def test_the_lines_add_up_to_what_the_clock_says(
    clock: str, steps: list[tuple[int, str]], days: int, policy: Policy, rules: int
) -> None:
    history = _history(steps, policy, rules)
    now = history.steps[-1].at + days * DAY
    for ledger in breakdowns(history, now, clock):
        lines = [line for segment in ledger.segments for line in segment.lines]
        assert sum((line.counted for line in lines), timedelta()) == ledger.clock.spent
        assert clock == "update" or "adjusted" not in {line.kind for line in lines}
        assert [line.since for line in lines[1:]] == [line.until for line in lines[:-1]]
        if lines:
            assert lines[-1].total == ledger.clock.spent


BEGINS_LATE = a_policy(
    targets=(
        target_rows("office", of=matching(priority="P1"), update="1h", resolve="24h"),
        target_rows(first_response="1h"),
    )
)


def priority(at: str, name: str) -> e.TicketEdited:
    return e.TicketEdited(at=after(at), by="bo", changes=e.Changes(priority=name))


def said(ledger: ClockBreakdown) -> list[tuple[str, timedelta, str]]:
    return [(line.kind, line.counted, line.note) for s in ledger.segments for line in s.lines]


def test_time_before_a_first_target_is_shown_on_its_hours_or_as_not_owed() -> None:
    history = a_history(wait("9h"), resume("10h"), priority("25h", "P1"), policy=BEGINS_LATE)
    assert said(the_ledger(history, "26h")) == [
        ("counted", 8 * HOUR, "hours of office"),
        ("closed", 0 * HOUR, "outside hours"),
        ("paused", 0 * HOUR, ""),
        ("closed", 0 * HOUR, "outside hours"),
        ("counted", HOUR, "hours of office"),
        ("counted", HOUR, ""),
    ]
    assert said(the_ledger(history, "26h", "update")) == [
        ("unowed", 0 * HOUR, "no target"),
        ("paused", 0 * HOUR, ""),
        ("unowed", 0 * HOUR, "no target"),
        ("counted", HOUR, ""),
    ]


def test_a_target_that_comes_at_the_last_instant_says_how_the_time_before_it_counts() -> None:
    history = a_history(priority("2h", "P1"), policy=BEGINS_LATE)
    assert said(the_ledger(history, "2h")) == [("counted", 2 * HOUR, "hours of office")]
    assert said(the_ledger(history, "2h", "update")) == [("unowed", 0 * HOUR, "no target")]


def test_a_gap_of_a_duty_is_not_counted() -> None:
    events = priority("1h", "P3"), priority("2h", "P1")
    ledger = the_ledger(a_history(*events, policy=BEGINS_LATE, priority="P1"), "3h", "update")
    assert said(ledger) == [
        ("counted", HOUR, ""),
        ("unowed", 0 * HOUR, "no target"),
        ("counted", HOUR, ""),
    ]


def test_a_shorter_target_takes_away_what_does_not_count_under_it() -> None:
    history = a_history(priority("30m", "P1"), policy=EVERY)
    note = "what was spent under a target of 1h or less"
    assert said(the_ledger(history, "30m", "update")) == [
        ("counted", 30 * MINUTE, ""),
        ("adjusted", -30 * MINUTE, note),
    ]
    assert said(the_ledger(history, "40m", "update")) == [
        ("counted", 30 * MINUTE, ""),
        ("adjusted", -30 * MINUTE, note),
        ("counted", 10 * MINUTE, ""),
    ]


def test_a_gap_holds_what_was_spent_under_any_target() -> None:
    rows = (
        target_rows(of=matching(priority="P1"), update="1h"),
        target_rows(of=matching(priority="P2"), update="2h"),
    )
    events = priority("30m", "P1"), priority("40m", "P3")
    history = a_history(*events, policy=a_policy(targets=rows), priority="P2")
    assert said(the_ledger(history, "50m", "update")) == [
        ("counted", 30 * MINUTE, ""),
        ("adjusted", -30 * MINUTE, "what was spent under a target of 1h or less"),
        ("counted", 10 * MINUTE, ""),
        ("adjusted", 30 * MINUTE, "what was spent under any target"),
        ("unowed", 0 * HOUR, "no target"),
    ]


@pytest.mark.parametrize("said", [asked(after("10m")), answered(after("10m"))])
def test_a_question_that_came_from_a_duplicate_says_how_long_it_had_waited(
    said: e.NoteAdded,
) -> None:
    rows = (target_rows(next_response="2h"),)
    relation, waited = e.Relation.ORIGINAL_OF, 90 * MINUTE
    tie = e.TicketLinked(
        at=after("30m"), by="bo", relation=relation, ticket="T-2", unanswered_for=waited
    )
    history = a_history(said, tie, policy=a_policy(targets=rows))
    *_, last = breakdowns(history, after("1h"), "next_response")
    lines = [line for segment in last.segments for line in segment.lines]
    assert sum((line.counted for line in lines), timedelta()) == last.clock.spent == 2 * HOUR
    assert [x.note for x in lines if x.kind == "adjusted"] == ["waited on a duplicate"]


def test_what_goes_on_after_a_reopening_says_what_was_spent_before() -> None:
    reopened = a_history(
        e.TicketResolved(at=after("1h"), by="bo"),
        e.TicketReopened(at=after("2h"), by="kim"),
        policy=changed(OFFICE_HOURS, reopening="continue"),
    )
    _, again = breakdowns(reopened, after("3h"), "resolve")
    [segment] = again.segments
    assert [(line.kind, line.counted, line.total, line.note) for line in segment.lines] == [
        ("adjusted", HOUR, HOUR, "spent before it was reopened"),
        ("counted", HOUR, 2 * HOUR, ""),
    ]
