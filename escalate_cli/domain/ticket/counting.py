"""What of its past counts for a clock when another row of the targets comes into force.

`resolve` and `level` are promises about the whole life of a ticket: time before their first target
counts as well, on the calendar of the row that sets it. The other duties begin with their first
target. Time without a target counts for none of them, and for `update` only time in which a target
as short as the present one was in force.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Protocol

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.policy.target import Target, TargetRows
from escalate_cli.domain.ticket.clock import counting_rules_1
from escalate_cli.domain.ticket.clock.sla_clock import (
    Calendars,
    Clock,
    Course,
    started,
)
from escalate_cli.domain.ticket.ticket import TAKEN_UP, Ticket
from escalate_cli.domain.time.calendar import BusinessCalendar

BEGINNINGS = 2
"""From this version of the rules on, duties begin; before, each counted from the log on."""

RULES = TAKEN_UP
"""The version by which new cycles count; one that says none was recorded under 1."""

WHOLE_LIFE = frozenset({ClockName.LEVEL, ClockName.RESOLVE})
"""The clocks that count from their beginning, whenever they get a target."""

NOTHING = timedelta(0)


def begun(
    name: str,
    old: Clock | None,
    at: datetime,
    cycle: int,
    rows: TargetRows,
    calendars: Calendars,
    *,
    running: bool,
) -> Clock:
    """Let a clock begin by the rows that match; of its former run only the number matters."""
    target, first = rows.target_of(name)
    course = Course(target=target, calendar=first or ALWAYS, running=running)
    pauses = () if target is None else None
    return started(name, old, cycle, at, course, calendars, pauses)


def is_unowed(clock: Clock) -> bool:
    """Tell whether no target has ever been in force for a time."""
    return clock.pauses is not None or clock.counted_to == clock.started_at


def course_of(clock: Clock, rows: TargetRows, known: Collection[str], *, running: bool) -> Course:
    """Say what is in force for a clock by the rows that match; the first that names it wins.

    Where none does: a clock that never had a target counts, for rules that ask for a time, on the
    calendar of the first row; a promise about the whole life goes on, on the calendar that it had
    if the policy still knows it; another duty is not owed, and does not count.
    """
    target, first = rows.target_of(clock.name)
    if target is not None:
        return Course(target=target, calendar=target.calendar, running=running)
    held, unowed = clock.lasting or clock.calendar, is_unowed(clock)
    calendar = first or ALWAYS if unowed or (held != ALWAYS and held not in known) else held
    counts = unowed or clock.name in WHOLE_LIFE
    return Course(target=None, calendar=calendar, running=running, counts=counts)


def recounted(clock: Clock, course: Course, calendars: Calendars) -> Clock:
    """Return a clock, counted up to now, with the time that counts on the course that follows."""
    if is_unowed(clock):
        return _from_the_beginning(clock, course, calendars(course.calendar))
    if clock.name == ClockName.UPDATE and _within(clock.target) != _within(course.target):
        clock = _shared(clock, course.target)
    before = clock.lasting or clock.calendar
    lasting = before if course.calendar != before else None
    return clock if lasting == clock.lasting else replace(clock, lasting=lasting)


def _from_the_beginning(clock: Clock, course: Course, calendar: BusinessCalendar) -> Clock:
    """Count on one calendar all the time that it ran, if that is owed or nothing is yet."""
    if clock.counted_to == clock.started_at:
        pauses = None if course.target is not None else ()
        return clock if clock.pauses == pauses else replace(clock, pauses=pauses)
    if course.target is not None and clock.name not in WHOLE_LIFE:
        return replace(clock, spent=NOTHING)
    spent = calendar.between(clock.started_at, clock.counted_to, clock.pauses or ())
    return replace(clock, spent=spent)


def stood(clock: Clock, at: datetime, calendars: Calendars) -> Clock:
    """Count a clock that stands up to an instant; one that never ran under a target holds its own.

    Time that it ran without one may be more than the target: a clock that stands cannot miss it.
    """
    after = clock.settled(at, calendars)
    if after is clock or clock.held_due_at is not None:
        return after
    is_used_up = clock.target is not None and clock.spent > clock.target.within
    return after if is_used_up else replace(after, held_target=clock.target)


def as_held(clock: Clock) -> Clock:
    """Return a clock that ends under the target that was in force when it last ran.

    One that was in force for no time judges nothing, and counts nothing anew.
    """
    if clock.counted_to == clock.started_at or clock.target == clock.held_target:
        return clock
    held = clock.held()
    differs = _within(held.target) != _within(clock.target)
    if clock.name == ClockName.UPDATE and held.target and differs:
        return replace(held, spent=spent_within(clock.shares, held.target.within))
    return held


def _within(target: Target | None) -> timedelta | None:
    return target.within if target else None


def _shared(clock: Clock, target: Target | None) -> Clock:
    """Remember what was spent under each target, and count what was under one as short."""
    shares = clock.shares
    if clock.target is not None:
        within = clock.target.within
        fresh = clock.spent - spent_within(shares, within)
        if fresh > NOTHING:
            shares = _forgiven(_added(shares, within, fresh), within, within - clock.spent)
    spent = spent_within(shares, target.within if target else timedelta.max)
    return replace(clock, shares=shares, spent=spent)


Shares = tuple[tuple[timedelta, timedelta], ...]


def spent_within(shares: Shares, within: timedelta) -> timedelta:
    """Sum what was spent under targets of at most a length."""
    return sum((spent for length, spent in shares if length <= within), NOTHING)


def _added(shares: Shares, within: timedelta, spent: timedelta) -> Shares:
    sums = dict(shares)
    sums[within] = sums.get(within, NOTHING) + spent
    return tuple(sorted(sums.items()))


def _forgiven(shares: Shares, within: timedelta, left: timedelta) -> Shares:
    """Cap the time counted against a longer target by what was left under the shorter one."""
    kept: Shares = ()
    for length, spent in shares:
        before = spent_within(kept, length)
        may_count = spent
        if length > within and before + spent >= length:
            may_count = min(spent, max(length - left - before, NOTHING))
        kept = (*kept, (length, may_count))
    return kept


class _Begun(Protocol):
    def __call__(
        self,
        name: str,
        old: Clock | None,
        at: datetime,
        cycle: int,
        rows: TargetRows,
        calendars: Calendars,
        /,
        *,
        running: bool,
    ) -> Clock:
        """Let a clock begin on what is in force for it by the rows that match the ticket."""


class _CourseOf(Protocol):
    def __call__(
        self,
        clock: Clock,
        rows: TargetRows,
        known: Collection[str],
        /,
        *,
        running: bool,
    ) -> Course:
        """Say what is in force for a clock by the rows that match the ticket."""


class CountingRules(msgspec.Struct, frozen=True):
    """What one version of the rules of counting makes of a clock."""

    begun: _Begun
    course_of: _CourseOf
    recounted: Callable[[Clock, Course, Calendars], Clock]
    as_held: Callable[[Clock], Clock]


_BEFORE = CountingRules(
    counting_rules_1.begun,
    counting_rules_1.course_of,
    counting_rules_1.recounted,
    counting_rules_1.as_held,
)
_NOW = CountingRules(begun, course_of, recounted, as_held)


def rules_of(ticket: Ticket) -> CountingRules:
    """Return the rules by which the clocks of a ticket's cycle count."""
    return _BEFORE if ticket.rules < BEGINNINGS else _NOW
