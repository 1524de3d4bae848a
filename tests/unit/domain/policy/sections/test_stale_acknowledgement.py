"""A level lets tickets lie for ever, unless the policy says for how long."""

from datetime import timedelta

import pytest

from escalate_cli.domain.policy.sections.delay import Delay
from tests.unit.policyfile.files import policy_of, problems_of

LADDER = "ladders: {functional: [{level: L1, team: frontline, unack_after: %s}]}"


@pytest.mark.parametrize(
    ("written", "lies"),
    [
        ("4h", Delay(timedelta(hours=4))),
        ("{after: 4h, calendar: office}", Delay(timedelta(hours=4), "office")),
    ],
    ids=["real time", "business time"],
)
def test_a_level_says_how_long_its_tickets_may_lie(written: str, lies: Delay) -> None:
    assert policy_of(LADDER % written).rules.functional[0].unack_after == lies


def test_a_level_that_says_nothing_lets_them_lie() -> None:
    assert policy_of("").rules.functional[0].unack_after is None


def test_a_number_without_a_unit_is_a_mistake() -> None:
    assert problems_of(LADDER % "4")
