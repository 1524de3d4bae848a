"""What a ticket's status allows, and what to do instead where it does not."""

from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.errors import IllegalTransitionError

_INSTEAD = {
    Status.OPEN: "escalate ack {id} takes it, escalate resolve {id} solves it",
    Status.ACKNOWLEDGED: "escalate resolve {id} solves it, escalate escalate {id} moves it up",
    Status.WAITING: "escalate resume {id} goes on with it",
    Status.RESOLVED: "escalate close {id} ends it, escalate reopen {id} begins anew",
    Status.CLOSED: "escalate reopen {id} begins anew, escalate show {id} tells the story",
}


def must_be(ticket: Ticket, allowed: frozenset[Status] | set[Status], what: str) -> None:
    """Refuse a verb that the ticket's status does not allow.

    Raises:
        IllegalTransitionError: naming the status and what can be done instead.
    """
    if ticket.status not in allowed:
        instead = _INSTEAD[ticket.status].format(id=ticket.id)
        raise IllegalTransitionError(ticket.id, ticket.status, what, instead)
