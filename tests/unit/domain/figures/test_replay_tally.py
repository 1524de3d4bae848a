"""Tallies of a replay are numbers, so that those of several processes can be added up."""

from collections import Counter

import pytest

from escalate_cli.domain.figures.replay_tally import HourOfWeek, ReplayTally
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT
from escalate_cli.domain.ticket import events as e
from tests.conftest import (
    HOUR,
    a_history,
    a_policy,
    after,
    escalated,
    resolved,
    rule_fired,
    taken,
    targets,
)

NOW = after("9h")
LIVES: tuple[tuple[e.Event, ...], ...] = (
    (taken(after("5m")), escalated(after("1h"), "L2", notified=("bo",)), resolved(after("3h"))),
    (escalated(after("30h"), "lead", ladder=MANAGEMENT, notified=("lee", "kim")),),
    (),
)


def counted(*lives: tuple[e.Event, ...]) -> ReplayTally:
    tally = ReplayTally()
    for life in lives:
        tally.add(a_history(*life), NOW, {"bo", "lee"}.__contains__, "Europe/Berlin")
    return tally


def test_tallies_of_parts_add_up_to_that_of_the_whole() -> None:
    apart = [counted(life).counts for life in LIVES]
    assert counted(*LIVES).counts == sum(apart, Counter())


def test_a_tally_is_made_of_what_another_counted() -> None:
    assert ReplayTally(counted(*LIVES).counts.items()).counts == counted(*LIVES).counts


def test_hours_are_those_of_the_zone() -> None:
    assert counted(LIVES[0]).hours() == {("bo", HourOfWeek(1, 10))}
    assert counted(LIVES[0]).hour("bo", HourOfWeek(1, 10)) == {"told": 1}
    assert counted(LIVES[0]).hour("bo", HourOfWeek(1, 9)) == {"told": 0}


def test_levels_are_reached_by_moves_and_by_being_there() -> None:
    assert counted(LIVES[0]).reached(FUNCTIONAL) == {"L1", "L2"}
    assert counted(LIVES[2]).reached(FUNCTIONAL) == {"L1"}
    assert counted(LIVES[1]).reached(MANAGEMENT) == {"lead"}


def test_those_whom_no_policy_names_are_one() -> None:
    assert counted(LIVES[1]).of_whom("told") == {"lee", ""}


@pytest.mark.parametrize(
    ("weekday", "hour", "night", "weekend"),
    [
        (1, 6, False, False),
        (5, 21, False, False),
        (5, 22, True, False),
        (6, 5, True, True),
        (7, 12, False, True),
    ],
    ids=["morning", "evening", "night", "Saturday night", "Sunday"],
)
def test_an_hour_is_one_of_the_night_or_the_weekend(
    weekday: int, hour: int, *, night: bool, weekend: bool
) -> None:
    at = HourOfWeek(weekday, hour)
    assert (at.is_at_night, at.is_at_weekend) == (night, weekend)


def test_each_run_of_a_clock_and_each_level_is_counted_once() -> None:
    tally = ReplayTally()
    policy = a_policy(targets=(targets(resolve="2h", level="9h"),))
    tally.add(a_history(*LIVES[0], policy=policy), NOW, {"bo"}.__contains__, "Europe/Berlin")
    fates = [n for key, n in tally.counts.items() if key[:2] == ("clock", "resolve")]
    assert set(fates) == {1}
    assert [tally.counts["visits", level] for level in ("L1", "L2", "L3")] == [1, 1, 0]


def decided(key: str, action: str) -> e.TriggerFired:
    return rule_fired(after("1h"), action, key=key)


def test_a_rule_counts_by_what_it_came_to() -> None:
    tally = counted(
        (
            decided("T-1:1:late:1:0", "escalated"),
            decided("T-1:1:late:1:1", "notified"),
            decided("T-1:1:late:1:2", "notified"),
            decided("T-1:1:late:2:0", "notified"),
            decided("T-1:1:late:3:0", "lapsed"),
        )
    )
    assert tally.rule("late") == {"fired": 2, "escalated": 1, "reminders": 2, "lapsed": 1}
    assert tally.rule("late", "late") == {"fired": 4, "escalated": 2, "reminders": 4, "lapsed": 2}
    assert tally.rule("other") == dict.fromkeys(("fired", "escalated", "reminders", "lapsed"), 0)
    assert tally.all() == {"decisions": 5, "requests": 0}


def test_requests_and_hand_overs_are_counted() -> None:
    asked = e.EscalationRequested(
        at=after("1h"), by="bo", ladder=FUNCTIONAL, to="L2", approver="lead"
    )
    given = [escalated(after("2h"), "L2", owner=owner) for owner in ("lee", "eva")]
    tally = counted((asked, *given))
    assert tally.all() == {"decisions": 0, "requests": 1}
    assert tally.person("lee") == {"told": 0, "handed": 1}
    assert tally.person("") == {"told": 0, "handed": 1}


def test_a_level_counts_moves_by_who_made_them_visits_and_time() -> None:
    tally = counted(*LIVES)
    first, second = tally.level(FUNCTIONAL, "L1"), tally.level(FUNCTIONAL, "L2")
    assert (second["automatic"], second["manual"], second["visits"]) == (0, 1, 1)
    assert (first["automatic"], first["manual"], first["visits"]) == (0, 0, 3)
    assert second["spent"] == 2 * HOUR
    assert tally.level(MANAGEMENT, "lead") == {
        "automatic": 0,
        "manual": 1,
        "visits": None,
        "spent": None,
    }


def test_a_duty_counts_by_how_it_was_met() -> None:
    tally = ReplayTally()
    policy = a_policy(targets=(targets(resolve="2h"),))
    for life in (LIVES[0], (resolved(after("1h")),)):
        tally.add(a_history(*life, policy=policy), NOW, {"bo"}.__contains__)
    found = tally.clock("resolve")
    assert (found["met"], found["breached"]) == (1, 1)
    assert set(tally.clock("update").values()) <= {0, 1, 2}
