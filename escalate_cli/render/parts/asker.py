"""The asker: who reads an answer, and what is theirs to do next."""

import msgspec

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.verbs.next_step import awaited, next_step


class Asker(msgspec.Struct, frozen=True):
    """Who reads an answer: what comes next is theirs to do, by the people of today."""

    name: str
    policy: Policy

    def next_step(self, standing: TicketSnapshot, command: str) -> str | None:
        """Return what they can type next about a ticket."""
        return next_step(self.name, standing, self.policy, command)

    def awaited(self, standing: TicketSnapshot) -> str:
        """Say who else has the ball."""
        return awaited(self.name, standing, self.policy)
