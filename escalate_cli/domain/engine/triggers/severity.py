"""Severity: the ticket is of a kind that climbs at once."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from escalate_cli.domain.engine.intervals import Cycle, Finding
from escalate_cli.domain.engine.triggers import Kind, trigger
from escalate_cli.domain.ticket.ticket import Ticket


@trigger(Kind.SEVERITY)
class Severity(msgspec.Struct, frozen=True, kw_only=True):
    """Speak as soon as the ticket matches the rule's `when`."""

    kind: ClassVar[Kind]

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield the whole cycle; the rule's `when` cuts it to size, and is the reason."""
        yield cycle.whole

    def waits_for(self, ticket: Ticket) -> str:
        """Say that only work in progress counts."""
        return f"speaks at once on work in progress; the ticket is {ticket.status}"
