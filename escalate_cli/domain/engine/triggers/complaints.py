"""Customer-driven: the requester has complained too often."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Literal

import msgspec

from escalate_cli.domain.engine.full_windows import full_windows
from escalate_cli.domain.engine.intervals import Cycle, Finding
from escalate_cli.domain.engine.triggers import Kind, trigger
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.time.duration import format_duration


@trigger(Kind.CUSTOMER)
class Complaints(msgspec.Struct, frozen=True, kw_only=True):
    """Speak at the complaint that completes the `count` `within` the window.

    `by: ticket` counts the complaints about the ticket, `by: requester` all of its requester
    that were known when each was recorded.
    """

    kind: ClassVar[Kind]
    count: int = 3
    within: timedelta = timedelta(days=14)
    by: Literal["ticket", "requester"] = "ticket"

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield each time in which the window is full, begun by a complaint of this cycle."""
        if not cycle.stretches[-1].ticket.complaints:
            return
        reason = f"{self.count} complaints within {format_duration(self.within)}"
        counted = ((at, self._first(known)) for at, known in self._complaints(cycle))
        yield from full_windows(counted, self.within, reason)

    def _first(self, known: Sequence[datetime]) -> datetime | None:
        """Return when the first of as many as fill a window came, if there were as many."""
        return known[-self.count] if len(known) >= self.count else None

    def _complaints(self, cycle: Cycle) -> Iterator[tuple[datetime, Sequence[datetime]]]:
        """Yield each complaint of the cycle with all that counted when it came."""
        ticket = cycle.stretches[-1].ticket
        for n, complaint in enumerate(ticket.complaints, 1):
            if complaint.at < cycle.since:
                continue
            own = [earlier.at for earlier in ticket.complaints[:n]]
            others = complaint.elsewhere if self.by == "requester" else ()
            yield complaint.at, sorted((*own, *others))

    def waits_for(self, ticket: Ticket) -> str:
        """Say how many complaints there were."""
        within = format_duration(self.within)
        return f"{len(ticket.complaints)} complaints so far, {self.count} within {within} speak"
