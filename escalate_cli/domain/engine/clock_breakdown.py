"""Breakdown of a clock: its arithmetic line by line, as `why` shows it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.engine.clock_reasons import (
    DutyWord,
    TargetRow,
    WaitsOn,
    rows_of,
    waits_on,
    words_on,
)
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.clock.agreed_date import run_by_rows
from escalate_cli.domain.ticket.clock.sla_clock import Clock, Course
from escalate_cli.domain.ticket.clock_lifecycle import counted
from escalate_cli.domain.ticket.counting import WHOLE_LIFE
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.timeline import Step
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.domain.time.timezones import zone_named

NOTHING = timedelta(0)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time, and what of it was counted.

    Attributes:
        kind: `counted`, `closed`, `paused`, `unowed` without a target, or `adjusted` where what
            was counted before counts no more, or again, under the target that follows.
        counted: business time that it adds, or takes away.
        total: what the clock had spent at its end.
        note: why nothing was counted, or another sum.
        waits_on: what it stood still for.
    """

    since: datetime
    until: datetime
    kind: str
    counted: timedelta
    total: timedelta
    note: str = ""
    waits_on: WaitsOn | None = None


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """Time in which one target, calendar and pause were in force, in lines."""

    course: Course
    since: datetime
    until: datetime
    spent_before: timedelta
    spent_after: timedelta
    lines: tuple[Line, ...]


class ClockBreakdown(msgspec.Struct, frozen=True, kw_only=True):
    """One run of one clock: its segments, how it stands after them, and the reasons of it."""

    clock: Clock
    segments: tuple[Segment, ...]
    words: tuple[DutyWord, ...] = ()
    rows: tuple[TargetRow, ...] = ()


class _Piece(msgspec.Struct, frozen=True):
    """A clock at the beginning and at the end of one step."""

    before: Clock
    after: Clock
    rules: Rules


class _Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a clock as it ended, or was counted last, and the steps from its first to then."""

    clock: Clock
    rules: Rules
    first: int
    last: int


def breakdowns(history: History, now: datetime, name: str) -> list[ClockBreakdown]:
    """Return every run of a clock, oldest first, with the engine's own numbers."""
    found: list[ClockBreakdown] = []
    steps = history.steps_until(now)
    runs = _runs(steps, name)
    pieces = _pieces(steps, now, name)
    for key, group in groupby(pieces, key=lambda p: (p.before.cycle, p.before.instance)):
        run, whole = list(group), runs[key]
        clock = whole.clock.settled(now, whole.rules.calendar)
        own = steps[max(whole.first - 1, 0) : whole.last + 2]
        breakdown = ClockBreakdown(
            clock=clock,
            segments=tuple(_with_waits(each, own) for each in _segments(run, clock)),
            words=tuple(words_on(clock, own)),
            rows=tuple(rows_of(clock, own)),
        )
        found.append(breakdown)
    return found


def _with_waits(segment: Segment, steps: Sequence[Step]) -> Segment:
    """Return a segment whose pauses say what they were for."""
    lines = (
        replace(each, waits_on=waits_on(each.since, each.until, steps))
        if each.kind == "paused"
        else each
        for each in segment.lines
    )
    return replace(segment, lines=tuple(lines))


def _pieces(steps: Sequence[Step], now: datetime, name: str) -> Iterator[_Piece]:
    """Yield how the clock went through each step, as the fold counted it."""
    last = steps[-1]
    ends = counted(last.ticket, now, last.rules) if now > last.at else last.ticket
    final = Step(max(now, last.at), ends, None, last.rules)
    for step, following in pairwise([*steps, final]):
        before = step.ticket.clocks.get(name)
        if before is None or before.ended_at is not None:
            continue
        yield _Piece(before, before.settled(following.at, step.rules.calendar), step.rules)


def _runs(steps: Sequence[Step], name: str) -> dict[tuple[int, int], _Run]:
    """Return each run of a clock, with the steps that saw it."""
    found: dict[tuple[int, int], _Run] = {}
    for place, step in enumerate(steps):
        goes_on = step.ticket.clocks.get(name)
        ended = (clock for clock in step.replaced if clock.name == name)
        for clock in (*((goes_on,) if goes_on else ()), *ended):
            key = clock.cycle, clock.instance
            first = found[key].first if key in found else place
            found[key] = _Run(clock=clock, rules=step.rules, first=first, last=place)
    return found


