"""Tallies of a replay are numbers, so that those of several processes can be added up."""

from collections import Counter

import pytest

from escalate_cli.domain.figures.replay_tally import HourOfWeek, ReplayTally
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT
from escalate_cli.domain.ticket import events as e
from tests.conftest import a_history, a_policy, after, escalated, resolved, taken, targets

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
