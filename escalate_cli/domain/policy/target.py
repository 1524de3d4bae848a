"""Which target is in force for a clock: the first row that gives it one."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from escalate_cli.domain.policy.rules import TargetRule


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The duration in force for one clock, on one calendar."""

    within: timedelta
    calendar: str


def target_among(rows: Iterable[TargetRule], clock: str) -> tuple[Target | None, str | None]:
    """Return the target of the first row that has one for a clock, or else the first calendar."""
    first: str | None = None
    for row in rows:
        within = row.within.get(clock)
        if within is not None:
            return Target(within=within, calendar=row.calendar), row.calendar
        first = first or row.calendar
    return None, first
