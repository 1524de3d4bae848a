"""Severity: the same trouble is reported again and again under the key of the ticket."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from escalate_cli.domain.engine.full_windows import full_windows
from escalate_cli.domain.engine.intervals import Cycle, Finding
from escalate_cli.domain.engine.triggers import Kind, trigger
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.time.duration import format_duration


@trigger(Kind.SEVERITY)
class Reports(msgspec.Struct, frozen=True, kw_only=True):
    """Speak at the report that completes the `count` `within` the window, the log being one.

    Reports under a key count in the cycle in which they came; the one that reopens is its first.
    """

    kind: ClassVar[Kind]
    count: int = 5
    within: timedelta = timedelta(minutes=10)

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield each time in which the window is full."""
        if not cycle.reports:
            return
        reason = f"{self.count} reports within {format_duration(self.within)}"
        yield from full_windows(self._counted(cycle), self.within, reason)

    def _counted(self, cycle: Cycle) -> Iterator[tuple[datetime, datetime | None]]:
        """Yield each report with the first of as many as fill a window, if there were as many."""
        latest: deque[datetime] = deque(maxlen=self.count)
        for at, times in cycle.reports:
            latest.extend([at] * min(times, self.count))
            yield at, latest[0] if len(latest) == self.count else None

    def waits_for(self, ticket: Ticket) -> str:
        """Say what it counts."""
        within = format_duration(self.within)
        named = f"under the key {ticket.key}" if ticket.key else "under a key, and it has none"
        return f"{self.count} reports {named} within {within}"
