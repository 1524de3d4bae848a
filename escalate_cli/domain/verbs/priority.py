"""Priority: made of impact and urgency, unless a person says it; customers make VIPs."""

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.verbs.outcome import Cause, Refused
from escalate_cli.domain.verbs.refusals import word_among
from escalate_cli.domain.verbs.situation import Situation


class Triage(msgspec.Struct, frozen=True, kw_only=True):
    """How soon a ticket must be dealt with, and of what that was made."""

    priority: str
    impact: str | None = None
    urgency: str | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of it; nothing means no opinion."""

    priority: str | None = None
    impact: str | None = None
    urgency: str | None = None


def triage_of(at: Situation, said: Said) -> Triage | Refused:
    """Return what becomes of a ticket's priority by what somebody says of it."""
    ticket = at.ticket
    held = Triage(priority=ticket.priority, impact=ticket.impact, urgency=ticket.urgency)
    return triaged(said, held, at.rules, is_on_record=at.is_on_record)


def spelt(said: Said, rules: Rules) -> Said | Refused:
    """Return what is said as the policy writes it."""
    urgencies = dict.fromkeys(urgency for row in rules.matrix.values() for urgency in row)
    known = {"impact": rules.matrix, "urgency": urgencies, "priority": rules.priorities}
    for name, words in known.items():
        value = getattr(said, name)
        word = None if value is None else word_among(value, words, name)
        if isinstance(word, Refused):
            return word if words else replace(word, help=_without_matrix(rules))
        said = replace(said, **{name: word})
    return said


def _without_matrix(rules: Rules) -> str:
    """Say how a ticket gets its priority where impact and urgency make none."""
    most_urgent, *others = rules.priorities
    rest = f", or {', '.join(others)}" if others else ""
    return f"the policy makes no priority of impact and urgency: give -p {most_urgent}{rest}"


def triaged(
    said: Said, held: Triage, rules: Rules, *, is_on_record: bool = False
) -> Triage | Refused:
    """Return impact and urgency as said, and the priority that follows from them.

    Args:
        said: as people write it.
        held: what the ticket has; whatever is not said stays so.
        rules: those that the ticket follows.
        is_on_record: words of another policy stay as they are.
    """
    if not is_on_record:
        written = spelt(said, rules)
        if isinstance(written, Refused):
            return written
        said = written
    if said.priority is None and (said.impact, said.urgency) != (None, None):
        priority = _by_matrix(said.impact or held.impact, said.urgency or held.urgency, rules)
    else:
        priority = said.priority or held.priority
    if isinstance(priority, Refused):
        return priority
    return Triage(priority=priority, impact=said.impact, urgency=said.urgency)


def changed_from(at: Situation, priority: str) -> str | None:
    """Return the priority that a ticket had, if it gets another one."""
    held = at.ticket.priority
    return held if held != priority else None


def _by_matrix(impact: str | None, urgency: str | None, rules: Rules) -> str | Refused:
    if impact is None or urgency is None:
        missing = "--impact" if impact is None else "--urgency"
        return Refused(
            "impact and urgency make the priority together", f"give {missing} too", Cause.WORDING
        )
    priority = rules.priority_of(impact, urgency)
    if priority is None:
        return Refused(
            f"the policy makes no priority of impact {impact} and urgency {urgency}",
            "give --priority too",
            Cause.WORDING,
        )
    return priority


def is_vip(customer: str | None, people: People) -> bool:
    """Tell whether all tickets of a customer are a VIP's."""
    known = people.customers.get(customer or "")
    return known is not None and known.vip
