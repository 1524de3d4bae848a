"""Say yes or no to an escalation that somebody asked for."""

from collections.abc import Iterator, Sequence

from escalate_cli.domain.engine.escalation import granted
from escalate_cli.domain.messages.notifications import answering, going
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.authority import speaks_for
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Request
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.ports import View
from escalate_cli.usecases.unit_of_work import Context, change_among
from escalate_cli.usecases.verbs import input_validation


def approve(context: Context, ids: Sequence[str], message: str = "") -> list[TicketSnapshot]:
    """Grant requests: the tickets move at once, unless they have moved already."""

    def act(view: View, history: History) -> Iterator[e.Event]:
        request = _request(history)
        yield e.EscalationApproved(
            to=request.to,
            for_person=_authority(context, view, history, request),
            message=input_validation.text_of(message),
            **context.stamp,
        )
        goal = history.rules.level(request.to)
        if goal is not None and not request.afterwards:
            ticket = history.seen(context.now)
            yield granted(ticket, request, goal, context.people, context.stamp)

    def tell(history: History) -> Iterator[Message]:
        yield from going(history, context.people)
        yield from answering(history, context.people)

    return change_among(context, input_validation.numbers_of(ids), act, tell)


def decline(context: Context, ids: Sequence[str], message: str) -> list[TicketSnapshot]:
    """Turn requests down; the tickets stay where they are."""
    if not message.strip():
        raise UsageError("a request is declined with a reason", "give -m WHY")

    def act(view: View, history: History) -> Iterator[e.Event]:
        request = _request(history)
        yield e.EscalationDeclined(
            to=request.to,
            for_person=_authority(context, view, history, request),
            message=input_validation.text_of(message),
            **context.stamp,
        )

    return change_among(
        context,
        input_validation.numbers_of(ids),
        act,
        lambda history: answering(history, context.people),
    )


def _request(history: History) -> Request:
    pending = history.ticket.pending_approval
    if pending is None:
        raise NotAllowedError(
            f"{history.ticket.id} has no request to answer",
            "escalate list is:pending shows the tickets that have one",
        )
    return pending


def _authority(context: Context, view: View, history: History, request: Request) -> str | None:
    """Return whose authority is used, if it is lent; refuse where there is none."""
    whose = speaks_for(
        context.by, request, history.rules, context.people, view.delegations(), context.now
    )
    if whose is None:
        needed = f"{request.approver} ({', '.join(request.asked) or 'nobody named'})"
        why = "one's own request needs another one's yes" if context.by == request.by else ""
        raise NotAllowedError(
            f"{context.by} may not answer for {history.ticket.id}: it needs {needed}",
            why
            or f"escalate delegate {request.asked[0] if request.asked else 'PERSON'} --to "
            f"{context.by} --until TIME lends the authority",
        )
    return whose if whose != context.by else None
