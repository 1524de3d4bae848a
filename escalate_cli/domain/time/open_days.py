"""Open days of a calendar: the local days on which it opens at all, counted."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from escalate_cli.domain.time.holidays import Hours, SpecialDays
from escalate_cli.domain.time.opening_hours import Week

LONGEST_CLOSED = 366
"""A calendar that stays closed for more days than that opens no more."""

_DAY = timedelta(days=1)
_WEEKDAYS = 7


class OpenDays:
    """The days on which weekly hours, but for special days, open; years are counted once.

    Args:
        week: the hours of each weekday.
        special: the days that are not like their weekday.
    """

    def __init__(self, week: Week, special: SpecialDays) -> None:
        self._week = [bool(hours) for hours in week]
        self._special = special
        self._by_year: dict[int, tuple[Mapping[date, Hours], int]] = {}

    def opens_on(self, day: date) -> bool:
        """Tell whether there is any open time on a day."""
        hours = self._year(day.year)[0].get(day)
        return self._week[day.weekday()] if hours is None else bool(hours)

    def count(self, first: date, until: date) -> int:
        """Count the open days in [first, until); none if it is not later."""
        if until <= first:
            return 0
        years = range(first.year, until.year)
        before = self._counted(date(first.year, 1, 1), first)
        whole = sum(self._year(year)[1] for year in years)
        return whole + self._counted(date(until.year, 1, 1), until) - before

    def following(self, day: date) -> Iterator[date]:
        """Yield the open days from a day on, until it opens no more."""
        closed = 0
        while closed < LONGEST_CLOSED:
            if self.opens_on(day):
                yield day
                closed = 0
            else:
                closed += 1
            day += _DAY

    def back(self, day: date, number: int) -> date:
        """Return the day before which as many open days lie as before another, less a number."""
        while number > 0:
            day -= _DAY
            number -= self.opens_on(day)
        return day

    def _year(self, year: int) -> tuple[Mapping[date, Hours], int]:
        """Return the special days of a year, and how many days it is open."""
        if year not in self._by_year:
            first, after = date(year, 1, 1), date(year + 1, 1, 1)
            found = self._special.between(first, first)
            self._by_year[year] = found, self._sum(found, first, after)
        return self._by_year[year]

    def _counted(self, first: date, until: date) -> int:
        return self._sum(self._year(first.year)[0], first, until)

    def _sum(self, special: Mapping[date, Hours], first: date, until: date) -> int:
        """Count whole weeks and the rest by weekday, then correct the special days."""
        weeks, rest = divmod((until - first).days, _WEEKDAYS)
        start = first.weekday()
        found = weeks * sum(self._week)
        found += sum(self._week[(start + n) % _WEEKDAYS] for n in range(rest))
        for day, hours in special.items():
            if first <= day < until:
                found += bool(hours) - self._week[day.weekday()]
        return found
