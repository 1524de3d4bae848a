"""Calendars of a policy: as they stand in the file, and as they count time."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.policy_key import Doc, Zone
from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.opening_hours import WEEKDAYS

ALWAYS = "always"


class CalendarSpec(msgspec.Struct, frozen=True, kw_only=True):
    """Opening hours as they stand in the policy, in one time zone."""

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
        Doc("list of dates on which it stays closed", "[2026-12-25, 2027-01-01]"),
    ] = ()


@lru_cache(maxsize=64)
def calendar_of(spec: CalendarSpec) -> BusinessCalendar:
    """Return the one calendar object that counts time for these hours."""
    return BusinessCalendar(spec.zone, dict(spec.hours), spec.holidays)


def calendar_named(name: str, calendars: Mapping[str, CalendarSpec]) -> BusinessCalendar:
    """Return the calendar of that name; `always` is built in."""
    return BusinessCalendar.always() if name == ALWAYS else calendar_of(calendars[name])
