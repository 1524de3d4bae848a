"""How a ticket stands at an instant: what lists, tables and JSON show."""

from datetime import datetime

import msgspec

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket.sla_clock import Clock
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.timeline import seen


class TicketSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket with its clocks counted up to an instant.

    Attributes:
        next_at: when the policy next has something to do, if nobody acts.
    """

    ticket: Ticket
    rules: Rules
    now: datetime
    next_at: datetime | None

    def running(self) -> list[Clock]:
        """Return the clocks that run against a target."""
        clocks = self.ticket.clocks.values()
        return [c for c in clocks if c.target and c.running and c.ended_at is None]

    @property
    def due_at(self) -> datetime | None:
        """Return the earliest due of the running clocks."""
        return min((c.due_at for c in self.running() if c.due_at), default=None)

    @property
    def is_overdue(self) -> bool:
        """Tell whether a running clock has used up its target."""
        return self.ticket.is_active and any(c.breached_at for c in self.running())

    @property
    def is_at_risk(self) -> bool:
        """Tell whether a running clock nears its target and none is past it."""
        if not self.ticket.is_active or self.is_overdue:
            return False
        share = self.rules.at_risk
        return any(c.target and c.spent >= c.target.within * share for c in self.running())


def snapshot_at(
    ticket: Ticket, rules: Rules, now: datetime, next_at: datetime | None = None
) -> TicketSnapshot:
    """Look at a ticket as of an instant at or after its last event."""
    return TicketSnapshot(ticket=seen(ticket, now, rules), rules=rules, now=now, next_at=next_at)


def at_risk_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """Return when the first of its clocks is, or after a wait may be, at risk or breached."""
    found = [
        ticket.waiting_until,
        *(
            clock.breached_at or clock.reaches(clock.target.within * rules.at_risk, rules.calendar)
            for clock in ticket.clocks.values()
            if clock.target and clock.ended_at is None
        ),
    ]
    return min((at for at in found if at is not None), default=None)
