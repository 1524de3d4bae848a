"""What one run of the engine over one ticket has done so far."""

from collections.abc import Iterable
from datetime import datetime

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.actor import THE_POLICY, Stamp
from escalate_cli.domain.ticket.ticket import Ticket


class Evaluation:
    """Decisions of one instant on one ticket, in the order they fell due.

    Attributes:
        held: the ticket as it was when the run began; `next` is counted from its level.
        people: those of today, who get the ticket and are told.
        own: decide only what became true at this very instant, and not by time alone.
        messages: what is told; nothing is, and no text is made, in a run that is `silent`.
    """

    def __init__(
        self,
        agenda: Agenda,
        now: datetime,
        *,
        own: bool = False,
        silent: bool = False,
    ) -> None:
        self.agenda = agenda
        self.history = agenda.history
        self.people = agenda.people
        self.now = now
        self.own = own
        self.held = agenda.history.ticket
        self.decisions: list[Decision] = []
        self.messages: list[Message] = []
        self._silent = silent

    @property
    def ticket(self) -> Ticket:
        """Return the ticket as the run has left it so far."""
        return self.history.ticket

    @property
    def stamp(self) -> Stamp:
        """Return what events of the policy itself say of who and when."""
        return THE_POLICY.stamp(self.now)

    def tell(self, messages: Iterable[Message]) -> None:
        """Keep messages, which are made only if they are wanted."""
        if not self._silent:
            self.messages.extend(messages)
