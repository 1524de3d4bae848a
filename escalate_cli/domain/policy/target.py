"""Targets: which one is in force for a clock; the first row that gives it one wins."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.policy_key import CalendarName, Doc


class TargetRule(msgspec.Struct, frozen=True, kw_only=True):
    """How long each clock may run for the tickets that match."""

    when: Annotated[When, Doc("[condition](#when)", "{priority: P1}", "every ticket")] = When()
    calendar: Annotated[
        CalendarName, Doc("calendar on which the clocks of the row count", "office")
    ] = ALWAYS
    within: Annotated[
        Mapping[str, timedelta],
        Doc("duration; at least one", "resolve: 8h", "no target", CLOCKS),
    ]


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The duration in force for one clock, on one calendar.

    Attributes:
        since: what had been spent before it; shares of it count from there.
        agreed: the date that it leads to, where one was agreed for the ticket.
    """

    within: timedelta
    calendar: str
    since: timedelta = timedelta(0)
    agreed: datetime | None = None

    def share(self, share: float) -> timedelta:
        """Return what is spent when a share of it is used up."""
        return self.since + (self.within - self.since) * share


def row_among(rows: Iterable[TargetRule], clock: str) -> TargetRule | None:
    """Return the first row that has a target for a clock."""
    return next((row for row in rows if clock in row.within), None)


def target_among(rows: Iterable[TargetRule], clock: str) -> tuple[Target | None, str | None]:
    """Return the target of the first row that has one for a clock, or else the first calendar."""
    first: str | None = None
    for row in rows:
        within = row.within.get(clock)
        if within is not None:
            return Target(within=within, calendar=row.calendar), row.calendar
        first = first or row.calendar
    return None, first


class TargetRows:
    """The rows that match tickets alike; what they set for a clock is worked out once."""

    def __init__(self, rows: Iterable[TargetRule]) -> None:
        self.rows = tuple(rows)
        self._found: dict[str, tuple[Target | None, str | None]] = {}

    def target_of(self, clock: str) -> tuple[Target | None, str | None]:
        """Return what `target_among` these rows finds."""
        found = self._found.get(clock)
        if found is None:
            found = self._found[clock] = target_among(self.rows, clock)
        return found
