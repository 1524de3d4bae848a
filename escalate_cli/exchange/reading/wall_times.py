"""What a wall clock and a calendar showed, out of the ways in which programs write it.

Numbers alone leave open which is the day and which the month: the order is told by the caller.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache

from escalate_cli.exchange.reading.month_names import month_of

ORDERS = ("dmy", "mdy", "ymd")

_CLOCK = (
    r"(?:,?(?: (?:at|um|à|a las|alle|às|om|kl\.))?[ T\u00a0\u202f]+"
    r"([0-9]{1,2})[:.h]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]+)?)?"
    r"(?:[ \u00a0\u202f]?([APap])\.? ?[Mm]\.?| Uhr)?)?"
)
_NUMBERS = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})" + _CLOCK)
_NAMED = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|\.)?[-/. ](?:de |of )?([^\W\d_]{3,12})[-/. ,]+(?:de )?"
    r"([0-9]{4}|[0-9]{2})" + _CLOCK
)
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,12})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})" + _CLOCK)
_BASIC = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T|(?=[0-9]{6}\Z))([0-9]{2})([0-9]{2})([0-9]{2})?()"
)
"""ISO 8601 without marks, as calendars write it, or all 14 digits in one, as directories do."""

_WEEKDAY = re.compile(
    r"\A[^\W\d_]{2,13}(?:-feira)?\.?,? "
    r"(?=[^\W\d_]{3,}\.? +[0-9]|[0-9]{1,2}(?:st|nd|rd|th|er)?[-/. ]+(?:de )?[^\W\d_]{3})"
)
_UNIX = re.compile(
    r"\A([^\W\d_]{3}) +([0-9]{1,2}) ([0-9:]{8}) ((?:UTC|GMT|[-+][0-9]{4}) )?([0-9]{4})\Z"
)
_YEAR_DIGITS, _SHORT_YEAR = 4, 2
_NOON = 12


def days_in(text: str) -> Mapping[str, date]:
    """Return the day that numbers mean in each order in which there is such a day."""
    match = _NUMBERS.fullmatch(text)
    if match is None or _time_of_day(*match.group(5, 6, 7, 8)) is None:
        return {}
    return _days(*match.group(1, 3, 4))


def in_order(text: str, order: str) -> datetime | None:
    """Read a date of numbers in one order, with the time of day or at its midnight."""
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    return _wall(_days(*match.group(1, 3, 4)).get(order), match.group(5, 6, 7, 8))


def reordered(text: str) -> str:
    """Return a date without the day of the week, and the year of `date` and of Java in its place.

    Their zone then stands at the end, as elsewhere: `Mar 5 2026 14:22:10 UTC`.
    """
    match = _UNIX.match(text := _WEEKDAY.sub("", text, 1))
    if match is None:
        return text
    month, day, clock, zone, year = match.groups("")
    return f"{month} {day} {year} {clock} {zone}".rstrip()


def named(text: str) -> datetime | None:
    """Read a date whose order is certain: its month has a name, or it is ISO 8601 without marks."""
    if match := _NAMED.fullmatch(text):
        day, name, year, *clock = match.groups()
    elif match := _NAMED_FIRST.fullmatch(text):
        name, day, year, *clock = match.groups()
    elif match := _BASIC.fullmatch(text):
        year, name, day, *clock = match.groups()
        return _wall(_day(year, name, day), clock)
    else:
        return None
    month = month_of(name)
    return None if month is None else _wall(_day(year, str(month), day), clock)


@lru_cache(maxsize=4096)
def _days(first: str, second: str, third: str) -> Mapping[str, date]:
    """Return what three numbers mean in each order in which there is such a day."""
    parts = {"dmy": (third, second, first), "mdy": (third, first, second)}
    parts["ymd"] = (first, second, third)
    found = ((order, _day(*parts[order])) for order in ORDERS)
    return {order: day for order, day in found if day is not None}


def _day(year: str, month: str, day: str) -> date | None:
    if len(year) not in {_YEAR_DIGITS, _SHORT_YEAR} or len(day) > _SHORT_YEAR:
        return None
    try:
        return date(int(year if len(year) == _YEAR_DIGITS else f"20{year}"), int(month), int(day))
    except ValueError:
        return None


def _wall(day: date | None, clock: Sequence[str | None]) -> datetime | None:
    """Return a wall time, if there is such a day and such a time of day."""
    at = None if day is None else _time_of_day(*clock)
    return None if day is None or at is None else datetime.combine(day, at)


@lru_cache(maxsize=4096)
def _time_of_day(
    hour: str | None, minute: str | None, second: str | None, half: str | None
) -> time | None:
    """Return what the clock said, midnight where a date stands alone; `half` is of a or of p."""
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= _NOON:
            return None
        hours = hours % _NOON + (_NOON if half in "pP" else 0)
    try:
        return time(hours, int(minute or 0), int(second or 0))
    except ValueError:
        return None
