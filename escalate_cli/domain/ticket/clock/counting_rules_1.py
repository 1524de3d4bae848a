"""Rules of counting, version 1: time as it counted before duties had a beginning."""

from collections.abc import Collection
from datetime import datetime

from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.target import TargetRows
from escalate_cli.domain.ticket.clock.sla_clock import (
    Calendars,
    Clock,
    Course,
    started,
)


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
    """Let a clock begin, where no row matches on the calendar of its former run."""
    target, first = rows.target_of(name)
    calendar = first or (old.calendar if old else ALWAYS)
    course = Course(target=target, calendar=calendar, running=running)
    return started(name, old, cycle, at, course, calendars)


def course_of(clock: Clock, rows: TargetRows, _known: Collection[str], *, running: bool) -> Course:
    """Say what is in force for a clock by the rows that match; the first that names it wins.

    Without a target, time is counted on the calendar of the first row, and where there is none
    on the one it was counted on before.
    """
    target, first = rows.target_of(clock.name)
    if target is not None:
        return Course(target=target, calendar=target.calendar, running=running)
    return Course(target=None, calendar=first or clock.calendar, running=running)


def recounted(clock: Clock, _course: Course, _calendars: Calendars) -> Clock:
    """Let all time count under every target."""
    return clock


def as_held(clock: Clock) -> Clock:
    """Return a clock that ends under the target in force when it last spent time."""
    if clock.spent and clock.target != clock.held_target:
        return clock.held()
    return clock
