"""Clocks as rows have them: without what their ticket says, which most share.

A clock goes by the name under which it stands. Most began when their ticket was logged, and are
counted up to its last change; those are 29 of 100 bytes of an open ticket. Rows of before say it
all, and read as ever.
"""

from typing import TYPE_CHECKING

from msgspec.structs import force_setattr, replace

from escalate_cli.domain.ticket.clock.sla_clock import UNSAID, Clock

if TYPE_CHECKING:
    from escalate_cli.domain.ticket.ticket import Ticket


def thinned(ticket: "Ticket") -> "Ticket":
    """Return a ticket as its row says it."""
    clocks = {name: _thin(clock, name, ticket) for name, clock in ticket.clocks.items()}
    return replace(ticket, clocks=clocks)


def _thin(clock: Clock, name: str, ticket: "Ticket") -> Clock:
    return replace(
        clock,
        name="" if clock.name == name else clock.name,
        started_at=UNSAID if clock.started_at == ticket.logged_at else clock.started_at,
        counted_to=UNSAID if clock.counted_to == ticket.updated_at else clock.counted_to,
    )


def filled(ticket: "Ticket") -> "Ticket":
    """Complete a ticket that was just read, which nobody else has yet."""
    for name, clock in ticket.clocks.items():
        if not clock.name:
            force_setattr(clock, "name", name)
        if clock.started_at is UNSAID:
            force_setattr(clock, "started_at", ticket.logged_at)
        if clock.counted_to is UNSAID:
            force_setattr(clock, "counted_to", ticket.updated_at)
    return ticket