def _segments(run: Sequence[_Piece], clock: Clock) -> Iterator[Segment]:
    """Join steps in which the same was in force, leaving out what was for no time."""
    timed = [piece for piece in run if piece.after.counted_to > piece.before.counted_to]
    basis = _basis(timed, clock, run[-1].rules)
    total = NOTHING
    for _, group in groupby(timed, key=lambda p: (p.before.course, p.rules.id)):
        pieces = list(group)
        first, last = pieces[0].before, pieces[-1].after
        lines: list[Line] = []
        if _is_unowed(first):
            lines += basis.lines(first, last.counted_to, total)
        else:
            is_first = first.counted_to == run[0].before.counted_to
            lines += _adjusted(first, total, "spent before it was reopened" if is_first else "")
            how = _Basis(first.calendar, pieces[0].rules, counts=first.counts)
            lines += how.lines(first, last.counted_to, first.spent)
        since, until = first.counted_to, last.counted_to
        yield _segment(first.course, since, until, total, lines)
        total = lines[-1].total
    lines = list(_adjusted(clock, total))
    if lines:
        yield _segment(clock.course, clock.counted_to, clock.counted_to, total, lines)


def _segment(
    course: Course, since: datetime, until: datetime, before: timedelta, lines: Sequence[Line]
) -> Segment:
    return Segment(
        course=course,
        since=since,
        until=until,
        spent_before=before,
        spent_after=lines[-1].total,
        lines=tuple(lines),
    )


def _is_unowed(clock: Clock) -> bool:
    """Tell whether the time that follows is before the clock's first target."""
    return clock.target is None and clock.pauses is not None


def _basis(timed: Sequence[_Piece], clock: Clock, rules: Rules) -> "_Basis":
    """Return how time before the first target was counted in the end."""
    owed = next((piece for piece in timed if piece.before.target is not None), None)
    if owed is not None:
        clock, rules = owed.before, owed.rules
    counts = clock.target is None or clock.name in WHOLE_LIFE
    return _Basis(run_by_rows(clock).calendar, rules, counts=counts)


def _adjusted(clock: Clock, total: timedelta, note: str = "") -> Iterator[Line]:
    """Yield the line by which something else than time makes another sum of what was spent."""
    if clock.spent != total:
        under = "any target"
        if clock.name == ClockName.NEXT_RESPONSE:
            note = "waited on a duplicate"
        if clock.name == ClockName.RESOLVE:
            under = "the policy's own target"
        elif clock.target:
            under = f"a target of {format_duration(clock.target.within, days=False)} or less"
        yield Line(
            since=clock.counted_to,
            until=clock.counted_to,
            kind="adjusted",
            counted=clock.spent - total,
            total=clock.spent,
            note=note or f"what was spent under {under}",
        )


class _Basis(msgspec.Struct, frozen=True):
    """On which hours time is counted, if it is."""

    calendar: str
    rules: Rules
    counts: bool

    def lines(self, clock: Clock, until: datetime, total: timedelta) -> Iterator[Line]:
        """Yield what was counted from where a clock stands on, and what was not and why."""
        since = clock.counted_to
        if not clock.running or not self.counts:
            kind, note = ("unowed", "no target") if clock.running else ("paused", "")
            yield _uncounted(kind, since, until, total, note)
            return
        at = since
        hours = f"hours of {self.calendar}" if self.calendar != clock.calendar else ""
        windows = self.rules.calendar(self.calendar).windows(since, until)
        for opens, closes in [*windows, (until, until)]:
            if opens > at:
                note = _why_closed(self.calendar, self.rules, at, opens)
                yield _uncounted("closed", at, opens, total, note)
            if closes > opens:
                counted = closes - opens
                total += counted
                yield Line(
                    since=opens,
                    until=closes,
                    kind="counted",
                    counted=counted,
                    total=total,
                    note=hours,
                )
            at = closes


def _uncounted(kind: str, since: datetime, until: datetime, total: timedelta, note: str) -> Line:
    return Line(since=since, until=until, kind=kind, counted=NOTHING, total=total, note=note)


def _why_closed(name: str, rules: Rules, since: datetime, until: datetime) -> str:
    """Say which holidays, and which days with hours of their own, fall into closed time."""
    calendar = rules.calendar(name)
    zone = zone_named(calendar.zone)
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    special = sorted(calendar.special.between(first, last).items())
    days = [(day.isoformat(), hours) for day, hours in special if first <= day <= last]
    closed = ", ".join(day for day, hours in days if not hours)
    other = ", ".join(day for day, hours in days if hours)
    notes = [f"holiday {closed}"] * bool(closed) + [f"other hours on {other}"] * bool(other)
    return "; ".join(notes) or "outside hours"
