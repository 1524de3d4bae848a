"""Report on a period: which promises were kept, what climbed, who used up the time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from escalate_cli.domain.figures.addable import Addable, summed
from escalate_cli.domain.figures.counted import HAPPENED, LOGGED, RESOLVED, Counted, Things, counted
from escalate_cli.domain.figures.escalation_hours import EscalationHour
from escalate_cli.domain.figures.later import Later
from escalate_cli.domain.figures.missed_figures import LeftOutTally, MissedFigures
from escalate_cli.domain.figures.period_figures import PeriodFigures
from escalate_cli.domain.figures.report_figures import PERSON, Group, Part, Period, ReportTally
from escalate_cli.domain.figures.tickets_behind import Behind
from escalate_cli.domain.figures.worst_breaches import WorstBreach
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.search import EVERY, Search
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.timeline import Step
from escalate_cli.errors import DamagedHistoryError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.damage import hidden_tickets
from escalate_cli.usecases.insight.query import Candidate, Query
from escalate_cli.usecases.past_view import view_at
from escalate_cli.usecases.ports import View
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.walk import Workers, alone, past_tickets

LEFT_OUT = ("outside", "unresolved", "unmatched", "withdrawn", "not_counted", "damaged")
"""Why a ticket is not counted: logged, or resolved, at another time; not resolved; not asked for;
logged by mistake; a history that cannot be read, of that time or of one that nobody can tell.
"""


class Before(msgspec.Struct, frozen=True):
    """The period of the same length that ended where the one that is told began."""

    period: Period
    figures: PeriodFigures


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What became, until now, of the tickets of a period.

    Attributes:
        left_out: how many are not counted, by reason.
        missed: what became in it of every target that was missed.
        later: what was changed about the period since it is over.
        hours: when tickets climbed; `worst` which breaches were.
        before: the period before, if it is compared.
        behind: the tickets of each count, if they are asked for.
    """

    now: datetime
    period: Period
    left_out: Mapping[str, int]
    missed: MissedFigures
    later: Later
    figures: PeriodFigures
    parts: tuple[Part, ...] = ()
    groups: tuple[Group, ...] = ()
    hours: tuple[EscalationHour, ...] = ()
    worst: tuple[WorstBreach, ...] = ()
    before: Before | None = None
    behind: tuple[Behind, ...] | None = None


class _Counts(Addable):
    """What is counted of the tickets that go by."""

    def __init__(self, period: Period, now: datetime, *, tickets: bool = False) -> None:
        self.tally = ReportTally(period, now, tickets=tickets)
        self.left_out = Counter(dict.fromkeys(LEFT_OUT, 0))
        self.later = Later()
        self.missed = LeftOutTally(period)


