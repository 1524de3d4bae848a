"""What people were told of a ticket."""

from datetime import datetime

from escalate_cli.domain.ticket.events.base import Event


class MessageSent(Event, frozen=True, kw_only=True):
    """A message left the outbox, because its channel took it.

    Attributes:
        key: the message's own key; `batch` the one it was sent under, with others.
        message: what kind of message it was.
        via: the channel.
        queued_at: when the fact it tells was recorded.
    """

    key: str
    message: str
    to: str
    via: str
    batch: str
    queued_at: datetime


class MessageDropped(Event, frozen=True, kw_only=True):
    """A message left the outbox unsent.

    Attributes:
        key: the message's own key.
        message: what kind of message it was.
        queued_at: when the fact it tells was recorded.
    """

    key: str
    message: str
    to: str
    queued_at: datetime
    reason: str = ""


OfMessage = MessageSent | MessageDropped
"""What became of a message; it changes nothing about the ticket."""
