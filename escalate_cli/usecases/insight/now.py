"""The page now: what presses, what wants somebody's yes, what is theirs, what comes by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache, cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Final, overload

import msgspec

from escalate_cli.domain.ticket.people.team import (
    has_members,
    is_left,
    is_of_team,
    may_take,
    staff_of,
)
from escalate_cli.domain.ticket.search import by_due
from escalate_cli.domain.ticket.ticket import Outlined, Status, Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot, by_pressure
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.coming import Coming, soonest
from escalate_cli.usecases.unchecked import Unchecked, silent_since, unchecked

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.domain.ticket.people.approvers import Delegation
    from escalate_cli.usecases.ports import View


_place_of: Final = attrgetter("status", "owner", "policy", "level", "team")
"""What tells whose a ticket is, but for whether anybody acknowledged it."""


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
    yours: Sequence[TicketSnapshot]
    free: Sequence[TicketSnapshot]
    waiting: Sequence[TicketSnapshot]
    coming: tuple[Coming, ...]

    @property
    def overdue(self) -> int:
        """Count what is overdue; all else that presses is at risk."""
        return sum(standing.is_overdue for standing in self.pressing)


def page_of(context: Context, view: View) -> NowPage:
    """Look at all open tickets, and say what they ask of whoever looks."""
    desk, now = _Desk(context, view), context.now
    late = [at for at, _ in desk.acts if at <= now]
    late += silent_since(context, view, now)
    soon = [act for act in desk.acts if act[0] > now]
    return NowPage(
        at=now,
        person=context.by,
        levels=tuple(_levels(context)),
        is_stranger=desk.is_of_stranger,
        active=len(desk.open),
        last_check_at=context.store.last_check_at(),
        awaiting_check=len(late),
        since=min(late, default=None),
        unchecked=unchecked(context, view),
        pressing=tuple(sorted(desk.pressing, key=by_pressure)),
        approvals=tuple(filter(desk.may_approve, desk.asked())),
        yours=desk.shown(sorted(desk.yours, key=desk.by_due)),
        free=desk.shown(desk.free),
        waiting=desk.shown(desk.waiting),
        coming=soonest(context, view, soon),
    )


class UnreadStandings(Sequence[TicketSnapshot]):
    """Tickets that press on nobody yet, each read whole when it is looked at.

    Args:
        outlines: the tickets, in order.
        look: reads one of them whole.
        due_of: tells its due.
    """

    def __init__(
        self,
        outlines: Sequence[Outlined],
        look: Callable[[Outlined], TicketSnapshot],
        due_of: Callable[[Outlined], datetime | None],
    ) -> None:
        self._outlines, self._look, self._due_of = outlines, look, due_of

    def __len__(self) -> int:
        return len(self._outlines)

    @overload
    def __getitem__(self, place: int) -> TicketSnapshot: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[TicketSnapshot]: ...
    def __getitem__(self, place: int | slice) -> TicketSnapshot | Sequence[TicketSnapshot]:
        if isinstance(place, int):
            return self._look(self._outlines[place])
        return UnreadStandings(self._outlines[place], self._look, self._due_of)

    @property
    def first_due(self) -> datetime | None:
        """Return the earliest of their dues."""
        return min(filter(None, map(self._due_of, self._outlines)), default=None)


def first_due(standings: Sequence[TicketSnapshot]) -> datetime | None:
    """Return the earliest due of tickets, of which no more is read than that."""
    if isinstance(standings, UnreadStandings):
        return standings.first_due
    return min(filter(None, (each.due_at for each in standings)), default=None)


class _Desk:
    """The open tickets as one person sees them.

    A clock is counted only where it may press, and a ticket read whole where more is asked than
    whose it is.

    Attributes:
        pressing: what is overdue or at risk; `open` that and all else on which somebody has
            something to do, by due.
        acts: when the policy next has something to do on each of them.
        yours: what they have beside; `waiting` that of it which waits for others.
        free: what nobody has and is theirs to take.
    """

    def __init__(self, context: Context, view: View) -> None:
        self._context, self._view = context, view
        self._rules = cache(context.rules_of(view))
        self._rest = context.resting(view)
        self.is_of_stranger = _is_stranger(context)
        outlines = list(view.outlines())  # first, as they tell what presses
        counted = list(context.look(view, view.pressing(context.now)))
        self._counted = {each.ticket.id: each for each in counted}
        self.pressing = [each for each in counted if each.presses]
        rest = [each for each in outlines if each[0].id not in self._counted]
        for policy in {outline.policy for outline, _ in rest}:
            self._rules(policy)
        every = [*((each.ticket, each.next_at) for each in counted), *rest]
        self.acts = [(at, each) for each, at in every if at is not None]
        idle = (each.ticket for each in counted if not each.presses)
        resting = [*idle, *(outline for outline, _ in rest)]
        self.open = [*(each.ticket for each in self.pressing), *resting]
        self.yours, self.waiting, self.free = self._sorted_out(resting)

    def _sorted_out(
        self, resting: Sequence[Outlined]
    ) -> tuple[list[Outlined], list[Outlined], list[Outlined]]:
        """Tell what they have, what of it waits for others, and what is theirs to take, by due.

        All that are in one place are judged by one of them, as many share a few places.
        """
        yours, waiting, free, others = (list[Outlined]() for _ in range(4))
        piles = dict[object, list[Outlined]]()
        for each in resting:
            place = _place_of(each), each.acknowledged_at is None
            if (pile := piles.get(place)) is None:
                if each.owner == self._context.by:
                    pile = waiting if each.status is Status.WAITING else yours
                else:
                    pile = free if each.is_free and self._may_take(each) else others
                piles[place] = pile
            pile.append(each)
        return yours, waiting, free

    def _may_take(self, free: Outlined) -> bool:
        """Tell whether what nobody has is theirs to take; a stranger sees all of it."""
        if self.is_of_stranger:
            return True
        here, rules = self._context, self._rules(free.policy)
        is_of_it = is_of_team(here.by, free, here.rules, here.people)
        may = may_take(here.by, free, rules, here.people, here.now)
        return is_of_it and may and is_left(free, rules, here.people, here.now)

    @cached_property
    def _lent(self) -> Sequence[Delegation]:
        """The authority that was lent, which counts only where somebody's yes is wanted."""
        return list(self._view.delegations())

    def asked(self) -> Iterator[TicketSnapshot]:
        """Yield the tickets that wait for somebody's yes."""
        return (self._look(each) for each in self.open if each.pending_approval is not None)

    def may_approve(self, standing: TicketSnapshot) -> bool:
        """Tell whether a ticket waits for their yes, or for that of somebody they speak for."""
        asked, here = standing.ticket.pending_approval, self._context
        if asked is None:
            return False
        from escalate_cli.domain.ticket.people.approvers import (  # noqa: PLC0415 - start-up time
            entitled,
            ladder_in_office,
            speaks_for,
        )

        rules = ladder_in_office(asked, here.rules, standing.rules)
        may_answer = entitled(asked, rules, here.people, here.now)
        speaker = speaks_for(here.by, asked, may_answer, self._lent, here.now)
        wanted = may_answer.intersection(asked.asked) or may_answer or {speaker}
        return speaker is not None and here.people.knows(here.by) and speaker in wanted

    def shown(self, outlines: Sequence[Outlined]) -> UnreadStandings:
        """Return tickets to be looked at one by one."""
        return UnreadStandings(outlines, self._look, self._due_of)

    def by_due(self, each: Outlined) -> tuple[bool, float, datetime, int]:
        """Return by what theirs are sorted."""
        return by_due(each, self._due_of(each))

    def _due_of(self, each: Outlined) -> datetime | None:
        counted = self._counted.get(each.id)
        return counted.due_at if counted else self._view.due_at(each.number)

    def _look(self, each: Outlined) -> TicketSnapshot:
        """Read a ticket whole, unless it was."""
        if each.id in self._counted:
            return self._counted[each.id]
        whole = each if isinstance(each, Ticket) else self._view.ticket(each.number)
        return self._rest(whole)


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
