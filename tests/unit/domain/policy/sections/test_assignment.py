"""Tickets go round among those who are there, in the order of the team."""

import pytest

from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.policy.sections.assignment import Turns, goes_round
from tests.conftest import MONDAY_NINE

ORDER = ("ana", "bo", "cy")


@pytest.mark.parametrize(
    ("last", "crew", "taker"),
    [
        ({}, ORDER, "ana"),
        ({"net": "ana"}, ORDER, "bo"),
        ({"net": "cy"}, ORDER, "ana"),
        ({"net": "ana"}, ("ana", "cy"), "cy"),
        ({"net": "cy"}, ("bo", "cy"), "bo"),
        ({"net": "gone"}, ORDER, "ana"),
        ({"other": "ana"}, ORDER, "ana"),
        ({"net": "cy"}, ("bo", "max"), "max"),
        ({"net": "max"}, ("bo", "max"), "bo"),
    ],
)
def test_the_next_of_those_who_are_there_has_the_turn(
    last: dict[str, str], crew: tuple[str, ...], taker: str
) -> None:
    assert Turns(last).taker("net", MONDAY_NINE, ORDER, crew) == taker


def test_nobody_is_chosen_where_the_last_turns_are_not_known() -> None:
    assert Turns().taker("net", MONDAY_NINE, ORDER, ORDER) is None


def test_a_record_says_who_had_the_turn_at_its_instant_only() -> None:
    turns = Turns(recorded={("net", MONDAY_NINE): "bo"})
    assert turns.taker("net", MONDAY_NINE, ORDER, ORDER) == "bo"
    assert turns.taker("other", MONDAY_NINE, ORDER, ORDER) is None


def test_a_policy_of_duty_alone_needs_no_turns() -> None:
    teams = [Team(id="net"), Team(id="ops", assignment="round_robin")]
    assert goes_round(teams)
    assert not goes_round(teams[:1])
