"""Time-based: nobody has touched the ticket for a time."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import ClassVar

import msgspec

from escalate_cli.domain.engine.intervals import Cycle, Finding
from escalate_cli.domain.engine.triggers import NOT_DONE, Kind, trigger
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.policy_key import CalendarName
from escalate_cli.domain.ticket.ticket import Status, Ticket


@trigger(
    Kind.TIME, When((NOT_DONE, Condition(field="status", values=(Status.WAITING,), negated=True)))
)
class Stalled(msgspec.Struct, frozen=True, kw_only=True):
    """Speak when no person did anything for the time `after`, around the clock or on `calendar`.

    What the policy itself does is no sign of life; a ticket that waits for somebody is not stalled.
    """

    kind: ClassVar[Kind]
    after: timedelta
    calendar: CalendarName = ALWAYS

    def findings(self, cycle: Cycle) -> Iterator[Finding]:
        """Yield one finding for each silence that lasted long enough."""
        delay = Delay(self.after, self.calendar)
        silences = groupby(
            (s for s in cycle.stretches if s.ticket.status is not Status.WAITING),
            key=lambda stretch: stretch.ticket.touched_at,
        )
        for touched_at, group in silences:
            *_, last = group
            until = last.until
            by = until or cycle.horizon
            if by is not None and by - touched_at < self.after:
                continue  # not even around the clock, which is told sooner than when
            since = delay.from_(touched_at, cycle.rules.calendar)
            if until is None or since < until:
                reason = f"nobody has touched it for {delay}"
                yield Finding(since=since, until=until, reason=reason)

    def waits_for(self, ticket: Ticket) -> str:
        """Say what it counts."""
        return f"a silence of {Delay(self.after, self.calendar)} while it is not waiting"
