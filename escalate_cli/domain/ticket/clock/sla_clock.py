"""One running clock: time spent against a target, on a calendar."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.target import Target
from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.timezones import Instant

UNSAID = datetime.min.replace(tzinfo=UTC)
"""Stands for an instant that the ticket says: this very object, which no row reads as."""

Calendars = Callable[[str], BusinessCalendar]
"""Finds a calendar by the name it has in the policy in force."""


class ClockState(StrEnum):
    """How a clock stands; `breached` is latched, whatever comes later."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    STOPPED = "stopped"


class Course(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is in force for a clock: its target, its calendar, whether it runs.

    Attributes:
        counts: whether time counts while it runs; without a target it need not.
    """

    target: Target | None
    calendar: str
    running: bool
    counts: bool = True


class Clock(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Time one duty has taken so far, and what is known of its verdict.

    Between two changes a clock is linear in business time, so it is kept as the time spent up to
    `counted_to` and what has been in force since then.

    Attributes:
        name: which of the six duties this is; a store's row leaves out what its ticket says.
        instance: counts restarts of this duty within the cycle, from 1.
        spent: business time counted up to `counted_to`.
        target: the target in force; nothing where the policy sets none.
        calendar: the calendar time is counted on, with or without a target.
        due_at: the earliest instant at which the target is used up, as long as nothing changes.
        held_target: the target that was last in force while it ran, with its own `held_due_at`.
        ended_at: when the duty was done or dropped; `judged` tells which.
        counts: whether time counts while it runs.
        pauses: when it stood still, as long as no target has been in force for a time.
        shares: what was spent under each length of target before the present one.
        lasting: the calendar that was last in force for a time, if it is another one.
        by_rows: where an agreed date is in force, its run by the policy's rows, without a target.
        excused: its breach neither presses nor counts.
        was_breached: it goes on from a run that was breached, which it is not once more.
    """

    name: str = ""
    instance: int = 1
    cycle: int = 1
    started_at: Instant = UNSAID
    counted_to: Instant = UNSAID
    spent: timedelta = timedelta(0)
    running: bool = True
    target: Target | None = None
    calendar: str = ALWAYS
    due_at: Instant | None = None
    held_target: Target | None = None
    held_due_at: Instant | None = None
    breached_at: Instant | None = None
    breached_target: timedelta | None = None
    noticed_at: Instant | None = None
    ended_at: Instant | None = None
    judged: bool = False
    counts: bool = True
    pauses: tuple[tuple[Instant, Instant], ...] | None = None
    shares: tuple[tuple[timedelta, timedelta], ...] = ()
    lasting: str | None = None
    by_rows: "Clock | None" = None
    excused: bool = False
    was_breached: bool = False

    def reaches(self, threshold: timedelta, calendars: Calendars) -> datetime | None:
        """Return the earliest instant at which that much is spent, if nothing changes.

        A clock that stands still reaches nothing; one that has already spent the time reached it
        where its present course began.
        """
        if not (self.running and self.counts):
            return None
        if self.spent >= threshold:
            return self.counted_to
        return calendars(self.calendar).add(self.counted_to, threshold - self.spent)

    def may_spend(self, needed: timedelta, by: datetime) -> bool:
        """Tell whether it may have counted so much by an instant, if it ran around the clock."""
        return self.spent + (by - self.counted_to) >= needed

    def settled(self, at: datetime, calendars: Calendars) -> "Clock":
        """Count up to an instant, and latch a breach that happened by then."""
        if self.ended_at is not None or at <= self.counted_to:
            return self
        by_rows = self.by_rows
        if by_rows is not None:
            by_rows = by_rows.settled(at, calendars)
        if not self.running:
            pauses = self._pauses_until(at)
            return replace(self, counted_to=at, pauses=pauses, lasting=None, by_rows=by_rows)
        target, spent = self.target, self.spent
        if self.counts:
            spent += calendars(self.calendar).between(self.counted_to, at)
        breached_at, breached_target = self.breached_at, self.breached_target
        if target is not None and breached_at is None and spent > target.within:
            breached_at, breached_target = self.due_at, target.within
        return replace(
            self,
            counted_to=at,
            spent=spent,
            breached_at=breached_at,
            breached_target=breached_target,
            held_target=target,
            held_due_at=self.due_at,
            pauses=self.pauses if target is None else None,
            lasting=None,
            by_rows=by_rows,
        )

    def _pauses_until(self, at: datetime) -> tuple[tuple[datetime, datetime], ...] | None:
        """Return the times in which it stood still, if they still have to be known."""
        pauses = self.pauses
        if pauses is None or self.target is not None:
            return None
        if pauses and pauses[-1][1] == self.counted_to:
            return (*pauses[:-1], (pauses[-1][0], at))
        return (*pauses, (self.counted_to, at))

    def under(self, course: Course, calendars: Calendars) -> "Clock":
        """Put a target in force, or pause or resume, from `counted_to` on."""
        target, due_at = course.target, None  # a paused clock is never due
        if target is not None and course.running:
            if self.spent < target.within:
                left = target.within - self.spent
                due_at = calendars(course.calendar).add(self.counted_to, left)
            else:
                due_at = self.held_due_at if target == self.held_target else None
                due_at = due_at or self.counted_to
        return replace(
            self,
            target=target,
            calendar=course.calendar,
            running=course.running,
            counts=course.counts,
            due_at=due_at,
        )

    def due_when_missed(self) -> "Clock":
        """Return it, if another target finds it late already, due when the first one was missed."""
        if self.breached_at is None or self.due_at != self.counted_to:
            return self
        is_late = self.target is not None and self.spent > self.target.within
        return replace(self, due_at=self.breached_at) if is_late else self

    def ended(self, at: datetime, *, judged: bool) -> "Clock":
        """Stop for good; `judged` when the duty was done, not merely dropped."""
        return replace(self, ended_at=at, running=False, judged=judged)

    def waited(self, spent: timedelta, calendars: Calendars) -> "Clock":
        """Return the clock with at least that much time spent; one that has ended is unchanged."""
        if self.ended_at is not None or spent <= self.spent:
            return self
        longer = replace(self, spent=spent, held_due_at=None)
        due_at = longer.reaches(self.target.within, calendars) if self.target else None
        return replace(longer, due_at=due_at)

    def continued(self, at: datetime, cycle: int) -> "Clock":
        """Return the run of another cycle that goes on from this one as if no time had passed.

        A date that was agreed for this one leaves it what was spent by the policy's rows.
        """
        own = self.by_rows or self
        pauses = own.pauses
        if pauses is not None and self.ended_at is not None:
            pauses = (*pauses, (self.ended_at, at))
        return replace(
            own,
            cycle=cycle,
            instance=1,
            counted_to=at,
            ended_at=None,
            judged=False,
            pauses=pauses,
            breached_at=self.breached_at,
            breached_target=self.breached_target,
            noticed_at=self.noticed_at,
            was_breached=self.breached_at is not None,
            excused=self.excused,
            by_rows=None,
        )

    @property
    def breaches(self) -> bool:
        """Tell whether this run used up its target, and not already the run that it continues."""
        return self.breached_at is not None and not self.was_breached

    @property
    def run(self) -> tuple[str, int, int]:
        """Return what tells it from all other runs on its ticket."""
        return (self.name, self.cycle, self.instance)

    def is_run_of(self, other: "Clock") -> bool:
        """Tell whether it is the same run of a duty, earlier or later."""
        return (
            self.instance == other.instance
            and self.cycle == other.cycle
            and self.name == other.name
        )

    @property
    def overrun(self) -> timedelta:
        """Return the time spent over the target that was missed, or else over the present one."""
        within = self.breached_target or (self.target.within if self.target else self.spent)
        return max(self.spent - within, timedelta(0))

    @property
    def is_overdue(self) -> bool:
        """Tell whether it is still owed and has used more than the target now in force."""
        if self.ended_at is not None or self.excused or self.target is None:
            return False
        return self.spent > self.target.within

    def held(self) -> "Clock":
        """Return it under the target under which time was last spent."""
        return replace(self, target=self.held_target, due_at=self.held_due_at)

    @property
    def course(self) -> Course:
        """Return what has been in force since `counted_to`."""
        return Course(
            target=self.target, calendar=self.calendar, running=self.running, counts=self.counts
        )

    def is_on(self, course: Course) -> bool:
        """Tell whether that has been in force since `counted_to`."""
        return (
            self.running is course.running
            and self.counts is course.counts
            and self.calendar == course.calendar
            and self.target == course.target
        )

    @property
    def state(self) -> ClockState:
        """Say how the clock stands as it was last counted."""
        if self.breached_at is not None:
            return ClockState.BREACHED
        if self.ended_at is not None:
            return ClockState.MET if self.judged and self.target else ClockState.STOPPED
        return ClockState.RUNNING if self.running else ClockState.PAUSED


def started(
    name: str,
    old: Clock | None,
    cycle: int,
    at: datetime,
    course: Course,
    calendars: Calendars,
    pauses: tuple[tuple[datetime, datetime], ...] | None = None,
) -> Clock:
    """Start a clock at an instant on its course, as the next run of its cycle."""
    target, due_at = course.target, None
    if target is not None and course.running:
        due_at = calendars(course.calendar).add(at, target.within)
    return Clock(
        name=name,
        instance=old.instance + 1 if old is not None and old.cycle == cycle else 1,
        cycle=cycle,
        started_at=at,
        counted_to=at,
        running=course.running,
        target=target,
        calendar=course.calendar,
        due_at=due_at,
        counts=course.counts,
        pauses=pauses,
    )
