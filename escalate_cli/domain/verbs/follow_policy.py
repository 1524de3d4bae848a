"""Follow another policy: a ticket that is not over goes by the file of today."""

from msgspec.structs import replace

from escalate_cli.domain.policy.routing import placed
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.refusals import wrong_status
from escalate_cli.domain.verbs.situation import Situation


def follow_policy(at: Situation) -> Done | Refused:
    """Let the ticket follow today's rules, if they have its levels and its priority."""
    ticket, rules = at.ticket, at.policy.rules
    if ticket.policy == rules.id:
        return Done()
    refused = wrong_status(ticket, ACTIVE, "moved to another policy") or _unknown_level(at)
    if refused is not None:
        return refused
    if ticket.priority not in rules.priorities:
        return Refused(
            f"{ticket.id} has priority {ticket.priority}, which the policy no longer has",
            f"escalate edit {ticket.id} --priority gives it another one first",
        )
    return Done((_applied(at),))


def _applied(at: Situation) -> e.PolicyApplied:
    """Return the change; a ticket that is nobody's is routed by today's rules, as a log would be.

    So is one that was logged while no policy could be read which names anybody.
    """
    ticket, rules = at.ticket, at.policy.rules
    applied = e.PolicyApplied(policy=rules.id, untouched=True, **at.stamp)
    level = rules.level(ticket.level)
    is_nobodys = ticket.team is None and ticket.owner is None
    if level is None or not is_nobodys or not (level.team or level.person):
        return applied
    return replace(applied, **placed(level, at.people, at.now))


def _unknown_level(at: Situation) -> Refused | None:
    """Refuse where the ticket is at a level that is on no ladder any more."""
    ticket = at.ticket
    for held, what in ((ticket.level, FUNCTIONAL), (ticket.management_level, MANAGEMENT)):
        if held is not None and at.policy.rules.level(held) is None:
            return Refused(
                f"{ticket.id} is at the {what} level {held}, which the policy no longer has",
                "keep that level in the file until no open ticket is at it",
            )
    return None
