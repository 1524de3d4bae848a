"""Who is of the team, and for whom a ticket waits, by the people of today."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.duty_layer import Layer
from escalate_cli.domain.ticket.people.team import (
    is_left,
    is_of_team,
    managers_of,
    may_take,
    own_name,
    some_of,
    staff_of,
    takers,
)
from tests.conftest import DAY, MONDAY_NINE, a_policy, a_ticket, after, changed
from tests.unit.domain.policy.test_routing import TURNS

OVERRIDE = Layer(zone="UTC", people=("eva",), from_at=MONDAY_NINE, until_at=MONDAY_NINE + DAY)
NET = Team(id="team-L1", members=("cy", "di"), fallback="lee", duty=(TURNS, OVERRIDE))


def a_team(**changes: Any) -> Policy:
    """Return a policy whose first level is the team of cy and di, and the second nobody's."""
    known = {name: Person(id=name, name=name) for name in ("cy", "di", "eva", "lee", "pat")}
    return a_policy(**{"people": known, "teams": {"team-L1": NET}} | changes)


TEAM = a_team()


def test_a_team_is_its_members_who_takes_turns_and_who_stands_in() -> None:
    bosses = ("the-lead", "the-manager", "the-director")
    assert tuple(staff_of(TEAM.rules, TEAM.people)) == ("cy", "di", "eva", "lee", *bosses)


def test_managers_are_whom_the_management_ladder_names() -> None:
    lead, manager, director = TEAM.rules.management
    levels = (replace(lead, person=None, team="team-L1"), manager, replace(director, person=None))
    team = a_team(management=levels)
    assert tuple(managers_of(team.rules, team.people)) == ("cy", "di", "eva", "lee", "the-manager")


@pytest.mark.parametrize(
    ("person", "is_one"),
    [
        ("di", True),
        ("eva", True),
        ("lee", True),
        ("the-lead", True),
        ("pat", False),
        ("kim", False),
    ],
    ids=["member", "by an override", "fallback", "level", "known to the policy", "stranger"],
)
def test_who_a_team_or_a_level_names_is_of_the_team(person: str, is_one: bool) -> None:
    assert is_of_team(person, a_ticket(), TEAM.rules, TEAM.people) is is_one


def test_who_owns_a_ticket_is_of_its_team() -> None:
    assert is_of_team("kim", a_ticket(owner="kim"), TEAM.rules, TEAM.people)


@pytest.mark.parametrize("teams", [{}, {"team-L1": Team(id="team-L1", members=())}])
def test_where_no_team_has_members_everybody_is_of_it(teams: dict[str, Team]) -> None:
    assert is_of_team("kim", a_ticket(), TEAM.rules, a_team(teams=teams).people)


@pytest.mark.parametrize(
    ("person", "may"),
    [("di", True), ("eva", True), ("bo", True), ("lee", False)],
    ids=["a member", "who is on call", "its owner", "another one"],
)
def test_a_ticket_is_its_owner_s_and_its_level_s_to_take(person: str, may: bool) -> None:
    policy = a_team()
    ticket = a_ticket(owner="bo", policy=policy)
    assert takers(ticket, policy.rules.level("L1"), policy.people, after("1h")) == (
        "eva",
        "cy",
        "di",
    )
    assert may_take(person, ticket, policy.rules, policy.people, after("1h")) is may


def test_it_is_the_person_s_where_a_level_names_one() -> None:
    policy = a_team()
    policy = changed(
        policy, functional=(replace(policy.rules.functional[0], person="pat", team=None),)
    )
    ticket = a_ticket(policy=policy, team=None)
    assert [
        may_take(who, ticket, policy.rules, policy.people, after("0m")) for who in ("pat", "di")
    ] == [
        True,
        False,
    ]


def test_the_level_s_people_are_those_of_today_and_the_level_that_of_then() -> None:
    today = a_team(teams={"team-L1": Team(id="team-L1", members=("pat",))}, functional=())
    assert may_take("pat", a_ticket(), TEAM.rules, today.people, after("0m"))
    assert not may_take("di", a_ticket(), TEAM.rules, today.people, after("0m"))


@pytest.mark.parametrize("level", ["L2", "gone"])
def test_it_is_anybody_s_where_the_level_names_nobody(level: str) -> None:
    ticket = a_ticket(level=level, team=None, policy=a_team())
    assert may_take("lee", ticket, TEAM.rules, TEAM.people, after("0m"))


def test_a_team_that_stands_in_may_take_it_too() -> None:
    assert takers(
        a_ticket(level="L2", policy=a_team()),
        a_team().rules.level("L2"),
        a_team().people,
        after("0m"),
    ) == ("cy", "di")


@pytest.mark.parametrize(
    ("names", "said"),
    [((), ""), (("a",), "a"), (("a", "b", "c"), "a, b, c"), ("abcde", "a, b, c and 2 more")],
)
def test_a_long_list_of_names_is_cut(names: tuple[str, ...], said: str) -> None:
    assert some_of(names) == said


@pytest.mark.parametrize(
    ("name", "kept"),
    [("CY", "cy"), ("ccy", "cy"), ("cy@example.org", "cy"), ("Pat", "Pat"), ("kim", "kim")],
    ids=["other letters", "a login", "an address", "nobody of the team", "nobody known"],
)
def test_somebody_of_the_team_is_the_same_by_any_name(name: str, kept: str) -> None:
    cy = Person(id="cy", name="Cy", logins=("ccy",), contact=("mail:cy@example.org",))
    team = a_team(people={"cy": cy, "pat": Person(id="pat", name="Pat")})
    assert own_name(name, team.rules, team.people) == kept


@pytest.mark.parametrize(
    ("owner", "level", "is_one"),
    [
        (None, "L1", True),
        ("eva", "L1", False),
        ("cy", "L1", True),
        ("pat", "L1", True),
        ("pat", "gone", False),
    ],
    ids=["nobody's", "on duty", "off duty", "of no team", "at a level of before"],
)
def test_a_ticket_is_left_once_who_it_waits_for_is_not_there(
    owner: str | None, level: str, is_one: bool
) -> None:
    ticket = a_ticket(owner=owner, level=level)
    assert is_left(ticket, TEAM.rules, TEAM.people, MONDAY_NINE) is is_one
