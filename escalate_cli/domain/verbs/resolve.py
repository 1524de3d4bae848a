"""Resolve, close and reopen: the end of a ticket's cycle, and a new one."""

from msgspec.structs import replace

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.ticket import ACTIVE, FINISHED, Status
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.refusals import word_among, wrong_status
from escalate_cli.domain.verbs.situation import Situation
from escalate_cli.suggestions import nearest


def resolve(at: Situation, resolution: str = "", outcome: str | None = None) -> Done | Refused:
    """Record that the issue is solved, or settled as the policy has a word for."""
    refused = wrong_status(at.ticket, ACTIVE, "resolved")
    if refused is not None:
        return refused
    if outcome is not None and not at.is_on_record:
        word = _outcome(outcome, at.rules)
        if isinstance(word, Refused):
            return word
        outcome = word
    return Done((e.TicketResolved(resolution=resolution, outcome=outcome, **at.stamp),))


def _outcome(word: str, rules: Rules) -> str | Refused:
    """Return the outcome that was meant; a word that the policy lacks names the nearest."""
    meant = word_among(word, rules.outcomes, "outcome")
    if isinstance(meant, Refused) and (near := nearest(word, rules.outcomes)):
        return replace(meant, help=f"did you mean '{near}'?")
    return meant


def close(at: Situation, message: str = "") -> Done | Refused:
    """Confirm that a resolved ticket is done; a closed one, that what was asked since was read."""
    closable = FINISHED if at.ticket.awaits_answer else {Status.RESOLVED}
    refused = wrong_status(at.ticket, closable, "closed")
    return refused or Done((e.TicketClosed(message=message, **at.stamp),))


def reopen(at: Situation, message: str = "", rules: int = RULES) -> Done | Refused:
    """Begin a new cycle, whose clocks count by a version of the rules of counting."""
    refused = wrong_status(at.ticket, FINISHED, "reopened")
    return refused or Done((e.TicketReopened(message=message, rules=rules, **at.stamp),))
