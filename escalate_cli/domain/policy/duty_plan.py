"""The duty plan: whose turn it is to be on call, in local time."""

from datetime import datetime, timedelta
from itertools import takewhile

import msgspec
from dateutil.rrule import DAILY, HOURLY, MINUTELY, rrule

from escalate_cli.domain.policy.people import Rota
from escalate_cli.domain.time.timezones import instant_of, zone_named

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class Turn(msgspec.Struct, frozen=True):
    """Who is on call, in [since, until)."""

    person: str
    since: datetime
    until: datetime


def turn_at(rota: Rota, at: datetime) -> Turn | None:
    """Return whose turn it is at an instant; nobody's before the rota starts.

    Turns change over at the same wall time all year: a week has 167 or 169 hours where the
    clocks change.
    """
    for override in rota.overrides:
        if override.from_at <= at < override.until_at:
            return Turn(override.person, override.from_at, override.until_at)
    zone = zone_named(rota.zone)
    local = at.astimezone(zone).replace(tzinfo=None)
    begun = list(takewhile(lambda begins: instant_of(begins, zone) <= at, _hand_overs(rota, local)))
    if not begun:
        return None
    begins = begun[-1]
    person = rota.order[(begins - rota.starts) // rota.every % len(rota.order)]
    since, until = instant_of(begins, zone), instant_of(begins + rota.every, zone)
    return _cut(Turn(person, since, until), rota, at)


def begins_at(rota: Rota, before: datetime) -> datetime:
    """Return when the first turn or override after an instant before all turns begins."""
    first = instant_of(rota.starts, zone_named(rota.zone))
    return min([first, *(o.from_at for o in rota.overrides if o.from_at > before)])


def _hand_overs(rota: Rota, near: datetime) -> rrule:
    """Return the wall times at which turns change over, from shortly before one of them on.

    A rule walks from its start, so turns of years ago are left out; no clock is ever changed by
    more than a day.
    """
    past = max((near - rota.starts - DAY) // rota.every - 1, 0)
    starts = rota.starts + past * rota.every
    if not rota.every % DAY:
        return rrule(DAILY, interval=rota.every // DAY, dtstart=starts)
    if not rota.every % HOUR:
        return rrule(HOURLY, interval=rota.every // HOUR, dtstart=starts)
    return rrule(MINUTELY, interval=rota.every // MINUTE, dtstart=starts)


def _cut(turn: Turn, rota: Rota, at: datetime) -> Turn:
    """Shorten a turn to what overrides leave of it around an instant."""
    since = max([turn.since, *(o.until_at for o in rota.overrides if o.until_at <= at)])
    until = min([turn.until, *(o.from_at for o in rota.overrides if o.from_at > at)])
    return Turn(turn.person, since, until)
