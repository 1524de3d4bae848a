"""Assign: the ticket is given to one of the team."""

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.refusals import not_free, not_of_team, wrong_status
from escalate_cli.domain.verbs.situation import Situation


def assign(at: Situation, owner: str, message: str = "") -> Done | Refused:
    """Make somebody the owner; nobody gives themselves what is another one's.

    Whoever owns it and has not acknowledged it does so by giving it to themselves.
    """
    ticket = at.ticket
    refused = wrong_status(ticket, ACTIVE, "assigned") or not_of_team(owner, at, "assigned to")
    if refused is None and owner == at.by != ticket.owner:
        refused = not_free(at)
    if refused is not None:
        return refused
    has_it = ticket.holder == owner
    if has_it or (owner == ticket.owner and owner != at.by):
        return Done()
    return Done((e.TicketAssigned(owner=owner, message=message, **at.stamp),))
