"""Routing: from a level to the people who take the ticket there."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.duty.on_duty import on_duty
from escalate_cli.domain.policy.people import People, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Level
from escalate_cli.domain.policy.sections.assignment import ROUND_ROBIN


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """Where a move leads: the team, the new owner, who is told, and why them.

    Attributes:
        told: ids of the people who get the ticket or hear of the move.
        note: says that somebody stands in for somebody else.
        in_turn: the team whose tickets go round, of which it is the owner's turn.
    """

    team: str | None = None
    owner: str | None = None
    told: tuple[str, ...] = ()
    note: str = ""
    in_turn: str | None = None


def route(level: Level, people: People, at: datetime) -> Route:
    """Find who takes a ticket at a level, by the people of the current policy."""
    if level.person is not None:
        is_gone = people.people and level.person not in people.people
        note = f"the policy does not know {level.person} of level {level.id}" if is_gone else ""
        return Route(owner=level.person, told=(level.person,), note=note)
    team = people.teams.get(level.team or "")
    if team is None:
        return Route(note=f"nobody is named for level {level.id}" if people.people else "")
    return team_route(team, people, at)


def handed(level: Level, people: People, at: datetime) -> Route:
    """Find who gets a ticket at a level: where its team's tickets go round, one of those on duty.

    Nobody gets it who is merely asked or told, and so nobody has their turn by `route`.
    """
    led = route(level, people, at)
    team = people.teams.get(led.team or "")
    if team is None:
        return led
    found = on_duty(team, people, at)
    whose = people.teams[found.team]
    if whose.assignment != ROUND_ROBIN or len(found.people) <= 1:
        return led
    taker = people.turns.taker(whose.id, at, whose.members, found.people)
    if taker is None:
        return led
    note = "; ".join(filter(None, (led.note, f"it is the turn of {taker}")))
    return replace(led, owner=taker, told=(taker,), note=note, in_turn=whose.id)


class Taker(TypedDict):
    """Who has a ticket on its arrival at a level."""

    team: str | None
    owner: str | None
    routed: str
    in_turn: str | None


class Beginning(Taker):
    """Where a new ticket is, and with whom."""

    policy: str
    level: str


def beginning(policy: Policy, at: datetime) -> Beginning:
    """Route a new ticket to the first level like a move; that by itself tells nobody."""
    first = policy.rules.functional[0]
    place = placed(first, policy.people, at)
    return Beginning(policy=policy.rules.id, level=first.id, **place)


def placed(level: Level, people: People, at: datetime) -> Taker:
    """Route a ticket at a level like a move there; that by itself tells nobody."""
    led = handed(level, people, at)
    return Taker(team=level.team, owner=led.owner, routed=led.note, in_turn=led.in_turn)


def team_route(team: Team, people: People, at: datetime) -> Route:
    """Find who takes a team's tickets: who is on duty; several own nothing until one takes it."""
    found = on_duty(team, people, at)
    owner = found.people[0] if len(found.people) == 1 else None
    return Route(team=team.id, owner=owner, told=found.people or team.members, note=found.note)


def everybody_of(team: Team | None) -> Route:
    """Return all members of a team, on duty or not."""
    if team is None or team.members:
        return Route(told=team.members if team else ())
    stands_in = "" if team.fallback else ", and nobody stands in"
    return Route(note=f"team {team.id} has no members{stands_in}")


def together(routes: Iterable[Route]) -> Route:
    """Return whom several routes tell, each once, and why them."""
    every = tuple(routes)
    told = dict.fromkeys(person for each in every for person in each.told)
    notes = dict.fromkeys(each.note for each in every if each.note)
    return Route(told=tuple(told), note="; ".join(notes))


def nearest_fallback(levels: Iterable[Level], people: People, at: datetime) -> Route:
    """Find who stands in for the first of some levels that has a fallback."""
    teams = (people.teams.get(level.team or "") for level in levels)
    named = next((team.fallback for team in teams if team and team.fallback), None)
    return one_or_team(named, people, at) if named else Route()


def one_or_team(name: str, people: People, at: datetime) -> Route:
    """Find who stands behind the name of a person or, where nobody is called so, of a team."""
    team = people.teams.get(name)
    if team is None or name in people.people:
        return Route(owner=name, told=(name,))
    return team_route(team, people, at)
