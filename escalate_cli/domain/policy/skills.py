"""Who can do what: the skills of a level's people."""

from collections.abc import Iterable

from escalate_cli.domain.policy.policy import Level, Policy


def skills_at(level: Level, policy: Policy) -> frozenset[str]:
    """Return what the people of a level can do, each for the others."""
    team = policy.teams.get(level.team or "")
    members = team.members if team else ()
    names = (*members, level.person) if level.person else members
    people = [policy.people[name] for name in names if name in policy.people]
    own = team.skills if team else ()
    return frozenset((*own, *(skill for person in people for skill in person.skills)))


def lacking(skills: Iterable[str], level: Level, policy: Policy) -> tuple[str, ...]:
    """Return the skills that nobody at a level has."""
    held = skills_at(level, policy)
    return tuple(skill for skill in skills if skill not in held)


def lowest_skilled(skills: Iterable[str], above: int, policy: Policy) -> Level | None:
    """Return the lowest functional level above a rank whose people have all skills."""
    needed = tuple(skills)
    higher = policy.functional[above + 1 :]
    return next((level for level in higher if not lacking(needed, level, policy)), None)
