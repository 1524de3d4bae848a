"""A message of the outbox, moved to another store together with its ticket."""

import re

from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.renumbering import Numbers, renumbered, renumbered_key


def moved(message: Message, numbers: Numbers) -> Message:
    """Return the message with the ticket's numbers in another store."""
    ticket, event = numbers.ticket(message.ticket), message.event
    return replace(
        message,
        key=renumbered_key(message.key, numbers),
        ticket=ticket,
        text=re.sub(rf"\b{re.escape(message.ticket)}\b", ticket, message.text, flags=re.ASCII),
        event=renumbered(event, numbers) if event else None,
    )
