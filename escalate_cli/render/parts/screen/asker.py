"""The asker: who reads an answer, and what is theirs to do next."""

import msgspec

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.people.team import some_of
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.verbs.next_step import awaited, holders, next_step


class Asker(msgspec.Struct, frozen=True):
    """Who reads an answer: what comes next is theirs to do, by the people of today."""

    name: str
    policy: Policy

    def next_step(self, standing: TicketSnapshot, command: str) -> str | None:
        """Return what they can type next about a ticket."""
        return next_step(self.name, standing, self.policy, command)

    def holder(self, standing: TicketSnapshot) -> str:
        """Name whose move it is: `you`, the owner, or the people for whom the ticket waits."""
        names = holders(standing, self.policy)
        return some_of("you" if name == self.name else name for name in names)

    def awaited(self, standing: TicketSnapshot) -> str:
        """Say who else has the ball."""
        return awaited(self.name, standing, self.policy)
