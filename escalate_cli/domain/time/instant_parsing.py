"""Instants as people and programs write them; no format is ever guessed.

People write wall times of the policy's zone: `2026-11-23 14:00`, `2026-11-23` (its start), `14:00`
(the next one), `5pm`, `yesterday 17:00`, `tomorrow 9:00` or `tomorrow 9`, `mon 9:00` (the next
Monday's, always later than now), `next mon` (the same where no earlier one could be meant), `eod`
(the end of today), `now`, and `+2h` or `-30m` (by the clock, not business time). Where the past is
asked for, `14:00` and `mon 9:00` are the latest such instant that is not after now. A wall time
that a clock change skips is the instant of the change; one that it repeats is the first
occurrence. RFC 3339 carries its offset.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.domain.time.opening_hours import WEEKDAYS
from escalate_cli.domain.time.timezones import as_utc, instant_of, zone_named
from escalate_cli.errors import BadDurationError, BadInstantError

YEARS = range(1970, 2201)
"""What a typed or imported instant may fall in, in UTC."""

HELP = "write it like 2026-11-23 14:00, 14:00, tomorrow 9:00, mon 9:00, +2h or now"

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HOUR = "(?:[01][0-9]|2[0-3])"
_OFFSET = f"Z|[+-]{_HOUR}:[0-5][0-9]"
_RFC_3339 = rf"({_DATE}T{_HOUR}:[0-5][0-9]:[0-5][0-9])(?:\.([0-9]{{1,9}}))?({_OFFSET})"
_DATED = f"({_DATE})(?:[T ]({_HOUR}:[0-5][0-9](?::[0-5][0-9])?)({_OFFSET})?)?"
_TIME = f"([0-9]|{_HOUR})(:[0-5][0-9](?::[0-5][0-9])?)?"
_HALF_DAY = "(0?[1-9]|1[0-2])(:[0-5][0-9])?(am|pm)"
_BLANK_BEFORE_HALF = " (?=[ap]m$)"
_END_OF_DAY = "eod"
_NEXT = "next"


def parse_rfc3339(text: str) -> datetime:
    """Read a timestamp with seconds and offset; what is below a microsecond is cut off."""
    match = re.fullmatch(_RFC_3339, text)
    if match is None:
        raise BadInstantError(
            f"{text[:60]!r} is not an RFC 3339 timestamp",
            help="write it like 2026-11-23T14:00:00Z or 2026-11-23T15:00:00+01:00",
        )
    seconds, fraction, offset = match.groups()
    return _in_utc(text, f"{seconds}.{fraction or 0}{offset}")


def parse_instant(text: str, now: datetime, zone: str, *, past: bool = False) -> datetime:
    """Read what a person in a zone typed at `now`; the instant comes back in UTC.

    Anything that is not one of the forms above is a BadInstantError.

    Args:
        text: what was typed.
        now: what it counts from.
        zone: where wall times are those of.
        past: whether a time of day, or a day's name, is the latest one instead of the next.
    """
    now = as_utc(now)
    if is_relative(text):
        return _within_years(text, now + _shift(text))
    if re.fullmatch(_RFC_3339, text):
        return parse_rfc3339(text)
    clock = zone_named(zone)
    if match := re.fullmatch(_DATED, text):
        day, at_time, offset = match.groups()
        if offset:
            return _in_utc(text, f"{day}T{at_time}{offset}")
        local = _parsed(text, f"{day}T{at_time or '00:00'}")
        return _within_years(text, instant_of(local, clock))
    return _within_years(text, _in_words(text, now, clock, past=past))


def format_instant(at: datetime) -> str:
    """Write an instant as RFC 3339 in UTC, with `Z` and no needless fraction."""
    text = as_utc(at).isoformat()[: -len("+00:00")]
    return f"{text.rstrip('0') if '.' in text else text}Z"


def is_relative(text: str) -> bool:
    """Tell whether what was typed counts from now, as `+2h` does."""
    return text.startswith(("+", "-"))


def is_day(text: str) -> bool:
    """Tell whether a day was typed without a time; such an instant is the day's start."""
    word = text.lower()
    named = word in _DAYS or _weekday(word.removeprefix(f"{_NEXT} ")) is not None
    return named or re.fullmatch(_DATE, text) is not None


