"""Spans of time as people name them: a month, a week, the last or the present one.

`2026-11`, `2026-W47` (as ISO 8601 counts weeks, from Monday), `last month`, `this week` and the
like, in the policy's zone. A span is no instant: it begins at one, and ends before another.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from escalate_cli.domain.time.instant_parsing import HELP
from escalate_cli.domain.time.timezones import instant_of, zone_named
from escalate_cli.errors import BadInstantError

Span = tuple[datetime, datetime]
"""Its first instant, and the first after it."""

_WEEK = timedelta(weeks=1)
_MONTH_NAMED = re.compile("([0-9]{4})-([0-9]{2})")
_WEEK_NAMED = re.compile("([0-9]{4})-[Ww]([0-9]{2})")
_BY_WORDS = {f"{which} {unit}" for which in ("last", "this") for unit in ("week", "month")}


DAY, WEEK, MONTH = "day", "week", "month"
UNITS = (DAY, WEEK, MONTH)


def parts_of(since: datetime, until: datetime, unit: str, zone: str) -> Iterator[Span]:
    """Yield the days, weeks or months of a zone that a time goes through, cut at its ends."""
    clock = zone_named(zone)
    first = _first(since.astimezone(clock).date(), unit)
    while since < until:
        first = _next(first, unit)
        after = min(instant_of(datetime.combine(first, time.min), clock), until)
        yield since, after
        since = after


def _first(day: date, unit: str) -> date:
    if unit == MONTH:
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if unit == WEEK else day


def _next(first: date, unit: str) -> date:
    if unit == MONTH:
        return _next_month(first)
    return first + (_WEEK if unit == WEEK else timedelta(days=1))


def parse_span(text: str, now: datetime, zone: str) -> Span | None:
    """Read what a person in a zone typed at `now`; nothing where it names no span of time.

    One that has the form and does not exist, such as month 13, is a BadInstantError.
    """
    clock = zone_named(zone)
    days = _by_words(text.lower(), now.astimezone(clock).date()) or _by_number(text)
    if days is None:
        return None
    first, after = (instant_of(datetime.combine(day, time.min), clock) for day in days)
    return first, after


def _by_words(words: str, today: date) -> tuple[date, date] | None:
    if words not in _BY_WORDS:
        return None
    which, unit = words.split(" ")
    first = _first(today, unit)
    if which == "last":
        return _first(first - timedelta(days=1), unit), first
    return first, _next(first, unit)


def _by_number(text: str) -> tuple[date, date] | None:
    try:
        if match := _MONTH_NAMED.fullmatch(text):
            first = date(int(match[1]), int(match[2]), 1)
            return first, _next_month(first)
        if match := _WEEK_NAMED.fullmatch(text):
            first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return first, first + _WEEK
    except (ValueError, OverflowError):
        raise BadInstantError(f"{text!r}: there is no such month or week", help=HELP) from None
    return None


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
