"""Doubts about who is told: a message to nobody."""

from collections.abc import Iterator

from escalate_cli.domain.doubts.ladders import has_people
from escalate_cli.domain.policy.doubt import Doubt
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy


def doubts(policy: Policy) -> Iterator[Doubt]:
    """Yield rules that tell nobody, and channels that nobody is reached through."""
    if not policy.people.people:
        return
    for place, rule in enumerate(policy.rules.triggers):
        if rule.notify and all(_is_nobody(name, policy) for name in rule.notify):
            named = " or ".join(rule.notify)
            yield Doubt(
                ("triggers", place, "notify"),
                FindingCode.TELLS_NOBODY,
                f"trigger '{rule.name}' tells nobody: there is nobody in {named}",
                "name somebody, or give the team members",
            )
    yield from _idle_channels(policy.people)


def _is_nobody(name: str, policy: Policy) -> bool:
    level = policy.rules.level(name)
    if level is not None:
        return not has_people(level, policy.people)
    team = None if name in policy.people.people else policy.people.teams.get(name)
    return team is not None and not team.members


def _idle_channels(people: People) -> Iterator[Doubt]:
    """Look for channels that are in no contact and are told of no event."""
    contacts = [
        *(contact for each in people.people.values() for contact in each.contact),
        *(contact for each in people.customers.values() for contact in each.contact),
        *(name for each in people.subscriptions for name in each.people),
    ]
    reached = {contact.partition(":")[0] for contact in contacts}
    for name, channel in people.channels.items():
        if name not in reached and not channel.subscribe:
            yield Doubt(
                ("channels", name),
                FindingCode.IDLE_CHANNEL,
                f"nobody is reached through channel '{name}'",
                f"give somebody a contact such as {name}:ADDRESS",
            )
