"""Special days and holidays: once, every year, or counted from Easter Sunday.

When Easter is comes with the policy: `policyfile/sections/holidays.easters_for`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from escalate_cli.domain.time.opening_hours import Interval, hours_of
from escalate_cli.errors import CalendarError

Day = date | tuple[int, int] | int
"""One date, the month and day of every year, or so many days after Easter Sunday."""

Hours = tuple[Interval, ...]
"""The intervals in which a day is open; a holiday has none."""

EASTERS_FROM = 1900
"""The year of the first of the Easter Sundays that a calendar is given."""

_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})|([0-9]{2}-[0-9]{2})|easter([+-][0-9]{1,2})?"
_LEAP_YEAR = "2024-"


def day_of(text: str) -> Day:
    """Read `2026-12-25`, `12-25` or `easter+1`; raises CalendarError for anything else."""
    match = re.fullmatch(_DAY, text)
    if match is None:
        raise CalendarError(
            f"{text[:20]!r} is not a date", help="write it like 2026-12-25, 12-25 or easter+1"
        )
    once, yearly, from_easter = match.groups()
    if not (once or yearly):
        return int(from_easter or 0)
    try:
        day = date.fromisoformat(once or _LEAP_YEAR + yearly)
    except ValueError:
        raise CalendarError(f"{text!r}: there is no such day") from None
    return day if once else (day.month, day.day)


class SpecialDays:
    """Which hours hold on days that are not like their weekday.

    Hours that a day is given count more than a holiday on it; of two that it is given, those of a
    date more than those of every year, and these more than those counted from Easter.

    Args:
        holidays: days on which it stays closed.
        hours: opening and closing on days that have hours of their own, or none.
        easters: how many days after 21 March Easter Sunday is, for each year from 1900 on; needed
            only where a day is counted from it.
    """

    def __init__(
        self,
        holidays: Collection[Day],
        hours: Mapping[Day, Sequence[tuple[str, str]]],
        easters: Sequence[int] = (),
    ) -> None:
        self._easters = easters
        own = {day: hours_of(str(day), written) for day, written in hours.items()}
        self._layers = [_layer(dict.fromkeys(holidays, ())), _layer(own)]

    def between(self, first: date, until: date) -> Mapping[date, Hours]:
        """Return the hours of the special days of the years from one day to another."""
        found: dict[date, Hours] = {}
        for once, recurring in self._layers:
            if recurring:
                for year in range(first.year, until.year + 1):
                    found.update(self._of_year(year, recurring))
            found.update(once)
        return found

    def _of_year(
        self, year: int, recurring: Iterable[tuple[Day, Hours]]
    ) -> Iterator[tuple[date, Hours]]:
        for day, hours in recurring:
            if isinstance(day, int):
                easter = date(year, 3, 21) + timedelta(days=self._easters[year - EASTERS_FROM])
                yield easter + timedelta(days=day), hours
            elif isinstance(day, tuple) and (day != (2, 29) or _has_leap_day(year)):
                yield date(year, *day), hours


def _layer(
    days: Mapping[Day, Hours],
) -> tuple[dict[date, Hours], list[tuple[Day, Hours]]]:
    """Part the dates from what comes back every year, the days counted from Easter first."""
    once = {day: hours for day, hours in days.items() if isinstance(day, date)}
    recurring = [(day, hours) for day, hours in days.items() if not isinstance(day, date)]
    return once, sorted(recurring, key=lambda each: isinstance(each[0], tuple))


def _has_leap_day(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
