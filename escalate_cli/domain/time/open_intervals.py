"""Open intervals of a calendar: hours laid out on the days of a zone."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, tzinfo

from escalate_cli.domain.time.holidays import Hours
from escalate_cli.domain.time.opening_hours import DAY, Week
from escalate_cli.domain.time.timezones import instant_of, utcoffsets

Span = tuple[datetime, datetime]
"""A half-open interval between two instants."""


def open_spans(
    clock: tzinfo, week: Week, special: Mapping[date, Hours], first: date, until: date
) -> Iterator[Span]:
    """Yield the open intervals of the local days [first, until) in order, in UTC.

    Special days have hours of their own, or none.
    """
    midnight = datetime.combine(first, time.min)
    at_end = None
    for _ in range((until - first).days):
        at_start, at_end = at_end, None
        hours = special.get(midnight.date())
        if hours is None:
            hours = week[midnight.weekday()]
        if hours:
            at_start = at_start or utcoffsets(clock, midnight)
            at_end = utcoffsets(clock, midnight + DAY)
            if at_start == at_end and at_start[0] == at_start[1]:
                base = midnight.replace(tzinfo=UTC) - at_start[0]
                for opens, closes in hours:
                    yield base + opens, base + closes
            else:
                yield from _around_change(clock, midnight, hours)
        midnight += DAY


def _around_change(clock: tzinfo, midnight: datetime, hours: Hours) -> Iterator[Span]:
    """Resolve each bound by itself; what the change skips as a whole is dropped."""
    for opens, closes in hours:
        span = instant_of(midnight + opens, clock), instant_of(midnight + closes, clock)
        if span[0] < span[1]:
            yield span
