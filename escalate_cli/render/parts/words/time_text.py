"""Time as people read it: `in 1h 20m`, `-4h 5m`, `2m ago`, `Tue 14:00`."""

import re
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import Final

from escalate_cli.domain.time.duration import format_duration
from escalate_cli.domain.time.timezones import zone_named

_UNITS: Final = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))
_BETWEEN: Final = r"(?<=[a-z])(?=\d)"
_SECOND: Final = timedelta(seconds=1)
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NEAR_DAYS: Final = range(-6, 7)


def spell(length: timedelta, *, days: bool = True) -> str:
    """Write a length in its two largest units, rounded down: `1h 20m`, `2d`, `45s`.

    Without `days`, hours are the largest unit, as business time is best written.
    """
    count, unit, rest, small = _two_units(length, days=days)
    return f"{count}{unit} {rest}{small}" if rest else f"{count}{unit}"


def exact(length: timedelta) -> str:
    """Write a length in hours and less, to the second, so that it adds up: `27h 10m 5s`."""
    return re.sub(_BETWEEN, " ", format_duration(length, days=False))


def written(length: timedelta) -> str:
    """Write a length whole, as a policy sets it: `1h 30m`, `14d`."""
    return re.sub(_BETWEEN, " ", format_duration(length))


def largest(length: timedelta, *, days: bool = True) -> str:
    """Write a length in its largest unit alone, rounded down: `1h`."""
    count, unit, _, _ = _two_units(length, days=days)
    return f"{count}{unit}"


def _two_units(length: timedelta, *, days: bool) -> tuple[int, str, int, str]:
    seconds = int(abs(length).total_seconds())
    for (unit, size), (small, part) in pairwise(_UNITS if days else _UNITS[1:]):
        if seconds >= size:
            rest = 0 if small == "s" else seconds % size // part
            return seconds // size, unit, rest, small
    return seconds, "s", 0, ""


class Wall:
    """The clock on the wall of whoever looks: a present and a zone."""

    def __init__(self, now: datetime, zone: str) -> None:
        self.now = now
        self._name = zone

    @cached_property
    def zone(self) -> tzinfo:
        """Load the time zone; raises CalendarError for an unknown one."""
        return zone_named(self._name)

    def due(self, at: datetime) -> str:
        """Write the way to an instant: `in 1h 20m`, `now`, or `-4h 5m` where it is past."""
        away = at - self.now
        if abs(away) < _SECOND:
            return "now"
        if away > timedelta(0):
            return f"in {spell(away)}"
        return f"-{spell(-away)}"

    def ago(self, at: datetime) -> str:
        """Write how long ago an instant was: `2m ago`, `just now`."""
        gone = self.now - at
        return f"{spell(gone)} ago" if gone >= _SECOND else "just now"

    def time(self, at: datetime) -> str:
        """Write the local time, with the weekday or the date where it is another day."""
        local = at.astimezone(self.zone)
        days = (local.date() - self.now.astimezone(self.zone).date()).days
        if days == 0:
            return f"{local:%H:%M}"
        if days in _NEAR_DAYS:
            return f"{_weekday(local)} {local:%H:%M}"
        return f"{local:%Y-%m-%d %H:%M}"

    def is_today(self, at: datetime) -> bool:
        """Tell whether an instant is on the present day, here."""
        return at.astimezone(self.zone).date() == self.now.astimezone(self.zone).date()

    def dated(self, at: datetime) -> str:
        """Write local day and time so that it cannot be misread: `Mon 11-23 09:00`."""
        local = at.astimezone(self.zone)
        return f"{_weekday(local)} {local:%m-%d %H:%M}"

    def clock(self, at: datetime) -> str:
        """Write the local time of day alone."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def day(self, at: datetime) -> str:
        """Write the local day: `Mon 2026-11-23`."""
        local = at.astimezone(self.zone)
        return f"{_weekday(local)} {local:%Y-%m-%d}"

    def date(self, at: datetime) -> str:
        """Write the local day as short as can be: `11-23`."""
        return f"{at.astimezone(self.zone):%m-%d}"

    def span(self, since: datetime, until: datetime) -> str:
        """Write a period: `Mon 2026-11-23 09:00 to Tue 2026-11-24 09:00`."""
        return " to ".join(f"{self.day(at)} {self.clock(at)}" for at in (since, until))

    def full(self, at: datetime) -> str:
        """Write an instant so that it cannot be misread: `Mon 2026-11-30 09:00 CET (in 6d 20h)`."""
        return f"{self.moment(at)} ({self._apart(at)})"

    def moment(self, at: datetime) -> str:
        """Write an instant in full, and not how far it is: `Mon 2026-11-30 09:00 CET`."""
        return f"{self.day(at)} {at.astimezone(self.zone):%H:%M %Z}"

    def _apart(self, at: datetime) -> str:
        return self.due(at) if at > self.now else self.ago(at)


def _weekday(local: datetime) -> str:
    return WEEKDAYS[local.weekday()]


def length_of(length: timedelta | None) -> str:
    """Spell a length of time, or say that there is none."""
    return "-" if length is None else spell(length, days=False)
