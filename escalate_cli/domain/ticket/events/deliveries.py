"""What people were told of a ticket."""

from typing import ClassVar

from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.references import DecisionKey
from escalate_cli.domain.ticket.events.wording import Clause, spaced
from escalate_cli.domain.time.timezones import Instant


class MessageSent(Event, frozen=True, kw_only=True):
    """A message left the outbox, because its channel took it.

    Attributes:
        key: the message's own key; `batch` the one it was sent under, with others.
        message: what kind of message it was.
        via: the channel.
        queued_at: when the fact it tells was recorded.
    """

    makes_step: ClassVar[bool] = False

    key: DecisionKey
    message: str
    to: str
    via: str
    batch: str
    queued_at: Instant

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say what went to whom."""
        return (f"{spaced(self.message)} sent to {self.to} by {self.via}",)

    @property
    def written(self) -> str:
        """Return nothing: its text is the outbox's."""
        return ""


class MessageDropped(Event, frozen=True, kw_only=True):
    """A message left the outbox unsent.

    Attributes:
        key: the message's own key.
        message: what kind of message it was.
        queued_at: when the fact it tells was recorded.
    """

    makes_step: ClassVar[bool] = False

    key: DecisionKey
    message: str
    to: str
    queued_at: Instant
    reason: Words = ""

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say what did not go to whom."""
        return (f"{spaced(self.message)} for {self.to} dropped unsent",)

    @property
    def written(self) -> str:
        """Return why."""
        return self.reason


OfMessage = MessageSent | MessageDropped
"""What became of a message; it changes nothing about the ticket."""
