"""Reachable: who of those on duty can be told, and why the others are passed over."""

from escalate_cli.domain.policy.people import People, Team


def passed_over(person: str, people: People) -> str:
    """Say why somebody of a team is passed over; nothing where they can be told.

    Where the policy has no channels, people look for themselves.
    """
    known = people.people.get(person)
    if known is None or not people.channels:
        return ""
    channels = (contact.partition(":")[0] for contact in known.contact)
    reached = any(channel in people.channels for channel in channels)
    return "" if reached else f"no contact reaches {person}"


def reached_of(
    crew: tuple[str, ...], team: Team, people: People
) -> tuple[tuple[str, ...], list[str]]:
    """Return whom of those on duty one can tell, else the next member; and who is passed over."""
    if not crew:
        return (), []
    missed = {person: why for person in crew if (why := passed_over(person, people))}
    reached = tuple(person for person in crew if person not in missed)
    if reached or not missed:
        return reached, [*missed.values()]
    begin = team.members.index(crew[-1]) + 1 if crew[-1] in team.members else 0
    others = (*team.members[begin:], *team.members[:begin])
    following = next((person for person in others if not passed_over(person, people)), None)
    if following is None:
        return (), [*missed.values()]
    return (following,), [*missed.values(), f"{following} is the next member"]
