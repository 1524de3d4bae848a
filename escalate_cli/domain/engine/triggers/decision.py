"""Hierarchy: a decision of the management was asked for."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from escalate_cli.domain.engine.intervals import Cycle, Finding
from escalate_cli.domain.engine.triggers import Kind, trigger
from escalate_cli.domain.ticket.ticket import Ticket


@trigger(Kind.HIERARCHY)
class DecisionNeeded(msgspec.Struct, frozen=True, kw_only=True):
    """Speak each time an assessment asks for a management decision."""

    kind: ClassVar[Kind]

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield one finding for each time it was asked in the cycle."""
        ticket, until = cycle.stretches[-1].ticket, cycle.stretches[-1].until
        asked = [at for at in ticket.decisions_asked if at >= cycle.since]
        for since, following in zip(asked, [*asked[1:], until], strict=False):
            yield Finding(since=since, until=following, reason="a management decision is needed")

    def waits_for(self, ticket: Ticket) -> str:
        """Say how it would be asked for."""
        return "nobody asked for a decision: escalate assess ID --needs-decision"
