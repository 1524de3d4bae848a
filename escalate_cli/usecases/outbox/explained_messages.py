"""What waits in the outbox, each message with what it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import PENDING, Message
from escalate_cli.domain.messages.quiet_hours import quiet_until
from escalate_cli.domain.messages.recipient import recipient_of
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.message_tickets import Tickets

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.usecases.ports import View


def explained(context: Context, view: View, messages: Iterable[Message]) -> list[Message]:
    """Say of messages what each waits for."""
    tickets = Tickets(view)
    return [_explained(context, message, tickets) for message in messages]


def _explained(context: Context, message: Message, tickets: Tickets) -> Message:
    """Say why a message that was not tried yet has not gone out."""
    if message.state != PENDING:
        return message
    ticket = tickets.get(message.ticket)
    recipient = recipient_of(message, ticket, context.people)
    if recipient.unreachable:
        return replace(message, error=recipient.unreachable)
    return replace(
        message, next_at=quiet_until(recipient.quiet, ticket, context.people, context.now)
    )
