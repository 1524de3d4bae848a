"""Time-based: a clock has used a share of its target, or run for a time."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

import msgspec

from escalate_cli.domain.engine.intervals import Cycle, Finding, Stretch
from escalate_cli.domain.engine.triggers import Kind, trigger
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.clock.threshold import Threshold
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.time.duration import format_duration


@trigger(Kind.TIME, When())
class ClockReached(msgspec.Struct, frozen=True, kw_only=True):
    """Speak when a clock reaches `at`: a share `75%`, a time `1h`, or `due-30m`."""

    kind: ClassVar[Kind]
    clock: ClockName
    at: Threshold

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield one finding each time the clock, or a restart of it, gets there."""
        since: datetime | None = None
        before: Clock | None = None
        stretches = cycle.to_the_end().stretches
        for stretch in stretches:
            clock = stretch.ticket.clocks.get(self.clock)
            if since is not None and not self._still_there(clock, before):
                yield self._finding(since, stretch.since, before)
                since = None
            if since is None and clock is not None:
                since = self._reached(clock, stretch, stretch.until or cycle.horizon)
            before = clock
        if since is not None:
            yield self._finding(since, stretches[-1].until, before)

    def waits_for(self, ticket: Ticket) -> str:
        """Say how the clock stands."""
        clock = ticket.clocks.get(self.clock)
        if clock is None or self.at.of(clock.target) is None:
            return f"the {self.clock} clock has no target"
        if clock.excused:
            return f"the breach of the {self.clock} clock is excused"
        return f"the {self.clock} clock is {clock.state} and has not reached {self.at}"

    def _reached(self, clock: Clock, stretch: Stretch, by: datetime | None) -> datetime | None:
        """Return the instant of the stretch at which the clock gets there, if it does by one."""
        needed = self.at.of(clock.target)
        if needed is None or clock.ended_at is not None or clock.excused:
            return None
        if by is not None and not clock.may_spend(needed, by):
            return None  # not even if it ran all the time, which is told sooner than when
        at = clock.reaches(needed, stretch.rules.calendar)
        return at if at is not None and (stretch.until is None or at <= stretch.until) else None

    def _still_there(self, clock: Clock | None, before: Clock | None) -> bool:
        """Tell whether the same clock goes on and its threshold did not move away."""
        if clock is None or before is None or clock.ended_at is not None or clock.excused:
            return False
        needed = self.at.of(clock.target)
        return clock.instance == before.instance and needed is not None and clock.spent >= needed

    def _finding(self, since: datetime, until: datetime | None, clock: Clock | None) -> Finding:
        within = ""
        if clock and clock.target and self.at.spent is None:
            within = f" of {format_duration(clock.target.within, days=False)}"
        return Finding(
            since=since,
            until=until,
            reason=f"{self.clock} clock reached {self.at}{within}",
            clock=self.clock,
            began=clock.started_at if clock else None,
        )
