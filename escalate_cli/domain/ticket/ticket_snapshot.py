"""A snapshot of a ticket at an instant: overdue, at risk, what lists and JSON show."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.timeline import seen

WORST_FIRST = ("resolve", "level", "acknowledge", "first_response", "next_response", "update")
"""The clocks by how much it weighs that they are overdue."""


class TicketSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket with its clocks counted up to an instant.

    Attributes:
        ticket: as of then; one of which no clock can press by then may be as last recorded.
        next_at: when the policy next has something to do, if nobody acts.
    """

    ticket: Ticket
    rules: Rules
    now: datetime
    next_at: datetime | None

    @property
    def clocks(self) -> Mapping[str, Clock]:
        """Return its clocks, counted up to the instant."""
        return seen(self.ticket, self.now, self.rules).clocks

    def running(self) -> list[Clock]:
        """Return the clocks that run against a target, and press some day."""
        return _running(self.ticket)

    @property
    def due_at(self) -> datetime | None:
        """Return the earliest due of the running clocks."""
        return due_at_of(self.ticket)

    @property
    def overdue_clocks(self) -> list[Clock]:
        """Return the clocks that are still owed and past their target, the worst first.

        Waiting hides none; a target that was relaxed since leaves a breach, and nothing overdue.
        """
        clocks = self.ticket.clocks
        return [clocks[n] for n in WORST_FIRST if n in clocks and clocks[n].is_overdue]

    @property
    def worst(self) -> Clock | None:
        """Return the worst of the clocks that are overdue."""
        return next(iter(self.overdue_clocks), None)

    @property
    def is_overdue(self) -> bool:
        """Tell whether any clock is past its target now."""
        return any(clock.is_overdue for clock in self.ticket.clocks.values())

    @property
    def was_given_time(self) -> bool:
        """Tell whether a clock that was missed still runs, with a target that is not past."""
        return any(clock.breached_at and not clock.is_overdue for clock in self.running())

    @property
    def overdue_by(self) -> timedelta | None:
        """Return the business time by which the worst clock is over its target."""
        worst = self.worst
        return worst.spent - worst.target.within if worst and worst.target else None

    @property
    def foremost(self) -> Clock | None:
        """Return the clock to look at first: the worst that is overdue, else the next one due."""
        if (worst := self.worst) is not None:
            return worst
        dues = [(clock.due_at, clock.name, clock) for clock in self.running() if clock.due_at]
        return min(dues, key=lambda due: due[:2])[2] if dues else None

    @property
    def is_breached(self) -> bool:
        """Tell whether a target was ever missed, in whatever cycle."""
        runs = self.ticket.clocks.values()
        return bool(self.ticket.breaches) or any(clock.breached_at for clock in runs)

    @property
    def is_at_risk(self) -> bool:
        """Tell whether a running clock nears its target and none is past it."""
        if self.is_overdue:
            return False
        share = self.rules.at_risk
        return any(c.target and c.spent >= c.target.share(share) for c in self.running())

    @property
    def presses(self) -> bool:
        """Tell whether it is overdue or at risk."""
        return self.is_overdue or self.is_at_risk


class RestingSnapshot(TicketSnapshot, frozen=True, kw_only=True):
    """A ticket on which no clock can press yet, so that it still stands as recorded.

    Attributes:
        due: the earliest due of its running clocks, which need not be read for it.
    """

    due: datetime | None

    @property
    def due_at(self) -> datetime | None:
        """Return `due`."""
        return self.due

    @property
    def overdue_clocks(self) -> list[Clock]:
        """Return none."""
        return []

    @property
    def is_overdue(self) -> bool:
        """Tell that none is."""
        return False

    @property
    def is_at_risk(self) -> bool:
        """Tell that none is."""
        return False


def by_pressure(standing: TicketSnapshot) -> tuple[int, bool, int, float, int]:
    """Return by what pressing tickets are sorted: priority, overdue, clock, by how much."""
    ranks, priority = standing.rules.priorities, standing.ticket.priority
    late, clock = standing.overdue_by, standing.foremost
    due_at = None if late else standing.due_at
    return (
        ranks.index(priority) if priority in ranks else len(ranks),
        late is None,
        WORST_FIRST.index(clock.name) if clock and clock.name in WORST_FIRST else len(WORST_FIRST),
        -late.total_seconds() if late else due_at.timestamp() if due_at else 0,
        standing.ticket.number,
    )


def snapshot_at(
    ticket: Ticket, rules: Rules, now: datetime, next_at: datetime | None = None
) -> TicketSnapshot:
    """Look at a ticket as of an instant at or after its last event."""
    looked_at = as_owed(seen(ticket, now, rules))
    return TicketSnapshot(ticket=looked_at, rules=rules, now=now, next_at=next_at)


def as_owed(ticket: Ticket) -> Ticket:
    """Return a ticket as it is looked at: one that is withdrawn owed nobody anything.

    Its row keeps what its clocks came to, as rows of before do; here each of them was only stopped.
    """
    if not ticket.is_withdrawn:
        return ticket
    clocks = {
        name: replace(clock, breached_at=None, breached_target=None)
        for name, clock in ticket.clocks.items()
    }
    return replace(ticket, clocks=clocks, breaches=())


def due_at_of(ticket: Ticket) -> datetime | None:
    """Return the earliest due of the running clocks of a ticket as it is."""
    return min((c.due_at for c in _running(ticket) if c.due_at), default=None)


def _running(ticket: Ticket) -> list[Clock]:
    clocks = (c for c in ticket.clocks.values() if not c.excused)
    return [c for c in clocks if c.target and c.running and c.ended_at is None]


def at_risk_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """Return when the first of its clocks is, or after a wait may be, at risk or overdue.

    A finished ticket has such an instant as long as an answer is owed on it, and no longer.
    """
    if ticket.awaits_answer:
        return ticket.clocks[ClockName.NEXT_RESPONSE].started_at
    clocks = (clock for clock in ticket.clocks.values() if clock.ended_at is None)
    found = (ticket.waiting_until, *(_presses_at(clock, rules) for clock in clocks))
    return min((at for at in found if at is not None), default=None)


def _presses_at(clock: Clock, rules: Rules) -> datetime | None:
    """Return when a clock is at risk or overdue; one that stands still may be already."""
    if clock.target is None or clock.excused:
        return None
    if clock.is_overdue:
        return clock.breached_at or clock.counted_to
    return clock.reaches(clock.target.share(rules.at_risk), rules.calendar)
