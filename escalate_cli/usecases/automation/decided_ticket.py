"""What a run makes of one ticket: decided, put off, or a failure with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from escalate_cli.domain.engine.decision import Decision
    from escalate_cli.domain.messages.outbox_message import Message
    from escalate_cli.domain.ticket.ticket import Ticket
    from escalate_cli.usecases.records import Record


class Failure(msgspec.Struct, frozen=True):
    """A ticket that could not be checked, and why; the others were."""

    ticket: str
    message: str


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket on which nothing is to be decided before another instant than its row says.

    Attributes:
        revision: that of the ticket that was looked at.
    """

    number: int
    revision: str
    record: Record


class Advanced(Looked, frozen=True, kw_only=True):
    """What is due on one ticket, decided, with all that a store has to be told of it.

    Attributes:
        unreachable: whom the policy's channels have no contact for.
    """

    decisions: tuple[Decision, ...]
    messages: tuple[Message, ...]
    unreachable: frozenset[str]

    def noted(self) -> Advanced:
        """Return it once it is kept, without what a store alone has to know."""
        record = replace(self.record, events=())
        return replace(self, record=record, messages=())

    @property
    def ticket(self) -> Ticket:
        """Return the ticket after it."""
        return self.record.ticket


Result = Looked | Failure
