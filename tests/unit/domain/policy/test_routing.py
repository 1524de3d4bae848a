"""From a level to people: on call, else the next member, else the fallback, and it is said."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.policy.routing import (
    Route,
    beginning,
    everybody_of,
    handed,
    nearest_fallback,
    route,
    together,
)
from escalate_cli.domain.policy.sections.assignment import ROUND_ROBIN, Turns
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from tests.conftest import DAY, MONDAY_NINE, a_policy, after

TURNS = Layer(
    zone="Europe/Berlin",
    starts=datetime(2026, 11, 23, 9),  # noqa: DTZ001 - a wall time
    every=Every(time=DAY),
    turns=(("cy",), ("di",)),
)
LATER = replace(TURNS, starts=datetime(2027, 1, 1))  # noqa: DTZ001 - a wall time
TEAM = Team(id="net", members=("cy", "di"))


def led(team: Team | None, at: str = "0m", person: str | None = None) -> Route:
    """Route to a level of a team, or of a person."""
    policy = a_policy(
        teams={"net": team} if team else {}, people={"lee": Person(id="lee", name="Lee")}
    )
    level = replace(policy.rules.functional[1], team="net", person=person)
    return route(level, policy.people, after(at))


def test_a_person_takes_what_comes_to_their_level() -> None:
    assert led(None, person="lee") == Route(owner="lee", told=("lee",))


def test_a_team_hears_of_it_and_a_single_member_owns_it() -> None:
    assert led(TEAM) == Route(team="net", told=("cy", "di"))
    one = replace(TEAM, members=("cy",))
    assert led(one) == Route(team="net", owner="cy", told=("cy",))


@pytest.mark.parametrize(("at", "person"), [("0m", "cy"), ("24h", "di"), ("48h", "cy")])
def test_who_is_on_call_takes_it(at: str, person: str) -> None:
    found = led(replace(TEAM, duty=(TURNS,)), at)
    assert found == Route(team="net", owner=person, told=(person,))


def test_a_turn_of_several_tells_them_all_and_nobody_owns_it() -> None:
    pair = replace(TURNS, turns=(("cy", "di"),))
    assert led(replace(TEAM, duty=(pair,))) == Route(team="net", told=("cy", "di"))


def test_a_team_that_stands_in_does_so_by_its_own_plan() -> None:
    night = Team(id="night", members=("ida", "kai"), duty=(replace(TURNS, turns=(("kai",),)),))
    policy = a_policy(
        teams={"net": replace(TEAM, hours="office", fallback="night"), "night": night}
    )
    level = replace(policy.rules.functional[1], team="net", person=None)
    note = "outside the hours of team net: team night stands in"
    assert route(level, policy.people, after("9h")) == Route(
        team="net", owner="kai", told=("kai",), note=note
    )


@pytest.mark.parametrize(
    ("team", "at", "why"),
    [
        (replace(TEAM, members=()), "0m", "team net has no members"),
        (replace(TEAM, hours="office"), "9h", "outside the hours of team net"),
        (
            replace(TEAM, duty=(LATER,)),
            "0m",
            "nobody of team net is on call",
        ),
    ],
    ids=["no members", "closed", "nobody on call"],
)
def test_the_fallback_stands_in_and_it_is_said(team: Team, at: str, why: str) -> None:
    found = led(replace(team, fallback="lee"), at)
    assert found == Route(team="net", owner="lee", told=("lee",), note=f"{why}: lee stands in")


def test_without_a_fallback_all_are_told_and_nobody_owns_it() -> None:
    found = led(replace(TEAM, hours="office"), "9h")
    note = "outside the hours of team net, and nobody stands in"
    assert found == Route(team="net", told=("cy", "di"), note=note)


def test_within_its_hours_a_team_takes_it_itself() -> None:
    assert led(replace(TEAM, hours="office", fallback="lee")).told == ("cy", "di")


def test_a_team_that_is_no_longer_named_is_said_to_be_missing() -> None:
    assert led(None) == Route(note="nobody is named for level L2")


def test_without_people_there_is_nobody_to_name() -> None:
    nameless = a_policy(teams={})
    assert route(nameless.rules.functional[0], nameless.people, MONDAY_NINE) == Route()


def test_who_stands_in_for_several_levels_is_the_fallback_of_the_first_that_has_one() -> None:
    levels = a_policy().rules.functional
    with_one = replace(TEAM, fallback="lee")
    teams = {"team-L1": TEAM, "team-L3": with_one, "team-L2": replace(with_one, fallback="max")}
    people = a_policy(teams=teams).people
    assert nearest_fallback(levels, people, MONDAY_NINE).told == ("max",)
    assert nearest_fallback(levels[2:], people, MONDAY_NINE).told == ("lee",)
    assert nearest_fallback(levels[:1], people, MONDAY_NINE) == Route()
    assert nearest_fallback(levels, a_policy(teams={}).people, MONDAY_NINE) == Route()


def test_a_team_that_stands_in_for_a_level_is_told_by_who_is_on_duty() -> None:
    teams = {
        "team-L2": replace(TEAM, fallback="night"),
        "night": Team(id="night", members=("kai",)),
    }
    found = nearest_fallback(a_policy().rules.functional, a_policy(teams=teams).people, MONDAY_NINE)
    assert found.told == ("kai",)


@pytest.mark.parametrize(
    ("team", "found"),
    [
        (replace(TEAM, duty=(TURNS,)), Route(told=("cy", "di"))),
        (replace(TEAM, members=(), fallback="lee"), Route(note="team net has no members")),
        (
            replace(TEAM, members=()),
            Route(note="team net has no members, and nobody stands in"),
        ),
        (None, Route()),
    ],
    ids=["on duty or not", "its fallback is not of it", "nobody", "no team"],
)
def test_everybody_of_a_team_is_its_members(team: Team | None, found: Route) -> None:
    assert everybody_of(team) == found


def test_several_routes_tell_each_person_and_each_reason_once() -> None:
    one = Route(team="net", owner="cy", told=("cy",), note="nobody is there")
    other = Route(told=("di", "cy"), note="nobody is there")
    assert together([one, other, Route(note="nor there")]) == Route(
        told=("cy", "di"), note="nobody is there; nor there"
    )


def given(team: Team | None, at: str = "0m") -> Route:
    """Hand a ticket to a level of a team."""
    policy = a_policy(
        teams={"net": team} if team else {}, people={"lee": Person(id="lee", name="Lee")}
    )
    level = replace(policy.rules.functional[1], team="net", person=None)
    return handed(level, replace(policy.people, turns=Turns({"net": "cy"})), after(at))


def test_where_tickets_go_round_one_of_several_on_duty_gets_the_ticket() -> None:
    assert given(replace(TEAM, assignment=ROUND_ROBIN)) == Route(
        team="net", owner="di", told=("di",), note="it is the turn of di", in_turn="net"
    )


@pytest.mark.parametrize(
    "team",
    [TEAM, replace(TEAM, assignment=ROUND_ROBIN, members=("cy",)), None],
    ids=["no turns", "one on duty", "no team"],
)
def test_where_they_do_not_or_one_is_on_duty_a_ticket_goes_as_any_move(team: Team | None) -> None:
    assert given(team) == led(team)


def test_a_new_ticket_begins_at_the_first_level_with_who_has_it_there() -> None:
    begun = beginning(a_policy(), after("0m"))
    assert begun == {
        "policy": "policy-1",
        "level": "L1",
        "team": "team-L1",
        "owner": "L1-one",
        "routed": "",
        "in_turn": None,
    }
