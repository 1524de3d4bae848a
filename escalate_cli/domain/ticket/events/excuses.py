"""A breach that counts no longer: the promise was a mistake, or missing it was not theirs."""

from typing import ClassVar

from msgspec.structs import replace

from escalate_cli.domain.ticket.clock.latched_breach import Excuse, with_excuse
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.events.base import Event, Words
from escalate_cli.domain.ticket.events.wording import Clause, spaced
from escalate_cli.domain.ticket.ticket import PUNCTUAL, Ticket


class BreachExcused(Event, frozen=True, kw_only=True):
    """What a clock has missed in a cycle by then stays on record, and presses and counts no more.

    Runs of the clock that are breached later are another matter.
    """

    is_for_team: ClassVar[bool] = True

    clock: str
    cycle: int
    message: Words

    def covers(self, run: Clock) -> bool:
        """Tell whether it excuses a run."""
        is_missed = run.breached_at is not None and run.breached_at <= self.at
        return is_missed and (run.name, run.cycle) == (self.clock, self.cycle)

    def _after(self, ticket: Ticket) -> Ticket:
        excuse = Excuse(by=self.by, at=self.at, reason=self.message)
        clocks = {
            n: replace(c, excused=c.excused or self.covers(c) or self._goes_on(c, ticket))
            for n, c in ticket.clocks.items()
        }
        breaches = with_excuse(ticket.breaches, self.clock, self.cycle, excuse)
        return replace(ticket, clocks=clocks, breaches=breaches)

    def _goes_on(self, run: Clock, ticket: Ticket) -> bool:
        """Tell whether a run goes on, in a later cycle, from one that it excuses."""
        if not run.was_breached or ticket.rules < PUNCTUAL:
            return False
        missed = (self.clock, self.cycle, run.breached_at)
        return run.name == self.clock and missed in {
            (each.clock, each.cycle, each.breached_at) for each in ticket.breaches
        }

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say of which clock, and of which cycle if there are several."""
        return (
            f"excused the breach of {spaced(self.clock)}",
            f"cycle {self.cycle}" if self.cycle > 1 else "",
        )