class _Reporting:
    """Looks at tickets one by one, and counts those that belong to the period."""

    def __init__(
        self, context: Context, view: View, period: Period, query: Query, *, tickets: bool = False
    ) -> None:
        self._context, self._view, self._period, self._query = context, view, period, query
        self._history = context.recorded(view)
        self._tickets = tickets
        self.begin()

    def begin(self) -> _Counts:
        """Count from here on by itself."""
        self._counts = _Counts(self._period, self._context.now, tickets=self._tickets)
        return self._counts

    def add(self, ticket: Ticket) -> None:
        """Count a ticket, or say why it is left out."""
        reason = self._elsewhere(ticket) if self._is_elsewhere(ticket) else self._look_at(ticket)
        if reason:
            self._counts.left_out[reason] += 1

    def _is_elsewhere(self, ticket: Ticket) -> bool:
        """Tell at a glance whether nothing of a ticket can have its date in the period."""
        since, until = self._period.since, self._period.until
        if ticket.logged_at >= until:
            return True
        if ticket.logged_at >= since or (self._period.parts and ticket.is_active):
            return False
        is_once = self._period.by == LOGGED and not self._period.parts and ticket.cycle == 1
        return is_once or ticket.updated_at < since

    def _elsewhere(self, ticket: Ticket) -> str:
        is_open = self._period.by == RESOLVED and ticket.resolved_at is None
        return "unresolved" if is_open else "outside"

    def _look_at(self, ticket: Ticket) -> str:
        period, now = self._period, self._context.now
        try:
            history = self._history(ticket)
        except DamagedHistoryError:
            return "damaged" if self._has_date(ticket) else self._elsewhere(ticket)
        if period.until < now:
            self._counts.later.add(history, period.since, period.until)
        everything = counted(history, now, by_person=period.group_by == PERSON)
        things = everything.counting
        if self._query.is_for_all:
            asked, asked_counting = everything, things
        else:
            asked = self._asked(history, everything)
            asked_counting = asked.counting
        self._counts.missed.add(history, asked, asked_counting)
        if history.is_withdrawn:
            return "withdrawn" if self._has_date(ticket) else self._elsewhere(ticket)
        within = self._counts.tally.add(history, asked_counting, self._matches)
        if asked is not everything:
            within = period.within(things)
        if not within.cycles:
            is_counted = things.cycles or not any(period.within(everything))
            return self._elsewhere(ticket) if is_counted else "not_counted"
        return "" if within.cycles[-1] in asked.cycles else "unmatched"

    def _has_date(self, ticket: Ticket) -> bool:
        at = ticket.logged_at if self._period.by == LOGGED else ticket.resolved_at
        return at is not None and self._period.since <= at < self._period.until

    def _asked(self, history: History, things: Things) -> Things:
        """Return the things for which the query asks; most of them are judged at one instant."""
        now = self._context.now
        answers: dict[tuple[int, datetime], bool] = {}

        def is_asked(each: Counted) -> bool:
            step, at = each.judged(history, now), each.judged_at(now)
            key = (id(each.breach or step), at)
            if key not in answers:
                answers[key] = self._matches(step, at, each.breach)
            return answers[key]

        return things.which(is_asked)

    def _matches(self, step: Step, at: datetime, breach: Clock | None = None) -> bool:
        """Tell whether a ticket is asked for as it was at an instant, with the breach of then."""
        if self._query.is_for_all:
            return True
        ticket = step.ticket
        if breach is not None:
            ticket = msgspec.structs.replace(ticket, clocks={**ticket.clocks, breach.name: breach})
        context = msgspec.structs.replace(self._context, present=Present(at))
        view = view_at(self._view, at, context.history, context.people)
        return self._query.matches(Candidate(context, view, ticket, archived=True))


def report(
    context: Context,
    period: Period,
    query: Query,
    workers: Workers = alone,
    *,
    compare: bool = False,
    tickets: bool = False,
) -> Report:
    """Count what belongs to a period, ticket by ticket.

    Args:
        context: as of when, and by which policy.
        period: what is counted.
        query: which tickets are.
        workers: go past the tickets.
        compare: whether the period before is counted, too.
        tickets: whether the tickets behind each count are named.
    """
    must_end_after_it_begins(period)
    view = context.read()
    reportings = [_Reporting(context, view, period, query, tickets=tickets)]
    if compare:
        reportings.append(_Reporting(context, view, before(period), query))

    def count(some: Iterable[Ticket]) -> tuple[_Counts, ...]:
        counts = tuple(each.begin() for each in reportings)
        for ticket in some:
            for each in reportings:
                each.add(ticket)
        return counts

    walk = past_tickets(view, _looked_for(period, compare=compare), HAPPENED)
    asked, *earlier = summed(workers(walk, count))
    asked.left_out.update(outside=walk.passed_over, damaged=hidden_tickets(view.damage()))
    tally, total = asked.tally, asked.tally.total()
    return Report(
        now=context.now,
        period=period,
        left_out=asked.left_out,
        missed=asked.missed.figures(total),
        later=asked.later,
        figures=total,
        parts=tally.parts(),
        groups=tally.groups(),
        hours=tally.hours(),
        worst=tally.worst(),
        before=Before(before(period), earlier[0].tally.total()) if earlier else None,
        behind=tally.behind() if tickets else None,
    )


def _looked_for(period: Period, *, compare: bool) -> Search:
    """Return what may be of a period: `_is_elsewhere` would say as much of all the others.

    By when tickets were resolved it matters of all of them whether they were.
    """
    since = before(period).since if compare else period.since
    return Search(between=(since, period.until)) if period.by == LOGGED else EVERY


def before(period: Period) -> Period:
    """Return the period of the same length before one, told as a whole."""
    since = period.since - (period.until - period.since)
    return msgspec.structs.replace(
        period, since=since, until=period.since, per=None, parts=(), group_by=None
    )


def must_end_after_it_begins(period: Period) -> None:
    """Refuse a period without an instant."""
    if period.until <= period.since:
        raise UsageError("the period ends before it begins", "give --since an earlier time")
