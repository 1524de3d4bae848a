"""Turns: whose it is at an instant, and when the next one begins, in local time.

Turns change over at the same wall time all year: a week has 167 or 169 hours where the clocks
change. The steps to an answer do not grow with the age of the first turn.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import msgspec

from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.domain.time.open_days import OpenDays
from escalate_cli.domain.time.timezones import instant_of, zone_named

DAY = timedelta(days=1)
_MONTHS = 12
_SHORTEST_MONTH = 28

HandOvers = Iterator[tuple[int, datetime]]
"""Numbers of turns from 0 on, each with the wall time at which it begins."""


class Turn(msgspec.Struct, frozen=True):
    """Who takes a turn, in [since, until); before the first one nobody, from nothing on."""

    people: tuple[str, ...]
    since: datetime | None
    until: datetime | None

    def lasts(self, at: datetime) -> bool:
        """Tell whether it is this turn at an instant."""
        begun = self.since is None or self.since <= at
        return begun and (self.until is None or at < self.until)


def turn_at(layer: Layer, every: Every, starts: datetime, at: datetime, days: OpenDays) -> Turn:
    """Return whose turn of a layer it is at an instant; `days` has the open days it counts."""
    zone = zone_named(layer.zone)
    local = at.astimezone(zone).replace(tzinfo=None)
    since: datetime | None = None
    crew: tuple[str, ...] = ()
    for number, wall in _hand_overs(every, starts, local, days):
        begins = instant_of(wall, zone)
        if begins > at:
            return Turn(crew, since, begins)
        since, crew = begins, layer.turns[number % len(layer.turns)]
    return Turn(crew, since, None)


def first_turn_at(layer: Layer, every: Every, starts: datetime, days: OpenDays) -> datetime | None:
    """Return when the first turn of a layer begins; nothing if no day is ever open."""
    wall = next((wall for _, wall in _hand_overs(every, starts, starts, days)), None)
    return instant_of(wall, zone_named(layer.zone)) if wall else None


def _hand_overs(every: Every, starts: datetime, near: datetime, days: OpenDays) -> HandOvers:
    """Yield the hand-overs from shortly before a wall time on: a rule walks from its start.

    No clock is ever changed by more than a day.
    """
    if every.open_days:
        return _by_open_days(every.open_days, starts, near, days)
    if every.months:
        return _by_months(every.months, starts, near)
    past = max((near - starts - DAY) // every.time - 1, 0)
    return ((number, starts + number * every.time) for number in count(past))


def _by_months(months: int, starts: datetime, near: datetime) -> HandOvers:
    """Change over on the day of the month of the first turn, or the last day of a shorter one."""
    between = (near.year - starts.year) * _MONTHS + near.month - starts.month
    past = max(between // months - 1, 0)
    year, month = divmod(starts.month - 1 + past * months, _MONTHS)
    first = starts.replace(year=starts.year + year, month=month + 1, day=1)
    from dateutil.rrule import MONTHLY, rrule  # noqa: PLC0415 - few change over by months

    last_of = range(min(starts.day, _SHORTEST_MONTH), starts.day + 1)
    rule = rrule(MONTHLY, interval=months, dtstart=first, bymonthday=last_of, bysetpos=-1)
    return zip(count(past), rule, strict=False)


def _by_open_days(length: int, starts: datetime, near: datetime, days: OpenDays) -> HandOvers:
    """Change over on open days only, so that closed ones take nobody's turn."""
    first = starts.date()
    day = max(near.date(), first)
    opened = days.count(first, day)
    past = max(opened // length - 1, 0)
    day = days.back(day, opened - past * length)
    for number, opens in enumerate(days.following(day)):
        if not number % length:
            yield past + number // length, datetime.combine(opens, starts.time())
