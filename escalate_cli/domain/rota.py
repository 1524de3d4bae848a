"""The on-call rota: whose turn it is, in local time."""

from datetime import datetime, timedelta

import msgspec
from dateutil.rrule import DAILY, MINUTELY, rrule

from escalate_cli.domain.policy import Rota
from escalate_cli.domain.zones import instant_of, zone_named

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class Turn(msgspec.Struct, frozen=True):
    """Who is on call, in [since, until)."""

    person: str
    since: datetime
    until: datetime
    is_override: bool = False


def turn_at(rota: Rota, at: datetime) -> Turn | None:
    """Return whose turn it is at an instant; nobody's before the rota starts.

    Turns change over at the same wall time all year: a week has 167 or 169 hours where the
    clocks change.
    """
    for override in rota.overrides:
        if override.from_at <= at < override.until_at:
            return Turn(override.person, override.from_at, override.until_at, is_override=True)
    zone = zone_named(rota.zone)
    rule = _hand_overs(rota)
    near = at.astimezone(zone).replace(tzinfo=None) + DAY  # a day is more than any change of clocks
    begins = rule.before(near, inc=True)
    while begins is not None and instant_of(begins, zone) > at:
        begins = rule.before(begins)
    if begins is None:
        return None
    person = rota.order[(begins - rota.starts) // rota.every % len(rota.order)]
    since, until = instant_of(begins, zone), instant_of(begins + rota.every, zone)
    return _cut(Turn(person, since, until), rota, at)


def _hand_overs(rota: Rota) -> rrule:
    """Return the wall times at which turns change over."""
    if rota.every % DAY:
        return rrule(MINUTELY, interval=rota.every // MINUTE, dtstart=rota.starts)
    return rrule(DAILY, interval=rota.every // DAY, dtstart=rota.starts)


def _cut(turn: Turn, rota: Rota, at: datetime) -> Turn:
    """Shorten a turn to what overrides leave of it around an instant."""
    since = max([turn.since, *(o.until_at for o in rota.overrides if o.until_at <= at)])
    until = min([turn.until, *(o.from_at for o in rota.overrides if o.from_at > at)])
    return Turn(turn.person, since, until)
