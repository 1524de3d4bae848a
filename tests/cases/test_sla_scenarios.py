"""Timelines of tickets from other projects' tests come out as they say."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from escalate_cli.domain.ticket.clock.sla_clock import Clock, ClockState
from escalate_cli.domain.ticket.clock.threshold import Threshold
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket_snapshot import snapshot_at
from escalate_cli.domain.time.instant_parsing import format_instant
from tests.cases.scenarios import CLOCKS, Check, Life, Scenario, scenarios

SCENARIOS = scenarios()
MINUTE = timedelta(minutes=1)
OURS_DIFFER = {"zm-04": {"first_response"}, "zm-11": {"first_response"}}
"""Where we mean it otherwise; the reasons are in docs/decisions/0005-scenarios-that-differ.md."""


def minutes(spent: timedelta) -> int:
    return spent // MINUTE


def shown(clock: Clock) -> str | None:
    """Write the deadline as the scenarios do: none is open once the clock is over."""
    return format_instant(clock.due_at) if clock.due_at and clock.ended_at is None else None


def figures(clock: Clock, exchanges: list[Clock]) -> dict[str, object]:
    """Return whatever a scenario may say of a clock."""
    target = clock.target.within if clock.target else timedelta(0)
    worst = max([*exchanges, clock], key=lambda one: one.spent) if exchanges else clock
    took = minutes(clock.spent)
    return {
        "due": shown(clock),
        "took": took,
        "left": minutes(target) - took,
        "met": clock.state is ClockState.MET,
        "breached": clock.state is ClockState.BREACHED,
        "worst_took": minutes(worst.spent),
        "worst_left": minutes(target) - minutes(worst.spent),
    }


def differences(
    expected: Mapping[str, Any], clock: Clock, exchanges: list[Clock]
) -> dict[str, tuple[object, object]]:
    """Return what is not as expected, with what it is."""
    found = figures(clock, exchanges)
    accept = expected.get("accept", [expected.get("due")])
    wrong = {
        name: (value, found[name])
        for name, value in expected.items()
        if name not in {"due", "accept"} and found[name] != value
    }
    if "due" in expected and found["due"] not in accept:
        wrong["due"] = (expected["due"], found["due"])
    return wrong


def stood_still(history: History, at: datetime) -> timedelta:
    """Return the business time in which the ticket waited."""
    clock = history.seen(at).clocks["resolve"]
    calendar = history.rules.calendar("theirs")
    return calendar.between(history.ticket.logged_at, at) - clock.spent


def point(history: History, offset: int) -> datetime | None:
    """Return when a rule speaks that long before or after the target is used up."""
    clock = history.ticket.clocks["resolve"]
    assert clock.target is not None
    before = Threshold(before_due=-offset * MINUTE)
    past = Threshold(spent=clock.target.within + offset * MINUTE)
    needed = (before if offset < 0 else past).of(clock.target)
    assert needed is not None
    return clock.reaches(needed, history.rules.calendar)


CHECKS = [(scenario, check) for scenario in SCENARIOS for check in scenario.checks]


@pytest.mark.parametrize(
    ("scenario", "check"), CHECKS, ids=[f"{s.id} {s.title}, after {c.after}" for s, c in CHECKS]
)
def test_the_clocks_stand_as_the_scenario_says(scenario: Scenario, check: Check) -> None:
    life = Life(scenario)
    history = life.after(check.after)
    at = check.at or history.ticket.updated_at
    clocks = history.seen(at).clocks
    has_asked = life.begins_with_a_message or scenario.targets["first_response"] is None
    wrong = {
        name: differences(getattr(check, name), clocks[ours], life.exchanges)
        for name, ours in CLOCKS.items()
        if name != "update" or has_asked
    }
    agreed = OURS_DIFFER.get(scenario.id, set())
    assert {name: wrong[name] for name in wrong if wrong[name] and name not in agreed} == {}
    assert {name for name in agreed if not wrong[name]} == set()


@pytest.mark.parametrize(
    ("scenario", "check"),
    [(s, c) for s, c in CHECKS if c.has_next_due],
    ids=lambda value: value.id if isinstance(value, Scenario) else "",
)
def test_the_earliest_deadline_is_the_tickets(scenario: Scenario, check: Check) -> None:
    history = Life(scenario).after(check.after)
    found = snapshot_at(history.ticket, history.rules, check.at or history.ticket.updated_at)
    assert (found.due_at == check.next_due) is (scenario.id != "zm-11")


@pytest.mark.parametrize(
    ("scenario", "check"),
    [(s, c) for s, c in CHECKS if c.paused is not None],
    ids=lambda value: value.id if isinstance(value, Scenario) else "",
)
def test_the_time_of_waiting_is_counted_on_the_calendar(scenario: Scenario, check: Check) -> None:
    history = Life(scenario).after(check.after)
    assert stood_still(history, check.at or history.ticket.updated_at) == check.paused


@pytest.mark.parametrize(
    ("scenario", "check"),
    [(s, c) for s, c in CHECKS if c.escalation_point],
    ids=lambda value: value.id if isinstance(value, Scenario) else "",
)
def test_a_rule_speaks_relative_to_the_target(scenario: Scenario, check: Check) -> None:
    history = Life(scenario).after(check.after)
    assert check.escalation_point is not None
    assert point(history, check.escalation_point.offset_business_minutes) == (
        check.escalation_point.at
    )
