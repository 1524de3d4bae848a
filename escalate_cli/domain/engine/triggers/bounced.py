"""Hierarchy: the ticket goes back and forth between levels."""

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

import msgspec

from escalate_cli.domain.engine.intervals import Cycle, Finding
from escalate_cli.domain.engine.triggers import Kind, trigger
from escalate_cli.domain.ticket.ticket import Ticket


@trigger(Kind.HIERARCHY)
class Bounced(msgspec.Struct, frozen=True, kw_only=True):
    """Speak when the ticket came back to a level it had just left, `times` times."""

    kind: ClassVar[Kind]
    times: int = 1

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield one finding, at the arrival that completes the count."""
        visits = groupby(cycle.stretches, key=lambda stretch: stretch.ticket.level)
        arrivals = [(level, next(group).since) for level, group in visits]
        bounces = [
            (here, since)
            for (before, _), _, (here, since) in zip(
                arrivals, arrivals[1:], arrivals[2:], strict=False
            )
            if before == here
        ]
        if len(bounces) >= self.times:
            level, since = bounces[self.times - 1]
            until = cycle.stretches[-1].until
            yield Finding(since=since, until=until, reason=f"bounced back to {level}")

    def waits_for(self, ticket: Ticket) -> str:
        """Say what counts."""
        return f"it has not come back to a level it had just left {self.times} times"
