"""Calendars of a policy: as they stand in the file, and as they count time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.policy_key import Doc, Zone
from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.holidays import day_of
from escalate_cli.domain.time.opening_hours import WEEKDAYS
from escalate_cli.errors import DamagedHistoryError

ALWAYS = "always"

HOLIDAYS_AHEAD = timedelta(days=60)
"""A list of holidays that ends sooner is worth a word."""


class CalendarSpec(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """Opening hours as they stand in the policy, in one time zone.

    Attributes:
        holidays: those that have a date, in order.
        recurring: those of every year, and those that are counted from Easter.
        dates: the hours of days that have hours of their own.
        easters: as `SpecialDays` takes them, where some day is counted from Easter.
    """

    zone: Annotated[
        Zone, Doc("zone of hours and holidays", "Asia/Tokyo", "that of the file", ("timezone",))
    ]
    hours: Annotated[
        tuple[tuple[str, tuple[tuple[str, str], ...]], ...],
        Doc(
            "list of hours, half-open, up to `24:00`; a key may name several days: `mon-fri`,"
            ' `"sat, sun"`',
            'mon-thu: ["09:00-12:30", "13:30-17:00"]',
            "closed",
            WEEKDAYS,
        ),
    ]
    holidays: Annotated[
        tuple[date, ...],
        Doc(
            "list of days on which it stays closed: dates, `12-25` every year, `easter+1`, or"
            " [`{ics: FILE}`](#holidays-from-a-file)",
            "[12-25, easter+1, 2027-05-14]",
        ),
    ] = ()
    recurring: tuple[str, ...] = ()
    dates: Annotated[
        tuple[tuple[str, tuple[tuple[str, str], ...]], ...],
        Doc(
            "hours of single days, written as in `holidays`, whatever else holds on them; `[]` is"
            " closed",
            '{12-24: "09:00-12:00", 2026-11-28: "10:00-14:00"}',
            "none",
        ),
    ] = ()
    easters: tuple[int, ...] = ()

    def last_dated(self, today: date) -> date | None:
        """Return the last holiday that has a date, if no later one will come for a while."""
        ends = bool(self.holidays) and self.holidays[-1] < today + HOLIDAYS_AHEAD
        return self.holidays[-1] if ends else None


@lru_cache(maxsize=64)
def calendar_of(spec: CalendarSpec) -> BusinessCalendar:
    """Return the one calendar object that counts time for these hours."""
    return BusinessCalendar(
        spec.zone,
        dict(spec.hours),
        {*spec.holidays, *map(day_of, spec.recurring)},
        {day_of(day): hours for day, hours in spec.dates},
        spec.easters,
    )


def calendar_named(name: str, calendars: Mapping[str, CalendarSpec]) -> BusinessCalendar:
    """Return the calendar of that name; `always` is built in.

    Raises DamagedHistoryError: a policy that was read has each that it names, but a row of a ticket
    may have come to name another.
    """
    if name == ALWAYS:
        return BusinessCalendar.always()
    spec = calendars.get(name)
    if spec is None:
        raise DamagedHistoryError(f"there is no calendar '{name}' in the policy version it follows")
    return calendar_of(spec)


class CalendarsAsked(dict[str, BusinessCalendar]):
    """The calendars that were asked for; to find one by all its hours takes longer."""

    def __init__(self, calendars: Mapping[str, CalendarSpec]) -> None:
        self._calendars = calendars

    def __missing__(self, name: str) -> BusinessCalendar:
        """Find the calendar of a name; raises what `calendar_named` does."""
        found = self[name] = calendar_named(name, self._calendars)
        return found
