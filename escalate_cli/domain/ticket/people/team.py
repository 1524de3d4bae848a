"""The team by today's people: who is of it, and who may take a ticket."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from escalate_cli.domain.policy.people import People, Team
from escalate_cli.domain.policy.routing import route
from escalate_cli.domain.policy.rules import Level, Rules
from escalate_cli.domain.ticket.ticket import Outlined


def staff_of(rules: Rules, people: People) -> dict[str, None]:
    """Return everybody whom a team or a level names, each once, as the policy lists them."""
    named = [person for team in people.teams.values() for person in _named_by(team, people)]
    bosses = [level.person for level in rules.levels() if level.person is not None]
    return dict.fromkeys((*named, *bosses))


def own_name(name: str, rules: Rules, people: People) -> str:
    """Return the id of somebody of the team by any name of theirs; others keep what they go by.

    So a ticket tells without the people of then that who has it is who reported it.
    """
    person = people.person_of(name)
    return person.id if person is not None and person.id in staff_of(rules, people) else name


def managers_of(rules: Rules, people: People) -> dict[str, None]:
    """Return everybody whom the levels of the management ladder name."""
    return named_at(rules.management, people)


def named_at(levels: Sequence[Level], people: People) -> dict[str, None]:
    """Return everybody whom levels name, on duty or not."""
    teams = (people.teams.get(level.team or "") for level in levels)
    named = [person for team in teams if team for person in _named_by(team, people)]
    bosses = [level.person for level in levels if level.person is not None]
    return dict.fromkeys((*named, *bosses))


def _named_by(team: Team, people: People) -> Iterator[str]:
    """Yield a team's members, who takes turns in it, and who stands in for it."""
    yield from team.members
    yield from (person for layer in team.duty for crew in layer.crews for person in crew)
    if team.fallback is not None and (
        team.fallback in people.people or team.fallback not in people.teams
    ):
        yield team.fallback


def has_members(people: People) -> bool:
    """Tell whether any team names who is of it; where none does, everybody works on tickets."""
    return any(team.members for team in people.teams.values())


def is_of_team(person: str, ticket: Outlined, rules: Rules, people: People) -> bool:
    """Tell whether somebody may take a ticket; where no team has members, every person may."""
    if people.is_machine(person):
        return False
    return person == ticket.owner or not has_members(people) or person in staff_of(rules, people)


def takers(ticket: Outlined, level: Level | None, people: People, at: datetime) -> tuple[str, ...]:
    """Return for whom a ticket waits: who takes its level's tickets now, and that team.

    It is nobody where the level names nobody.
    """
    if level is None:
        return ()
    teams = (people.teams.get(name) for name in (level.team or "", ticket.team or ""))
    members = (member for team in teams if team for member in team.members)
    return tuple(dict.fromkeys((*route(level, people, at).told, *members)))


def may_take(person: str, ticket: Outlined, rules: Rules, people: People, at: datetime) -> bool:
    """Tell whether a ticket that nobody has is for a person to take.

    Args:
        person: one of the team.
        ticket: as it stands.
        rules: those that the ticket follows.
        people: those of today.
        at: when they would take it.
    """
    named = takers(ticket, rules.level(ticket.level), people, at)
    return person == ticket.owner or person in named or not named


def is_left(ticket: Outlined, rules: Rules, people: People, at: datetime) -> bool:
    """Tell whether a ticket waits for nobody who is there: its owner went off duty, or away."""
    level = rules.level(ticket.level)
    return ticket.owner is None or (
        level is not None and ticket.owner not in route(level, people, at).told
    )


def some_of(names: Iterable[str], most: int = 3) -> str:
    """List names, but no more than fit in a sentence: `cy, di, eva and 4 more`."""
    every = tuple(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more
