"""Resolve, close, reopen: the end of a ticket's cycle, and a new one."""

from collections.abc import Iterator, Sequence

from escalate_cli.domain.messages.message_kind import MessageKind
from escalate_cli.domain.messages.notifications import closing, reopening
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import ACTIVE, Status
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.unit_of_work import Context, change
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be


def resolve(context: Context, ids: Sequence[str], resolution: str = "") -> list[TicketSnapshot]:
    """Record that the issue is solved; every clock ends."""

    def act(history: History) -> Iterator[e.Event]:
        must_be(history.seen(context.now), ACTIVE, "resolved")
        yield e.TicketResolved(resolution=input_validation.text_of(resolution), **context.stamp)

    def tell(history: History) -> Iterator[Message]:
        yield from closing(history, history.events[-1], MessageKind.RESOLUTION, context.people)

    return change(context, input_validation.numbers_of(ids), act, tell)


def close(context: Context, ids: Sequence[str], message: str = "") -> list[TicketSnapshot]:
    """Confirm that resolved tickets are done."""

    def act(history: History) -> Iterator[e.Event]:
        must_be(history.ticket, {Status.RESOLVED}, "closed")
        yield e.TicketClosed(message=input_validation.text_of(message), **context.stamp)

    def tell(history: History) -> Iterator[Message]:
        yield from closing(history, history.events[-1], MessageKind.CLOSURE, context.people)

    return change(context, input_validation.numbers_of(ids), act, tell)


def reopen(context: Context, ids: Sequence[str], message: str = "") -> list[TicketSnapshot]:
    """Begin a new cycle at the same level; the verdicts of the old one stay."""

    def act(history: History) -> Iterator[e.Event]:
        must_be(history.ticket, {Status.RESOLVED, Status.CLOSED}, "reopened")
        yield e.TicketReopened(
            message=input_validation.text_of(message), rules=RULES, **context.stamp
        )

    def tell(history: History) -> Iterator[Message]:
        return reopening(history, history.events[-1], context.people)

    return change(context, input_validation.numbers_of(ids), act, tell)
