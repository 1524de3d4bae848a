"""The board: how the open tickets of all stand, for a page that hangs where everybody sees it."""

from datetime import datetime

import msgspec

from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot, by_pressure
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.coming import Coming, soonest
from escalate_cli.usecases.insight.list_and_show import find
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.ports import View
from escalate_cli.usecases.unchecked import Unchecked, unchecked


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Open tickets by what they want, each once; those that want a yes are named besides.

    Attributes:
        pressing: overdue or at risk, most pressing first; all others are by due.
        approvals: those that wait for somebody's yes.
        untaken: nobody has acknowledged them; `in_work` somebody has; `waiting` for others.
        coming: what the policy does next about them, first to last.
        unchecked: those that say that no check runs, whatever was asked for.
    """

    at: datetime
    last_check_at: datetime | None
    unchecked: Unchecked | None
    pressing: tuple[TicketSnapshot, ...]
    approvals: tuple[TicketSnapshot, ...]
    untaken: tuple[TicketSnapshot, ...]
    in_work: tuple[TicketSnapshot, ...]
    waiting: tuple[TicketSnapshot, ...]
    coming: tuple[Coming, ...]

    @property
    def active(self) -> int:
        """Count the tickets that it shows."""
        return len(self.standings)

    @property
    def standings(self) -> tuple[TicketSnapshot, ...]:
        """Return every ticket that it shows, once."""
        return (*self.pressing, *self.untaken, *self.in_work, *self.waiting)

    @property
    def overdue(self) -> int:
        """Count what is overdue; all else that presses is at risk."""
        return sum(standing.is_overdue for standing in self.pressing)


def board_of(context: Context, view: View, query: Query) -> Board:
    """Look at the open tickets that a query asks for."""
    tickets = [each for each in find(context, view, query) if each.ticket.is_active]
    resting = [each for each in tickets if not each.presses]
    acts = [(each.next_at, each.ticket) for each in tickets if each.next_at]

    def of(status: Status) -> tuple[TicketSnapshot, ...]:
        return tuple(each for each in resting if each.ticket.status is status)

    return Board(
        at=context.now,
        last_check_at=context.store.last_check_at(),
        unchecked=unchecked(context, view),
        pressing=tuple(sorted((each for each in tickets if each.presses), key=by_pressure)),
        approvals=tuple(each for each in tickets if each.ticket.pending_approval),
        untaken=of(Status.OPEN),
        in_work=of(Status.ACKNOWLEDGED),
        waiting=of(Status.WAITING),
        coming=soonest(context, view, acts),
    )
