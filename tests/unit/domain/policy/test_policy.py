"""The policy answers by name: levels, people, priorities, calendars."""

import pytest

from escalate_cli.domain.policy.people import Person, Quiet, Team
from escalate_cli.domain.time.calendar import BusinessCalendar
from tests.conftest import OFFICE, a_policy, after

BO = Person(id="bo", name="Bo Lind", logins=("blind", "bo2"))
NIGHT, WEEKEND = Quiet(outside="office"), Quiet(outside="weekdays")


def test_the_calendar_that_never_closes_is_built_in() -> None:
    assert a_policy(calendars={}).rules.calendar("always") is BusinessCalendar.always()


def test_equal_hours_are_counted_by_one_calendar() -> None:
    policy = a_policy(calendars={"one": OFFICE, "other": OFFICE})
    assert policy.rules.calendar("one") is policy.rules.calendar("other")
    assert policy.rules.calendar("one").is_open(after("1h"))


def test_levels_are_known_by_name_on_either_ladder() -> None:
    policy = a_policy()
    ids = [level.id for level in policy.rules.levels()]
    assert ids == ["L1", "L2", "L3", "lead", "manager", "director"]
    assert [policy.rules.level(each) for each in ids] == list(policy.rules.levels())
    assert policy.rules.level("L4") is None


@pytest.mark.parametrize(
    ("name", "found"),
    [("bo", BO), ("blind", BO), ("bo2", BO), ("Bo Lind", None), ("", None)],
    ids=["id", "login", "another login", "name", "nothing"],
)
def test_a_person_is_known_by_id_or_login(name: str, found: Person | None) -> None:
    assert a_policy(people={"bo": BO}).people.person_of(name) is found


def test_the_matrix_gives_the_priority() -> None:
    policy = a_policy()
    found = [policy.rules.priority_of(i, u) for i in ("high", "low") for u in ("high", "low")]
    assert found == ["P1", "P2", "P2", "P3"]


def test_quiet_hours_are_a_persons_own_or_those_of_their_first_team_with_some() -> None:
    teams = {
        "a": Team(id="a", members=("bo",)),
        "b": Team(id="b", members=("bo",), quiet=NIGHT),
        "c": Team(id="c", members=("bo",), quiet=WEEKEND),
    }
    policy = a_policy(teams=teams)
    assert policy.people.quiet_of(BO) is NIGHT
    assert policy.people.quiet_of(Person(id="bo", name="Bo", quiet=WEEKEND)) is WEEKEND
    assert policy.people.quiet_of(Person(id="cy", name="Cy")) is None
