"""Skills: who of a level's people can do what."""

from collections.abc import Iterable

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Level, Rules


def skills_at(level: Level, people: People) -> frozenset[str]:
    """Return what the people of a level can do, each for the others."""
    team = people.teams.get(level.team or "")
    members = team.members if team else ()
    names = (*members, level.person) if level.person else members
    persons = [people.people[name] for name in names if name in people.people]
    own = team.skills if team else ()
    return frozenset((*own, *(skill for person in persons for skill in person.skills)))


def lacking(skills: Iterable[str], level: Level, people: People) -> tuple[str, ...]:
    """Return the skills that nobody at a level has."""
    held = skills_at(level, people)
    return tuple(skill for skill in skills if skill not in held)


def lowest_skilled(skills: Iterable[str], above: int, rules: Rules, people: People) -> Level | None:
    """Return the lowest functional level above a rank whose people of today have all skills."""
    needed = tuple(skills)
    higher = rules.functional[above + 1 :]
    return next((level for level in higher if not lacking(needed, level, people)), None)
