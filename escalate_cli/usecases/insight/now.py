"""The page now: what presses, what wants somebody's yes, what is theirs, what comes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.domain.ticket.people.approvers import entitled, ladder_in_office, speaks_for
from escalate_cli.domain.ticket.people.team import (
    has_members,
    is_left,
    is_of_team,
    may_take,
    staff_of,
)
from escalate_cli.domain.ticket.search import Order, Search, by_due
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot, by_pressure
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.coming import Coming, soonest
from escalate_cli.usecases.unchecked import Unchecked, silent_since, unchecked

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.usecases.ports import View


class NowPage(msgspec.Struct, frozen=True, kw_only=True):
    """How things stand for one person, most pressing first.

    Attributes:
        levels: where tickets wait for them among others.
        is_stranger: the policy names people, and not them.
        active: how many tickets somebody still has to work on.
        awaiting_check: tickets about which something is decided at the next check, since `since`;
            one that it would log, as a heartbeat is missing, is one of them.
        unchecked: those of them that say that no check runs.
        pressing: what is overdue or at risk, whoever has it.
        approvals: what waits for their yes.
        yours: what they have beside, by due; `free` what nobody has and is theirs to take: of a
            stranger, to whom nothing is, all that nobody has.
        waiting: their tickets that wait for others.
        coming: what the policy does next, first to last.
    """

    at: datetime
    person: str
    levels: tuple[str, ...]
    is_stranger: bool = False
    active: int
    last_check_at: datetime | None
    awaiting_check: int
    since: datetime | None
    unchecked: Unchecked | None = None
    pressing: tuple[TicketSnapshot, ...]
    approvals: tuple[TicketSnapshot, ...]
    yours: tuple[TicketSnapshot, ...]
    free: tuple[TicketSnapshot, ...]
    waiting: tuple[TicketSnapshot, ...]
    coming: tuple[Coming, ...]

    @property
    def overdue(self) -> int:
        """Count what is overdue; all else that presses is at risk."""
        return sum(standing.is_overdue for standing in self.pressing)


def page_of(context: Context, view: View) -> NowPage:
    """Look at all open tickets, and say what they ask of whoever looks."""
    desk = _Desk(context, view)
    acts = [(each.next_at, each.ticket.number) for each in desk.open if each.next_at is not None]
    late = [at for at, _ in acts if at <= context.now]
    late += silent_since(context, view, context.now)
    soon = [(at, number) for at, number in acts if at > context.now]
    return NowPage(
        at=context.now,
        person=context.by,
        levels=tuple(_levels(context)),
        is_stranger=desk.is_of_stranger,
        active=len(desk.open),
        last_check_at=context.store.last_check_at(),
        awaiting_check=len(late),
        since=min(late, default=None),
        unchecked=unchecked(context, view),
        pressing=tuple(sorted(desk.pressing, key=by_pressure)),
        approvals=tuple(filter(desk.may_approve, desk.open)),
        yours=tuple(sorted(filter(desk.is_yours, desk.resting), key=_by_due)),
        free=tuple(filter(desk.is_free, desk.resting)),
        waiting=tuple(filter(desk.waits, desk.resting)),
        coming=soonest(context, view, soon),
    )


class _Desk:
    """The open tickets as one person sees them; a clock is counted only where it may press.

    Attributes:
        pressing: what is overdue or at risk; `resting` all else on which somebody has something
            to do, by due, and `open` both.
    """

    def __init__(self, context: Context, view: View) -> None:
        self._context = context
        self._lent = list(view.delegations())
        self._taken: dict[tuple[str | None, ...], bool] = {}
        counted = list(context.look(view, view.pressing(context.now)))
        self.is_of_stranger = _is_stranger(context)
        numbers = {standing.ticket.number for standing in counted}
        self.pressing = [standing for standing in counted if standing.presses]
        self.resting = [standing for standing in counted if not standing.presses]
        look = context.resting(view)
        self.resting += (
            look(ticket)
            for ticket in view.search(Search(active=True), Order.DUE)
            if ticket.number not in numbers
        )
        self.open = [*self.pressing, *self.resting]

    def may_approve(self, standing: TicketSnapshot) -> bool:
        """Tell whether a ticket waits for their yes, or for that of somebody they speak for."""
        asked, here = standing.ticket.pending_approval, self._context
        if asked is None:
            return False
        rules = ladder_in_office(asked, here.rules, standing.rules)
        may_answer = entitled(asked, rules, here.people, here.now)
        speaker = speaks_for(here.by, asked, may_answer, self._lent, here.now)
        wanted = may_answer.intersection(asked.asked) or may_answer or {speaker}
        return speaker is not None and here.people.knows(here.by) and speaker in wanted

    def is_yours(self, standing: TicketSnapshot) -> bool:
        """Tell whether they have a ticket, and it waits for nobody else."""
        ticket = standing.ticket
        return ticket.owner == self._context.by and ticket.status is not Status.WAITING

    def is_free(self, standing: TicketSnapshot) -> bool:
        """Tell whether nobody has a ticket, and it is theirs to take; a stranger sees all those."""
        ticket, here = standing.ticket, self._context
        if ticket.owner == here.by or not ticket.is_free:
            return False
        if self.is_of_stranger:
            return True
        place = ticket.policy, ticket.level, ticket.team, ticket.owner
        if place not in self._taken:
            is_of_it = is_of_team(here.by, ticket, here.rules, here.people)
            may = may_take(here.by, ticket, standing.rules, here.people, here.now)
            left = is_left(ticket, standing.rules, here.people, here.now)
            self._taken[place] = is_of_it and may and left
        return self._taken[place]

    def waits(self, standing: TicketSnapshot) -> bool:
        """Tell whether a ticket of theirs waits for others."""
        ticket = standing.ticket
        return ticket.owner == self._context.by and ticket.status is Status.WAITING


def _by_due(standing: TicketSnapshot) -> tuple[bool, float, datetime, int]:
    return by_due(standing.ticket, standing.due_at)


def _is_stranger(context: Context) -> bool:
    """Tell whether the policy names who works on tickets, and knows nobody called so."""
    people = context.people
    is_of_it = context.by in staff_of(context.rules, people)
    return has_members(people) and not is_of_it and people.person_of(context.by) is None


def _levels(context: Context) -> Iterator[str]:
    """Name the levels whose tickets wait for them, alone or among others."""
    for level in context.rules.levels():
        team = context.people.teams.get(level.team or "")
        if context.by == level.person or (team is not None and context.by in team.members):
            yield level.id
