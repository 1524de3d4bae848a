"""Who had a duty by then: at each instant a replay knows what had been said until it."""

from escalate_cli.domain.policy.duty.on_duty import on_duty
from escalate_cli.domain.replay.people_then import PeopleThen
from tests.conftest import after
from tests.unit.domain.policy.standing.test_duty import PEOPLE, overridden


def test_a_duty_counts_from_the_instant_at_which_it_was_taken_over() -> None:
    then = PeopleThen(PEOPLE, [overridden("bo", "2h", "4h", at=after("1h"))])
    before, later = then.at(after("30m")), then.at(after("1h"))
    assert before is PEOPLE
    assert on_duty(before.teams["net"], before, after("3h")).people != ("bo",)
    assert on_duty(later.teams["net"], later, after("3h")).people == ("bo",)


def test_the_people_are_the_same_value_until_something_else_is_said() -> None:
    then = PeopleThen(PEOPLE, [overridden(at=after("1h"))])
    assert then.at(after("1h")) is then.at(after("9h"))
