"""Each rule's cases are numbered by episode, and an episode is read without level and team."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.due_findings import Case
from escalate_cli.domain.engine.episodes import trigger_of
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    MONDAY_NINE,
    a_history,
    a_policy,
    after,
    answered,
    cases_by,
    changed,
    clock_rule,
    edited,
    escalated,
    followed,
    paused,
    reopened,
    resolved,
    resumed,
    rules_of,
    severity_rule,
    taken,
    targets,
    when,
)

FOUR_HOURS = targets(resolve="4h", update="1h", acknowledge="15m")
P1 = when(priority="P1")
AT_L1 = when(level="L1")
LATE = clock_rule("late", at="1h")


def a_policy_of(*rules: Rule, **changes: object) -> Policy:
    return a_policy(rules=rules, targets=(FOUR_HOURS,), **changes)


def cases_of(history: History) -> list[Case]:
    return cases_by(history, after("30d"))


def times(history: History) -> list[tuple[str, datetime, datetime | None]]:
    return [(c.key.stem[4:], c.finding.since, c.finding.until) for c in cases_of(history)]


def test_the_trigger_of_a_rule_is_made_once_however_many_rules_there_are() -> None:
    rules = [clock_rule(f"r{n}", at=f"{n}m") for n in range(1, 2_000)]
    made = [trigger_of(rule) for rule in rules]
    assert all(trigger_of(rule) is before for rule, before in zip(rules, made, strict=True))


def returned(at: datetime, to: str) -> e.TicketReturned:
    return e.TicketReturned(at=at, by="bo", to=to, origin="L2")


def test_a_case_has_the_place_of_its_rule_and_a_key_without_the_repeat() -> None:
    (severe, late) = cases_of(a_history(policy=a_policy_of(severity_rule(), LATE)))
    assert (severe.key.stem, severe.order, late.key.stem, late.order) == (
        "T-1:1:severe:1",
        0,
        "T-1:1:late:1",
        1,
    )
    assert late.rule is LATE


def test_a_rule_whose_when_never_matches_has_no_case() -> None:
    assert cases_of(a_history(policy=a_policy_of(severity_rule(when=P1)))) == []


def test_a_condition_that_was_false_in_between_begins_another_episode() -> None:
    history = a_history(
        edited(after("1h"), priority="P1"),
        edited(after("2h"), priority="P2"),
        edited(after("3h"), priority="P1"),
        policy=a_policy_of(severity_rule("severe", when=P1)),
    )
    assert times(history) == [
        ("1:severe:1", after("1h"), after("2h")),
        ("1:severe:2", after("3h"), None),
    ]


def test_a_rule_speaks_from_when_both_its_clock_and_its_when_are_true() -> None:
    history = a_history(
        edited(after("2h"), priority="P1"), policy=a_policy_of(replace(LATE, when=P1))
    )
    assert times(history) == [("1:late:1", after("2h"), None)]


def test_a_restarted_clock_is_another_episode() -> None:
    rule = clock_rule("silent", clock="update", at="100%")
    history = a_history(answered(after("90m")), policy=a_policy_of(rule))
    assert times(history) == [
        ("1:silent:1", after("1h"), after("90m")),
        ("1:silent:2", after("150m"), None),
    ]


def test_a_new_cycle_begins_its_own_episodes() -> None:
    history = a_history(resolved(after("2h")), reopened(after("3h")), policy=a_policy_of(LATE))
    assert times(history) == [
        ("1:late:1", after("1h"), after("2h")),
        ("2:late:1", after("4h"), None),
    ]


@pytest.mark.parametrize("field", ["level", "team"])
def test_a_way_back_to_the_level_begins_no_episode(field: str) -> None:
    here = {"level": "L1", "team": "team-L1"}[field]
    history = a_history(
        escalated(after("2h"), "L2", team="team-L2"),
        e.TicketReturned(at=after("3h"), by="bo", to="L1", origin="L2", team="team-L1"),
        policy=a_policy_of(replace(LATE, when=when(**{field: here}))),
    )
    assert times(history) == [("1:late:1", after("1h"), None)]


def test_a_rule_for_a_level_speaks_from_the_arrival_there() -> None:
    history = a_history(
        escalated(after("2h"), "L2"), policy=a_policy_of(replace(LATE, when=when(level="L2")))
    )
    assert times(history) == [("1:late:1", after("2h"), None)]


def test_a_rule_for_a_level_left_too_early_has_no_case() -> None:
    history = a_history(
        escalated(after("30m"), "L2"), policy=a_policy_of(replace(LATE, when=AT_L1))
    )
    assert times(history) == []


def test_a_rule_for_a_level_is_over_when_the_level_is_left() -> None:
    history = a_history(escalated(after("2h"), "L2"), policy=a_policy_of(replace(LATE, when=AT_L1)))
    assert times(history) == [("1:late:1", after("1h"), after("2h"))]


def test_an_episode_that_never_met_its_level_takes_no_number() -> None:
    history = a_history(
        edited(after("30m"), priority="P1"),
        edited(after("40m"), priority="P2"),
        escalated(after("1h"), "L2"),
        edited(after("2h"), priority="P1"),
        policy=a_policy_of(severity_rule(when=when(priority="P1", level="L2"))),
    )
    assert times(history) == [("1:severe:1", after("2h"), None)]


def test_a_status_that_the_rule_asks_for_ends_and_begins_episodes() -> None:
    rule = severity_rule("idle", when=when(status="open"))
    history = a_history(taken(after("1h")), escalated(after("2h"), "L2"), policy=a_policy_of(rule))
    assert times(history) == [
        ("1:idle:1", MONDAY_NINE, after("1h")),
        ("1:idle:2", after("2h"), None),
    ]


def follow(*events: e.Event, old: Policy, new: Policy, later: tuple[e.Event, ...] = ()) -> History:
    log = a_history(policy=old).events
    return History([*log, *events, followed(after("2h"), new), *later], rules_of(old, new))


def test_an_episode_goes_on_through_an_applied_policy() -> None:
    old = a_policy_of(LATE)
    history = follow(old=old, new=changed(old, id="policy-2"))
    assert times(history) == [("1:late:1", after("1h"), None)]


def test_an_episode_goes_on_through_a_policy_applied_during_a_wait() -> None:
    old = a_policy_of(LATE)
    parked = paused(after("90m"))
    history = follow(
        parked, old=old, new=changed(old, id="policy-2"), later=(resumed(after("3h")),)
    )
    assert times(history) == [("1:late:1", after("1h"), None)]


def test_a_new_rule_does_not_reach_back_before_it_was_applied() -> None:
    old = a_policy_of()
    new = a_policy_of(LATE, severity_rule(), id="policy-2")
    assert times(follow(old=old, new=new)) == [
        ("1:late:1", after("2h"), None),
        ("1:severe:1", after("2h"), None),
    ]


def test_a_rule_that_the_new_policy_dropped_has_no_case() -> None:
    new = changed(a_policy_of(), id="policy-2")
    assert times(follow(old=a_policy_of(LATE), new=new)) == []


def test_a_rule_changed_by_the_new_policy_begins_another_episode_when_it_is_true_again() -> None:
    old = a_policy_of(LATE)
    new = a_policy_of(clock_rule("late", at="3h"), id="policy-2")
    assert times(follow(old=old, new=new)) == [
        ("1:late:1", after("1h"), after("2h")),
        ("1:late:2", after("3h"), None),
    ]


def test_another_level_in_the_new_policy_does_not_reach_back() -> None:
    old = a_policy_of(replace(LATE, when=when(level="L2")))
    new = changed(a_policy_of(replace(LATE, when=AT_L1)), id="policy-2")
    assert times(follow(old=old, new=new)) == [("1:late:1", after("2h"), None)]


def test_a_rule_back_after_a_version_without_it_begins_another_episode() -> None:
    first, without = a_policy_of(LATE), changed(a_policy_of(), id="policy-2")
    again = changed(first, id="policy-3")
    log = a_history(policy=first).events
    history = History(
        [*log, followed(after("2h"), without), followed(after("3h"), again)],
        rules_of(first, without, again),
    )
    assert times(history) == [
        ("1:late:1", after("1h"), after("2h")),
        ("1:late:2", after("3h"), None),
    ]
