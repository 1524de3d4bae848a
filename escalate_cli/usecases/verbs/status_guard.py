"""What a ticket's status and the team allow, and what to do instead where they do not."""

from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.team import is_of_team, may_take, some_of, staff_of, takers
from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.errors import IllegalTransitionError, NotAllowedError
from escalate_cli.suggestions import nearest
from escalate_cli.usecases.unit_of_work import Context

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
        raise IllegalTransitionError(
            f"{ticket.id} is {ticket.status}: it cannot be {what}", instead
        )


def must_be_of_team(person: str, ticket: Ticket, context: Context, what: str) -> None:
    """Refuse what is for the team, by today's people, to everybody else.

    Raises:
        NotAllowedError: naming who was perhaps meant, or else the team.
    """
    if not is_of_team(person, ticket, context.rules, context.people):
        staff = staff_of(context.rules, context.people)
        near = nearest(person, staff)
        known = f"the team is {some_of(staff, 8)}"
        yours = f"{known}; --as NAME, or logins: in the policy, says who you are"
        raise NotAllowedError(
            f"{ticket.id} cannot be {what} {person}, who is not of the team",
            f"did you mean '{near}'?" if near else yours if person == context.by else known,
        )


def must_be_free(context: Context, history: History) -> None:
    """Refuse to whoever does not have a ticket what another one has or what waits for others.

    Raises:
        NotAllowedError: naming them, and how to take it all the same.
    """
    ticket, pinned = history.seen(context.now), history.rules
    if ticket.holder is not None:
        whose = f"is with {ticket.holder}"
    elif may_take(context.by, ticket, pinned, context.people, context.now):
        return
    else:
        named = takers(ticket, pinned.level(ticket.level), context.people, context.now)
        whose = f"waits for {ticket.owner or some_of(named)}"
    raise NotAllowedError(
        f"{ticket.id} {whose} at {ticket.level}",
        f"escalate ack {ticket.id} --take makes it yours",
    )
