"""A clock speaks when it gets to a share, a time or a time before it is due."""

import pytest

from escalate_cli.domain import events as e
from escalate_cli.domain.cycle import cycles
from escalate_cli.domain.policy import Rule
from escalate_cli.domain.triggers import build
from tests.conftest import (
    a_history,
    a_policy,
    a_ticket,
    after,
    answered,
    asked,
    clock_rule,
    edited,
    escalated,
    paused,
    resolved,
    resumed,
    taken,
    targets,
    when,
)

POLICY = a_policy(
    targets=(
        targets(of=when(priority="P1"), resolve="2h"),
        targets(resolve="4h", update="1h", acknowledge="1h", next_response="1h"),
    )
)


def spoken(rule: Rule, *events: e.Event) -> list[tuple[object, object]]:
    """Return since and until of each finding, a month later."""
    [*_, cycle] = cycles(a_history(*events, policy=POLICY).steps_until(after("30d")))
    found = build(rule.type, rule.settings).findings(cycle)
    return [(finding.since, finding.until) for finding in found]


@pytest.mark.parametrize(
    ("at", "since"),
    [("75%", "3h"), ("100%", "4h"), ("150%", "6h"), ("1h", "1h"), ("due-30m", "3h30m"), ("due-9h", "0m")],
    ids=["share", "all", "more than all", "time", "before due", "before the beginning"],
)
def test_a_threshold_is_a_share_a_time_or_a_time_before_due(at: str, since: str) -> None:
    assert spoken(clock_rule(at=at)) == [(after(since), None)]


def test_a_pause_moves_it_and_a_clock_that_stands_still_never_speaks() -> None:
    rule = clock_rule(at="1h")
    assert spoken(rule, paused(after("30m"))) == []
    assert spoken(rule, paused(after("30m")), resumed(after("5h"))) == [(after("5h30m"), None)]


def test_each_restart_of_the_clock_speaks_again() -> None:
    found = spoken(clock_rule(clock="update", at="100%"), answered(after("90m")))
    assert found == [(after("1h"), after("90m")), (after("150m"), None)]


def test_the_duty_being_done_in_time_says_nothing() -> None:
    assert spoken(clock_rule(clock="acknowledge", at="100%"), taken(after("59m"))) == []


def test_it_is_over_when_the_duty_is_done() -> None:
    found = spoken(clock_rule(clock="acknowledge", at="100%"), taken(after("2h")))
    assert found == [(after("1h"), after("2h"))]
    assert spoken(clock_rule(at="1h"), resolved(after("2h"))) == [(after("1h"), after("2h"))]


def test_the_oldest_question_counts() -> None:
    found = spoken(
        clock_rule(clock="next_response", at="100%"),
        answered(after("5m")),
        asked(after("2h")),
        asked(after("150m")),
    )
    assert found == [(after("3h"), None)]


def test_a_tighter_target_brings_it_forward_and_a_wider_one_takes_it_back() -> None:
    rule = clock_rule(at="100%")
    assert spoken(rule, edited(after("3h"), priority="P1")) == [(after("3h"), None)]
    found = spoken(
        rule, edited(after("3h"), priority="P1"), edited(after("3h30m"), priority="P3")
    )
    assert found == [(after("3h"), after("3h30m")), (after("4h"), None)]


def test_a_level_clock_counts_from_the_arrival() -> None:
    found = spoken(clock_rule(clock="level", at="1h"), escalated(after("30m"), "L2"))
    assert found == [(after("90m"), None)]


def test_the_reason_names_the_target_where_it_depends_on_it() -> None:
    history = a_history(policy=POLICY)
    [cycle] = cycles(history.steps_until(after("30d")))
    reasons = [
        finding.reason
        for at in ("75%", "1h")
        for finding in build("clock", clock_rule(at=at).settings).findings(cycle)
    ]
    assert reasons == ["resolve clock reached 75% of 4h", "resolve clock reached 1h"]


@pytest.mark.parametrize(
    ("clock", "sentence"),
    [
        ("resolve", "the resolve clock is running and has not reached 75%"),
        ("level", "the level clock has no target"),
    ],
)
def test_it_says_how_the_clock_stands(clock: str, sentence: str) -> None:
    rule = clock_rule(clock=clock, at="75%")
    assert build("clock", rule.settings).waits_for(a_ticket(policy=POLICY)) == sentence


def test_a_paused_clock_is_said_to_be_paused() -> None:
    ticket = a_ticket(paused(after("5m")), policy=POLICY)
    rule = build("clock", clock_rule(at="75%").settings)
    assert rule.waits_for(ticket) == "the resolve clock is paused and has not reached 75%"
