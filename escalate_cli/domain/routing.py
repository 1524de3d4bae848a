"""From a level to the people who take the ticket there."""

from datetime import datetime

import msgspec

from escalate_cli.domain.policy import Level, Policy, Team


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """Where a move leads: the team, the new owner, who is told, and why them.

    Attributes:
        told: ids of the people who get the ticket or hear of the move.
        note: says that somebody stands in for somebody else.
    """

    team: str | None = None
    owner: str | None = None
    told: tuple[str, ...] = ()
    note: str = ""


def route(level: Level, policy: Policy, at: datetime) -> Route:
    """Find who takes a ticket at a level, by the people of the current policy."""
    if level.person is not None:
        return Route(owner=level.person, told=(level.person,))
    team = policy.teams.get(level.team or "")
    if team is None:
        return Route(note=f"level {level.id} has no team")
    return _within_team(team, policy, at)


def _within_team(team: Team, policy: Policy, at: datetime) -> Route:
    works = team.hours is None or policy.calendar(team.hours).is_open(at)
    if works and team.members:
        owner = team.members[0] if len(team.members) == 1 else None
        return Route(team=team.id, owner=owner, told=team.members)
    why = "outside the hours" if not works else "nobody is a member"
    if team.fallback is None:
        return Route(team=team.id, told=team.members, note=f"{why} of team {team.id}, no fallback")
    return Route(
        team=team.id,
        owner=team.fallback,
        told=(team.fallback,),
        note=f"{why} of team {team.id}: {team.fallback} stands in",
    )