def names_no_time(text: str) -> bool:
    """Tell whether a day was typed without a time, or the end of today."""
    return is_day(text) or text.lower() == _END_OF_DAY


def _in_words(text: str, now: datetime, clock: tzinfo, *, past: bool) -> datetime:
    """Read `now`, a day, a time of day, or both."""
    words = re.sub(_BLANK_BEFORE_HALF, "", text.lower()).split(" ")
    if words == ["now"]:
        return now
    today = now.astimezone(clock).date()
    if words == [_END_OF_DAY]:
        return instant_of(datetime.combine(today + _DAY, time.min), clock)
    if words[0] in _DAYS:
        day = today + _DAY * _DAYS[words[0]]
        return instant_of(datetime.combine(day, _time(text, words[1:])), clock)
    if words[0] == _NEXT and len(words) > 1 and not past:
        words = _next(text, words[1:], today)
    if (weekday := _weekday(words[0])) is not None:
        day, step = today + _DAY * ((weekday - today.weekday()) % 7), _WEEK
        at_time = _time(text, words[1:])
    else:
        day, step = today, _DAY
        at_time = _time(text, words, has_day=False)
    local = datetime.combine(day, at_time)
    while (at := instant_of(local, clock)) <= now:
        local += step
    while past and at > now:
        local -= step
        at = instant_of(local, clock)
    return at


def _next(text: str, words: list[str], today: date) -> list[str]:
    """Return what stands after `next`, where it can mean but one day; raises BadInstantError."""
    weekday = _weekday(words[0])
    if weekday is not None and today.weekday() < weekday:
        first = today + _DAY * (weekday - today.weekday())
        raise BadInstantError(
            f"{text[:60]!r} may be {first} or {first + _WEEK}",
            help=f"write {first} or '{words[0]}'",
        )
    return words


def _weekday(word: str) -> int | None:
    """Count from Monday; only `mon` and `monday` are read, nothing between."""
    for names in (WEEKDAYS, _FULL_NAMES):
        if word in names:
            return names.index(word)
    return None


def _time(text: str, words: list[str], *, has_day: bool = True) -> time:
    """Read the time of day that ends a text; without one a day means its start.

    A number alone is an hour after a day, and by itself nothing.
    """
    if not words:
        return time.min
    if len(words) == 1 and (match := re.fullmatch(_HALF_DAY, words[0])):
        hour = int(match[1]) % 12 + 12 * (match[3] == "pm")
        return time.fromisoformat(f"{hour:02}{match[2] or ':00'}")
    match = re.fullmatch(_TIME, words[0])
    if match is None or len(words) > 1 or not (match[2] or has_day):
        raise BadInstantError(f"{text[:60]!r} is not a point in time", help=HELP)
    return time.fromisoformat(match[1].zfill(2) + (match[2] or ":00"))


def _shift(text: str) -> timedelta:
    try:
        length = parse_duration(text[1:]).resolve(median_open_day=None)
    except BadDurationError as error:
        raise BadInstantError(f"{text[:60]!r} is not a point in time: {error}", HELP) from None
    return -length if text.startswith("-") else length


def _in_utc(text: str, iso: str) -> datetime:
    return _within_years(text, _parsed(text, iso).astimezone(UTC))


def _parsed(text: str, iso: str) -> datetime:
    """Read ISO 8601 that has the right form; the date may still not exist."""
    try:
        return _within_years(text, datetime.fromisoformat(iso))
    except ValueError:
        raise BadInstantError(f"{text!r}: there is no such day", help=HELP) from None


def _within_years(text: str, at: datetime) -> datetime:
    if at.year not in YEARS:
        raise BadInstantError(f"{text!r} is outside the years {YEARS[0]} to {YEARS[-1]}", help=HELP)
    return at
