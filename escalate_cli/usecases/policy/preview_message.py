"""Show what a message would say."""

from collections.abc import Callable

from escalate_cli.domain.messages.message_kind import MessageKind
from escalate_cli.domain.messages.message_templates import BUILT_IN, text_of
from escalate_cli.domain.policy.policy import FUNCTIONAL
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.usecases.unit_of_work import Context
from escalate_cli.usecases.verbs import input_validation

_ABOUT: dict[str, Callable[[e.Event], bool]] = {
    MessageKind.HANDOFF: lambda x: isinstance(x, e.TicketEscalated) and x.ladder == FUNCTIONAL,
    MessageKind.MANAGEMENT: lambda x: isinstance(x, e.TicketEscalated) and x.ladder != FUNCTIONAL,
    MessageKind.STAKEHOLDER_UPDATE: lambda x: isinstance(x, e.TicketEscalated),
    MessageKind.ASSIGNED: lambda x: isinstance(x, e.TicketAssigned),
    MessageKind.RETURNED: lambda x: isinstance(x, e.TicketReturned),
    MessageKind.REOPENED: lambda x: isinstance(x, e.TicketReopened),
    MessageKind.APPROVAL_REQUEST: lambda x: isinstance(x, e.EscalationRequested),
    MessageKind.APPROVAL_AFTERWARDS: lambda x: isinstance(x, e.EscalationRequested),
    MessageKind.NOTE: lambda x: isinstance(x, e.NoteAdded) and x.public and not x.from_requester,
    MessageKind.REPLY: lambda x: isinstance(x, e.NoteAdded) and x.from_requester,
    MessageKind.COMPLAINT: lambda x: isinstance(x, e.ComplaintReceived),
    MessageKind.APPROVED: lambda x: isinstance(x, e.EscalationApproved),
    MessageKind.DECLINED: lambda x: isinstance(x, e.EscalationDeclined),
    MessageKind.STATUS_UPDATE: lambda x: isinstance(x, e.TicketPaused | e.TicketReopened),
    MessageKind.RESOLUTION: lambda x: isinstance(x, e.TicketResolved),
    MessageKind.CLOSURE: lambda x: isinstance(x, e.TicketClosed),
}


def preview_message(context: Context, message: str, ticket_id: str) -> str:
    """Fill a message in for a ticket, from the latest event that it could tell of."""
    known = dict.fromkeys((*BUILT_IN, *context.policy.messages))
    name = input_validation.one_of(message, known, "message")
    history = context.history(context.store.read(), input_validation.numbers_of([ticket_id])[0])
    return text_of(name, history.seen(context.now), context.policy, _event(name, history))


def _event(name: str, history: History) -> e.Event | None:
    fits = _ABOUT.get(name, _has_fired)
    return next((event for event in reversed(history.events) if fits(event)), None)


def _has_fired(event: e.Event) -> bool:
    return isinstance(event, e.TriggerFired)
