"""Report figures: over all the period, part by part, and group by group."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from operator import itemgetter

import msgspec

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.figures.counted import DATES, LOGGED, RESOLVED, Counted, Things, step_at
from escalate_cli.domain.figures.escalation_hours import EscalationHour, HourTally
from escalate_cli.domain.figures.period_figures import PeriodFigures, PeriodTally
from escalate_cli.domain.figures.tickets_behind import Behind, BehindTally
from escalate_cli.domain.figures.worst_breaches import WorstBreach, WorstTally
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Escalation
from escalate_cli.domain.ticket.timeline import Step
from escalate_cli.domain.time.span import Span

PERSON = "person"
GROUPS = (PERSON, "owner", "customer", "service", "level", "priority")
"""By what figures can be told apart: each a field of the ticket as it is judged, or a person."""

Matches = Callable[[Step, datetime], bool]
"""Tells whether a ticket, as it stood at an instant, is asked for."""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at: all that has its date in [since, until).

    Attributes:
        by: what gives a thing its date, one of `DATES`.
        per: a unit, if it is told part by part; `parts` are the days, weeks or months of it.
        zone: whose hours of the day count.
    """

    since: datetime
    until: datetime
    by: str = LOGGED
    per: str | None = None
    parts: tuple[Span, ...] = ()
    group_by: str | None = None
    zone: str = "UTC"

    def within(self, things: Things) -> Things:
        """Return the things that belong to it: where cycles date them, most often all."""
        since, until = self.since, self.until
        if self.by == LOGGED:
            for cycle in things.dated:  # faster than `all`, which is asked of every ticket
                if not since <= cycle.began_at < until:
                    break
            else:
                return things
        date = DATES[self.by]
        return things.which(lambda each: (at := date(each)) is not None and since <= at < until)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A day, a week or a month.

    Attributes:
        logged: how often tickets were logged or reopened in it, `resolved` how often resolved.
        backlog: how many were not resolved at its end, or are not now.
    """

    since: datetime
    until: datetime
    logged: int
    resolved: int
    backlog: int
    figures: PeriodFigures


class Group(msgspec.Struct, frozen=True):
    """The figures of one person, customer or so; nobody and nothing come last."""

    name: str | None
    figures: PeriodFigures


class ReportTally(Addable):
    """Counts tickets as they go by, each into the parts and groups to which its things belong.

    Args:
        tickets: whether it is remembered which of them are behind each figure.
    """

    def __init__(self, period: Period, now: datetime, *, tickets: bool = False) -> None:
        self._period, self._now = period, now
        self._total = self._tally(period.until)
        self._parts = tuple(self._tally(until) for _, until in period.parts)
        self._groups: dict[str | None, PeriodTally] = {}
        self._flow = Counter[tuple[str, int]]()
        self._hours, self._worst = HourTally(period.zone), WorstTally()
        self._behind = BehindTally() if tickets else None

    def _tally(self, until: datetime) -> PeriodTally:
        holds_still = self._period.by == RESOLVED
        return PeriodTally(self._now, min(self._now, until) if holds_still else self._now)

    def add(self, history: History, things: Things, matches: Matches = lambda *_: True) -> Things:
        """Count what is asked for of a ticket, of whatever date; return what is of the period."""
        period = self._period
        within = period.within(things)
        self._total.add(history, within)
        if self._behind:
            alone = self._tally(period.until)
            alone.add(history, within)
            self._behind.add(history.ticket.id, alone.figures())
        for thing in within.others:
            if isinstance(thing.thing, Escalation):
                self._hours.add(thing.thing.at)
        self._worst.add(history, within.runs, self._now)
        if period.parts:
            self._add_to_parts(history, within)
            self._flow.update(self._flows(history, things, matches))
        if period.group_by:
            groups = within.split(lambda thing: self._group(history, thing))
            for name, found in groups.items():
                tally = self._groups.setdefault(name, self._tally(period.until))
                tally.add(history, found)
        return within

    def _add_to_parts(self, history: History, within: Things) -> None:
        since, date = self._period.since, DATES[self._period.by]
        for n, found in within.split(lambda thing: self._part(date(thing) or since)).items():
            self._parts[n].add(history, found)

    def _part(self, at: datetime) -> int:
        return bisect_right(self._period.parts, at, key=itemgetter(0)) - 1

    def _flows(
        self, history: History, things: Things, matches: Matches
    ) -> Iterator[tuple[str, int]]:
        """Yield what comes in and goes out, and what is left at the end of each part."""
        cycles = [thing.cycle for thing in things.cycles]
        for cycle in cycles:
            for name, at in (("logged", cycle.began_at), ("resolved", cycle.ended_at)):
                if at is not None and self._period.since <= at < self._period.until:
                    yield name, self._part(at)
        for n, (_, end) in enumerate(self._period.parts):
            at = min(end, self._now)
            is_open = any(cycle.is_open_before(end) for cycle in cycles)
            if is_open and matches(step_at(history, at), at):
                yield "backlog", n

    def _group(self, history: History, thing: Counted) -> str | None:
        group = self._period.group_by
        if group == PERSON:
            return thing.person(history, self._now)
        return str(getattr(thing.judged(history, self._now).ticket, str(group)) or "") or None

    def total(self) -> PeriodFigures:
        """Return the figures of the whole period."""
        return self._total.figures()

    def hours(self) -> tuple[EscalationHour, ...]:
        """Return when tickets climbed."""
        return self._hours.figures()

    def worst(self) -> tuple[WorstBreach, ...]:
        """Return the worst breaches of the period."""
        return self._worst.figures()

    def behind(self) -> tuple[Behind, ...]:
        """Return which tickets are behind each count, if that was asked for."""
        return self._behind.figures(self.total()) if self._behind else ()

    def parts(self) -> tuple[Part, ...]:
        """Return the figures of each part of it."""
        flow = self._flow
        return tuple(
            Part(
                since=since,
                until=until,
                logged=flow["logged", n],
                resolved=flow["resolved", n],
                backlog=flow["backlog", n],
                figures=self._parts[n].figures(),
            )
            for n, (since, until) in enumerate(self._period.parts)
        )

    def groups(self) -> tuple[Group, ...]:
        """Return the figures of each group by its name."""
        named = sorted(self._groups.items(), key=lambda each: (each[0] is None, each[0] or ""))
        return tuple(Group(name, tally.figures()) for name, tally in named)
