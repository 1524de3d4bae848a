"""A skill that nobody at the level has is a gap, as long as it is missing."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.triggers.skill_gap import SkillGap
from escalate_cli.domain.policy.people import Person
from escalate_cli.domain.policy.policy import Policy
from tests.conftest import MONDAY_NINE, a_policy, a_ticket, after, changed, edited, escalated
from tests.unit.domain.engine.triggers.conftest import found, spoken


def skilled(**skills: tuple[str, ...]) -> Policy:
    """Return a policy in which one person of a level has some skills."""
    names = {f"{level}-one": held for level, held in skills.items()}
    people = {name: Person(id=name, name=name, skills=held) for name, held in names.items()}
    return a_policy(people=people)


POLICY = skilled(L1=("mail",), L2=("mail", "dns"))


def test_a_skill_of_the_level_is_no_gap() -> None:
    assert spoken(SkillGap(), policy=POLICY, skills=("mail",)) == []
    assert spoken(SkillGap(), policy=POLICY) == []


def test_it_speaks_while_the_skill_is_needed_and_missing() -> None:
    needed = edited(after("1h"), skills=("dns",))
    assert spoken(SkillGap(), needed, policy=POLICY) == [(after("1h"), None)]
    moved = escalated(after("2h"), "L2")
    assert spoken(SkillGap(), needed, moved, policy=POLICY) == [(after("1h"), after("2h"))]


def test_all_missing_skills_are_named_and_the_level_too() -> None:
    [finding] = found(SkillGap(), policy=POLICY, skills=("mail", "dns", "sap"))
    assert (finding.reason, finding.cause) == ("nobody at L1 has dns, sap", "mail, dns, sap")


def test_other_skills_are_another_cause() -> None:
    more = edited(after("1h"), skills=("dns", "sap"))
    findings = found(SkillGap(), more, policy=POLICY, skills=("dns",))
    assert [(f.since, f.cause) for f in findings] == [
        (MONDAY_NINE, "dns"),
        (after("1h"), "dns, sap"),
    ]


def test_what_the_team_says_it_can_do_counts_as_well() -> None:
    team = replace(POLICY.people.teams["team-L1"], skills=("dns",))
    policy = changed(POLICY, teams={**POLICY.people.teams, "team-L1": team})
    assert spoken(SkillGap(), policy=policy, skills=("dns", "mail")) == []


@pytest.mark.parametrize(
    ("skills", "sentence"),
    [
        ((), "the ticket asks for no skill"),
        (("mail", "dns"), "somebody at L1 has each of mail, dns"),
    ],
    ids=["none", "some"],
)
def test_it_says_what_is_needed(skills: tuple[str, ...], sentence: str) -> None:
    assert SkillGap().waits_for(a_ticket(skills=skills)) == sentence
