"""Return a ticket: the level hands it back to the one before."""

from collections.abc import Iterator, Sequence

from escalate_cli.domain.messages.notifications import returning
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.routing import route
from escalate_cli.domain.policy.rules import FUNCTIONAL, Level
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ladder import rank_held
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.unit_of_work import Context, change
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be


def return_ticket(context: Context, ids: Sequence[str], message: str) -> list[TicketSnapshot]:
    """Hand tickets back to the level they came from; the time they cost stays with this one."""
    if not message.strip():
        raise UsageError("a ticket is returned with a reason", "give -m WHY")

    def act(history: History) -> Iterator[e.Event]:
        ticket = history.seen(context.now)
        must_be(ticket, ACTIVE, "returned")
        goal = _came_from(history)
        led = route(goal, context.people, context.now)
        yield e.TicketReturned(
            origin=ticket.level,
            to=goal.id,
            message=input_validation.text_of(message),
            team=led.team,
            owner=led.owner,
            routed=led.note,
            notified=led.told,
            **context.stamp,
        )

    def tell(history: History) -> Iterator[Message]:
        for event in history.events:
            if isinstance(event, e.TicketReturned) and event.is_new:
                yield from returning(history, event, context.people)

    return change(context, input_validation.numbers_of(ids), act, tell)


def _came_from(history: History) -> Level:
    """Return the level that escalated the ticket to where it is."""
    ticket, policy = history.ticket, history.rules
    held = rank_held(ticket, FUNCTIONAL, policy)
    steps = [s for s in ticket.escalations if s.ladder == FUNCTIONAL and s.to == ticket.level]
    origin = policy.level(steps[-1].origin) if steps and steps[-1].origin else None
    if origin is not None and origin.rank < held:
        return origin
    if held < 1:
        raise NotAllowedError(
            f"{ticket.id} is at {ticket.level}, the lowest level: there is nobody to return it to",
            f"escalate wait {ticket.id} --for requester asks for what is missing",
        )
    return policy.functional[held - 1]
