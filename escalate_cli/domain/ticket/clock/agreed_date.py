"""A date that was agreed for one ticket: it stands in place of the policy's row of a clock.

The clock goes on from what it has spent and runs to the date on all hours, waiting or not. The run
by the policy's rows goes on beside it without a target, so that it can take over again.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.target import Target
from escalate_cli.domain.ticket.clock.sla_clock import Calendars, Clock, Course


def run_by_rows(clock: Clock) -> Clock:
    """Return the run that the policy's rows make of a clock."""
    return clock.by_rows or clock


def to_date(clock: Clock, agreed: datetime | None, by_rows: Clock, calendars: Calendars) -> Clock:
    """Put an agreed date in force, or go on without one, from where a clock was counted to."""
    if agreed is None:
        return by_rows if clock.by_rows is None else _taking_over(by_rows)
    if clock.target is not None and clock.target.agreed == agreed:
        return replace(clock, by_rows=by_rows)
    target = Target(
        within=clock.spent + max(agreed - clock.counted_to, timedelta(0)),
        calendar=ALWAYS,
        since=clock.spent,
        agreed=agreed,
    )
    owed = replace(clock, by_rows=by_rows, pauses=None, lasting=None)
    return owed.under(Course(target=target, calendar=ALWAYS, running=True), calendars)


def _taking_over(by_rows: Clock) -> Clock:
    """Return a run that judges as if its target had been in force all along."""
    return replace(by_rows, held_target=by_rows.target, held_due_at=by_rows.due_at)
