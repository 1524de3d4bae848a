"""What the people of a level can do, and the lowest level that can do it all."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Person
from escalate_cli.domain.policy.skills import lacking, lowest_skilled, skills_at
from tests.conftest import a_policy, changed

PLAIN = a_policy()
HELD = {"L1-one": ("mail",), "L2-one": ("mail", "dns"), "L3-one": ("dns", "sap")}
POLICY = changed(
    PLAIN,
    people={name: Person(id=name, name=name, skills=held) for name, held in HELD.items()},
    teams={
        **PLAIN.people.teams,
        "team-L2": replace(PLAIN.people.teams["team-L2"], skills=("print",)),
    },
)
L1, L2, L3 = POLICY.rules.functional


def test_a_level_can_do_what_its_team_or_any_member_can() -> None:
    assert skills_at(L2, POLICY.people) == {"mail", "dns", "print"}


def test_a_level_of_one_person_can_do_what_they_can() -> None:
    assert skills_at(replace(L1, team=None, person="L3-one"), POLICY.people) == {"dns", "sap"}


def test_nobody_can_do_nothing() -> None:
    assert skills_at(replace(L1, team=None), POLICY.people) == frozenset()
    assert skills_at(L1, PLAIN.people) == frozenset()


def test_what_is_lacking_is_named_in_the_order_asked() -> None:
    assert lacking(("sap", "mail", "dns"), L1, POLICY.people) == ("sap", "dns")


@pytest.mark.parametrize(
    ("skills", "above", "level"),
    [
        (("dns",), 0, L2),
        (("dns",), 1, L3),
        (("sap", "dns"), 0, L3),
        (("mail", "sap"), 0, None),
        (("mail",), 1, None),
        ((), 0, L2),
    ],
    ids=["the next", "from there on", "all of them", "no single level", "none above", "nothing"],
)
def test_the_lowest_level_above_with_all_skills_is_found(
    skills: tuple[str, ...], above: int, level: object
) -> None:
    assert lowest_skilled(skills, above, POLICY.rules, POLICY.people) == level
