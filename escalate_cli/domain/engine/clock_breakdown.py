"""The arithmetic of a clock, line by line, as the engine did it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

import msgspec

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.clock_lifecycle import counted
from escalate_cli.domain.ticket.history import History, Step
from escalate_cli.domain.ticket.sla_clock import Clock, Course
from escalate_cli.domain.time.timezones import zone_named

DAY = timedelta(days=1)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time, and what of it was counted.

    Attributes:
        kind: `counted`, `closed` or `paused`.
        counted: business time that it adds.
        total: what the clock had spent at its end.
        note: why nothing was counted.
    """

    since: datetime
    until: datetime
    kind: str
    counted: timedelta
    total: timedelta
    note: str = ""


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """Time in which one target, calendar and pause were in force, in lines."""

    course: Course
    since: datetime
    until: datetime
    spent_before: timedelta
    spent_after: timedelta
    lines: tuple[Line, ...]


class ClockBreakdown(msgspec.Struct, frozen=True, kw_only=True):
    """One run of one clock: its segments, and how it stands after them."""

    clock: Clock
    segments: tuple[Segment, ...]


class _Piece(msgspec.Struct, frozen=True):
    """A clock at the beginning and at the end of one step."""

    before: Clock
    after: Clock
    policy: Policy


def breakdowns(history: History, now: datetime, name: str) -> list[ClockBreakdown]:
    """Return every run of a clock, oldest first, with the engine's own numbers."""
    found: list[ClockBreakdown] = []
    pieces = _pieces(history.steps_until(now), now, name)
    for _, group in groupby(pieces, key=lambda p: (p.before.cycle, p.before.instance)):
        run = list(group)
        found.append(
            ClockBreakdown(clock=_last(history, now, run[-1]), segments=tuple(_segments(run)))
        )
    return found


def _pieces(steps: Sequence[Step], now: datetime, name: str) -> Iterator[_Piece]:
    """Yield how the clock went through each step, as the fold counted it."""
    last = steps[-1]
    ends = counted(last.ticket, now, last.policy) if now > last.at else last.ticket
    final = Step(max(now, last.at), ends, None, last.policy)
    for step, following in pairwise([*steps, final]):
        before = step.ticket.clocks.get(name)
        if before is None or before.ended_at is not None:
            continue
        yield _Piece(before, before.settled(following.at, step.policy.calendar), step.policy)


def _last(history: History, now: datetime, piece: _Piece) -> Clock:
    """Return the run as it ended, or as it is now."""
    run = (piece.before.name, piece.before.cycle, piece.before.instance)
    return next(
        clock.settled(now, step.policy.calendar)
        for step in reversed(history.steps_until(now))
        for clock in (*step.replaced, *step.ticket.clocks.values())
        if (clock.name, clock.cycle, clock.instance) == run
    )


def _segments(run: Sequence[_Piece]) -> Iterator[Segment]:
    """Join steps in which the same was in force, leaving out what was for no time."""
    timed = [piece for piece in run if piece.after.counted_to > piece.before.counted_to]
    for _, group in groupby(timed, key=lambda p: (p.before.course, p.policy.id)):
        pieces = list(group)
        first, last = pieces[0].before, pieces[-1].after
        yield Segment(
            course=first.course,
            since=first.counted_to,
            until=last.counted_to,
            spent_before=first.spent,
            spent_after=last.spent,
            lines=tuple(_lines(first, last.counted_to, pieces[0].policy)),
        )


def _lines(clock: Clock, until: datetime, policy: Policy) -> Iterator[Line]:
    """Yield what was counted of a segment, and what was not and why."""
    since, total = clock.counted_to, clock.spent
    nothing = timedelta(0)
    if not clock.running:
        yield Line(since=since, until=until, kind="paused", counted=nothing, total=total)
        return
    calendar = policy.calendar(clock.calendar)
    at = since
    for opens, closes in [*calendar.windows(since, until), (until, until)]:
        if opens > at:
            note = _why_closed(clock.calendar, policy, at, opens)
            yield Line(
                since=at, until=opens, kind="closed", counted=nothing, total=total, note=note
            )
        if closes > opens:
            total += closes - opens
            yield Line(
                since=opens, until=closes, kind="counted", counted=closes - opens, total=total
            )
        at = closes


def _why_closed(name: str, policy: Policy, since: datetime, until: datetime) -> str:
    """Say which holidays fall into closed time."""
    calendar = policy.calendar(name)
    zone = zone_named(calendar.zone)
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    days = [first + n * DAY for n in range((last - first).days + 1)]
    holidays = [day.isoformat() for day in days if day in calendar.holidays]
    return f"holiday {', '.join(holidays)}" if holidays else "outside hours"
