"""iCalendar (`.ics`): its whole days, as a policy writes holidays."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.strict_yaml.diagnostics import MistakeError
from escalate_cli.strict_yaml.syntax_tree import quoted

NEEDS_EXTRA = "pip install '.[calendar]' from the project's folder"
LONGEST_EVENT = 366
MOST_DAYS = 5000

_DAY = timedelta(days=1)
_MOST_TURNS = 500
_END = datetime(2401, 1, 1)  # noqa: DTZ001 - no calendar goes on
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError)
"""What icalendar raises, sooner or later, at a file that is no calendar."""


def holidays_in(content: bytes, name: str) -> list[str]:
    """Return the days of every event; raises MistakeError, in which `name` is the file."""
    try:
        from icalendar import Calendar  # noqa: PLC0415 - an extra, and only while compiling
    except ImportError:
        raise MistakeError(
            "holidays from a file need the extra 'calendar'",
            NEEDS_EXTRA,
            code=FindingCode.HOLIDAY_FILE,
        ) from None
    try:
        events = Calendar.from_ical(content).walk("VEVENT")
    except _BROKEN:
        raise MistakeError(
            f"{name} is no calendar file (ICS)", code=FindingCode.HOLIDAY_FILE
        ) from None
    every = (day for event in events for day in _days_of(event, name))
    days = list(islice(every, MOST_DAYS + 1))
    if len(days) > MOST_DAYS:
        raise MistakeError(
            f"{name} holds more than {MOST_DAYS} days", code=FindingCode.HOLIDAY_FILE
        )
    if not days:
        raise MistakeError(f"{name} holds no holiday", code=FindingCode.HOLIDAY_FILE)
    return days


def _days_of(event: Any, name: str) -> Iterator[str]:
    """Yield the days of one event: dates, or days of every year."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    title = f"{quoted(str(event.get('SUMMARY', 'an event')))} in {name}"
    try:
        first, until = _midnight(event.start), _midnight(event.end)
    except _BROKEN:
        raise MistakeError(
            f"{title} is not made of whole days", code=FindingCode.HOLIDAY_FILE
        ) from None
    count = (until - first).days or 1
    if not 0 < count <= LONGEST_EVENT:
        raise MistakeError(
            f"{title} does not last 1 to {LONGEST_EVENT} days", code=FindingCode.HOLIDAY_FILE
        )
    if any(key in event for key in ("EXDATE", "RDATE", "RECURRENCE-ID")):
        raise MistakeError(
            f"{title} recurs with exceptions",
            "write its days as dates",
            code=FindingCode.HOLIDAY_FILE,
        )
    starts = _recurrences(event, first, title) if "RRULE" in event else [first]
    for n in range(count):
        if starts is None:
            yield f"{first + n * _DAY:%m-%d}"
        else:
            yield from ((start + n * _DAY).isoformat() for start in starts)


def _midnight(at: date) -> date:
    """Return the date of a start or end; a ValueError if it falls within a day."""
    if not isinstance(at, datetime):
        return at
    if at.time() != time.min:
        raise ValueError(at)
    return at.date()


def _recurrences(event: Any, first: date, title: str) -> list[date] | None:
    """Return the days on which a yearly event begins; None if it never ends."""
    try:
        rule = event["RRULE"]
        parts = {key.upper(): [str(value) for value in rule[key]] for key in rule}
        turns = int(parts.pop("COUNT", ["0"])[0])
        until = rule["UNTIL"][0] if parts.pop("UNTIL", None) else None
        ends = datetime(until.year, until.month, until.day) if until else None  # noqa: DTZ001 - a day
    except _BROKEN:
        parts, turns, ends = {}, 0, None
    parts.pop("WKST", None)
    plain = {"INTERVAL": ["1"], "BYMONTH": [str(first.month)], "BYMONTHDAY": [str(first.day)]}
    if parts.pop("FREQ", None) != ["YEARLY"] or any(plain.get(k) != v for k, v in parts.items()):
        raise MistakeError(
            f"{title} does not recur every year on the same date",
            "write its days as dates",
            code=FindingCode.HOLIDAY_FILE,
        )
    if not (turns or ends):
        return None
    from dateutil.rrule import YEARLY, rrule  # noqa: PLC0415 - start-up time; only while compiling

    begins = datetime.combine(first, time.min)
    if turns:
        return [at.date() for at in rrule(YEARLY, begins, count=min(turns, _MOST_TURNS))]
    return [at.date() for at in rrule(YEARLY, begins, until=min(ends or _END, _END))]
