"""Weekly opening hours: read, checked and ordered by weekday."""

from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from itertools import pairwise

from escalate_cli.errors import CalendarError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Interval = tuple[timedelta, timedelta]
"""Opening and closing as wall time since midnight, half-open."""

Week = tuple[tuple[Interval, ...], ...]
"""The intervals of each weekday from Monday, in order; a closed day has none."""

DAY = timedelta(days=1)


def weekly_hours(hours: Mapping[str, Sequence[tuple[str, str]]]) -> Week:
    """Read hours such as `{"mon": [("09:00", "17:00")]}`; a missing day is closed.

    Raises CalendarError for an unknown weekday, a bad time, and an interval that is empty, reversed
    (overnight) or overlaps another. Intervals may touch.
    """
    for day in hours:
        if day not in WEEKDAYS:
            raise CalendarError(f"unknown weekday {day!r}", help=f"use {', '.join(WEEKDAYS)}")
    return tuple(hours_of(name, hours.get(name, ())) for name in WEEKDAYS)


def hours_of(name: str, written: Sequence[tuple[str, str]]) -> tuple[Interval, ...]:
    """Read the hours of one day, in order; `name` is what errors call it."""
    day = sorted(_interval(name, opens, closes) for opens, closes in written)
    for (_, closes), (opens, _) in pairwise(day):
        if opens < closes:
            raise CalendarError(f"{name}: two intervals overlap", help="join them into one")
    return tuple(day)


def open_within(day: Sequence[Interval]) -> timedelta:
    """Add up the intervals of a day on which no clock changes."""
    return sum((closes - opens for opens, closes in day), timedelta(0))


def _interval(name: str, opens: str, closes: str) -> Interval:
    interval = _time(name, opens), _time(name, closes)
    if interval[0] == interval[1]:
        raise CalendarError(f"{name}: {opens}-{closes} is empty", help="a whole day is 00:00-24:00")
    if interval[0] > interval[1]:
        raise CalendarError(
            f"{name}: {opens}-{closes} closes before it opens",
            help="write a night as two intervals: until 24:00, and from 00:00 of the next day",
        )
    return interval


def _time(name: str, text: str) -> timedelta:
    padded = text.zfill(len("00:00"))
    if padded == "24:00":
        return DAY
    try:
        at = time.fromisoformat(padded)
    except ValueError:
        at = None
    if at is None or at.isoformat("minutes") != padded:
        raise CalendarError(
            f"{name}: {text[:20]!r} is not a time", help="write it like 09:00, at most 24:00"
        )
    return timedelta(hours=at.hour, minutes=at.minute)
