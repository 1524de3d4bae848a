"""Resolve, close and reopen: the end of a ticket's cycle, and a new one."""

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.ticket import ACTIVE, FINISHED, Status
from escalate_cli.domain.verbs.allowed import wrong_status
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.situation import Situation


def resolve(at: Situation, resolution: str = "") -> Done | Refused:
    """Record that the issue is solved."""
    refused = wrong_status(at.ticket, ACTIVE, "resolved")
    return refused or Done((e.TicketResolved(resolution=resolution, **at.stamp),))


def close(at: Situation, message: str = "") -> Done | Refused:
    """Confirm that a resolved ticket is done."""
    refused = wrong_status(at.ticket, {Status.RESOLVED}, "closed")
    return refused or Done((e.TicketClosed(message=message, **at.stamp),))


def reopen(at: Situation, message: str = "", rules: int = RULES) -> Done | Refused:
    """Begin a new cycle, whose clocks count by a version of the rules of counting."""
    refused = wrong_status(at.ticket, FINISHED, "reopened")
    return refused or Done((e.TicketReopened(message=message, rules=rules, **at.stamp),))
