"""Customer-driven: the ticket was reopened, again and again."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from escalate_cli.domain.engine.intervals import Cycle, Finding
from escalate_cli.domain.engine.triggers import Kind, trigger
from escalate_cli.domain.ticket.ticket import Ticket


@trigger(Kind.CUSTOMER)
class Reopened(msgspec.Struct, frozen=True, kw_only=True):
    """Speak at the reopening that is the `times`-th or a later one."""

    kind: ClassVar[Kind]
    times: int = 1

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield the whole cycle if enough reopenings led to it."""
        reopenings = cycle.number - 1
        if reopenings >= self.times:
            until = cycle.stretches[-1].until
            reason = f"reopened {reopenings} times" if reopenings > 1 else "reopened"
            yield Finding(since=cycle.since, until=until, reason=reason)

    def waits_for(self, ticket: Ticket) -> str:
        """Say how often it was reopened."""
        return f"it was reopened {ticket.cycle - 1} of {self.times} times"
