"""A clock speaks when it gets to a share, a time or a time before it is due."""

from datetime import datetime

import pytest

from escalate_cli.domain.engine.triggers.clock import ClockReached
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.threshold import parse_threshold
from tests.conftest import (
    a_policy,
    a_ticket,
    after,
    answered,
    asked,
    edited,
    escalated,
    paused,
    resolved,
    resumed,
    taken,
    targets,
    when,
)
from tests.unit.domain.engine.triggers.conftest import found, spoken

POLICY = a_policy(
    targets=(
        targets(of=when(priority="P1"), resolve="2h"),
        targets(resolve="4h", update="1h", acknowledge="1h", next_response="1h"),
    )
)


def reached(at: str, clock: str = "resolve") -> ClockReached:
    return ClockReached(clock=ClockName(clock), at=parse_threshold(at))


def times(trigger: ClockReached, *events: e.Event) -> list[tuple[datetime, datetime | None]]:
    return spoken(trigger, *events, policy=POLICY)


@pytest.mark.parametrize(
    ("at", "since"),
    [
        ("75%", "3h"),
        ("100%", "4h"),
        ("150%", "6h"),
        ("1h", "1h"),
        ("due-30m", "3h30m"),
        ("due-9h", "0m"),
    ],
    ids=["share", "all", "more than all", "time", "before due", "before it began"],
)
def test_a_threshold_is_a_share_a_time_or_a_time_before_due(at: str, since: str) -> None:
    assert times(reached(at)) == [(after(since), None)]


def test_a_pause_moves_it_and_a_clock_that_stands_still_never_speaks() -> None:
    assert times(reached("1h"), paused(after("30m"))) == []
    [(since, _)] = times(reached("1h"), paused(after("30m")), resumed(after("5h")))
    assert since == after("5h30m")


def test_each_restart_of_the_clock_speaks_again() -> None:
    assert times(reached("100%", "update"), answered(after("90m"))) == [
        (after("1h"), after("90m")),
        (after("150m"), None),
    ]


def test_a_duty_that_is_done_in_time_says_nothing() -> None:
    assert times(reached("100%", "acknowledge"), taken(after("59m"))) == []


@pytest.mark.parametrize(
    ("trigger", "end"),
    [
        (reached("100%", "acknowledge"), taken(after("2h"))),
        (reached("1h"), resolved(after("2h"))),
    ],
    ids=["done", "resolved"],
)
def test_it_is_over_when_the_clock_ends(trigger: ClockReached, end: e.Event) -> None:
    assert times(trigger, end) == [(after("1h"), after("2h"))]


def test_the_oldest_question_counts() -> None:
    words = answered(after("5m")), asked(after("2h")), asked(after("150m"))
    assert times(reached("100%", "next_response"), *words) == [(after("3h"), None)]


def test_a_tighter_target_brings_it_forward_and_a_wider_one_takes_it_back() -> None:
    tightened = edited(after("3h"), priority="P1")
    widened = edited(after("3h30m"), priority="P3")
    assert times(reached("100%"), tightened) == [(after("3h"), None)]
    assert times(reached("100%"), tightened, widened) == [
        (after("3h"), after("3h30m")),
        (after("4h"), None),
    ]


def test_a_level_clock_counts_from_the_arrival() -> None:
    assert times(reached("1h", "level"), escalated(after("30m"), "L2")) == [(after("90m"), None)]


@pytest.mark.parametrize(
    ("at", "reason"),
    [("75%", "resolve clock reached 75% of 4h"), ("1h", "resolve clock reached 1h")],
    ids=["share", "time"],
)
def test_the_reason_names_the_target_where_it_depends_on_it(at: str, reason: str) -> None:
    [finding] = found(reached(at), policy=POLICY)
    assert finding.reason == reason


@pytest.mark.parametrize(
    ("trigger", "events", "sentence"),
    [
        (reached("75%"), (), "the resolve clock is running and has not reached 75%"),
        (reached("75%", "level"), (), "the level clock has no target"),
        (
            reached("9h", "level"),
            (paused(after("5m")),),
            "the level clock is paused and has not reached 9h",
        ),
    ],
    ids=["running", "no target", "a time needs none"],
)
def test_it_says_how_the_clock_stands(
    trigger: ClockReached, events: tuple[e.Event, ...], sentence: str
) -> None:
    assert trigger.waits_for(a_ticket(*events, policy=POLICY)) == sentence


def test_an_excuse_ends_it_and_nothing_of_that_clock_is_reached_any_more() -> None:
    excused = e.BreachExcused(at=after("5h"), by="lee", clock="resolve", cycle=1, message="x")
    assert times(reached("100%"), excused) == [(after("4h"), after("5h"))]
    assert times(reached("150%"), excused) == []
    assert times(reached("100%", "update"), excused) == [(after("1h"), None)]
    ticket = a_ticket(excused, policy=POLICY)
    assert reached("150%").waits_for(ticket) == "the breach of the resolve clock is excused"
