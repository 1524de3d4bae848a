"""Acknowledge: the level that holds the ticket has seen it, and somebody has taken it."""

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import ACTIVE, Status
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.refusals import not_free, not_of_team, wrong_status
from escalate_cli.domain.verbs.situation import Situation


def acknowledge(at: Situation, message: str = "", *, take: bool = False) -> Done | Refused:
    """Take a ticket that nobody has; one that another has is only seen, unless `take`.

    What waits for others is refused, unless `take`. A second time makes no event.
    """
    ticket = at.ticket
    is_seen_only = ticket.holder == at.by or (ticket.holder is not None and not take)
    is_theirs = take or ticket.holder is not None
    refused = (
        wrong_status(ticket, ACTIVE, "acknowledged")
        or not_of_team(at.by, at, "acknowledged by")
        or (None if is_theirs else not_free(at))
    )
    if refused is not None:
        return refused
    if is_seen_only and _has_seen(at):
        return Done()
    takes = not is_seen_only and (take or ticket.status is not Status.OPEN)
    return Done((e.TicketAcknowledged(message=message, take=takes, **at.stamp),))


def _has_seen(at: Situation) -> bool:
    """Tell whether who acts acknowledged the ticket since it came to its level."""
    return any(
        isinstance(event, e.TicketAcknowledged)
        and event.by == at.by
        and event.at >= at.ticket.arrived_at
        for event in at.history.effective
    )
