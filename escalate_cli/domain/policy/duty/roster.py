"""The roster: who is on duty over a time, stretch by stretch, and how many hours that makes."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

import msgspec

from escalate_cli.domain.policy.duty.on_duty import OnDuty, answer
from escalate_cli.domain.policy.people import People, Team
from escalate_cli.domain.time.timezones import instant_of, zone_named

NIGHT_ENDS, NIGHT_BEGINS = time(6), time(22)
"""Local hours outside of which work is night work."""

ZERO, DAY = timedelta(0), timedelta(days=1)
_FRIDAY = 4


class DutySpan(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on duty in [since, until); where nobody is, it is a gap."""

    since: datetime
    until: datetime
    duty: OnDuty

    @property
    def length(self) -> timedelta:
        """Return how long it is."""
        return self.until - self.since


class Load(msgspec.Struct, frozen=True):
    """How long somebody is on duty, and how much of that is at night or on a weekend."""

    time: timedelta = ZERO
    night: timedelta = ZERO
    weekend: timedelta = ZERO

    def __add__(self, more: "Load") -> "Load":
        """Add up two loads."""
        return Load(self.time + more.time, self.night + more.night, self.weekend + more.weekend)


def stretches(team: Team, people: People, since: datetime, until: datetime) -> Iterator[DutySpan]:
    """Yield who has a team's duty from an instant to another, without a hole between."""
    begun, at = since, since
    duty, change = answer(team, people, since)
    while at < until:
        at = until if change is None else min(change, until)
        following = None
        if at < until:
            following, change = answer(team, people, at)
        if following is None or _decided(following) != _decided(duty):
            yield DutySpan(since=begun, until=at, duty=duty)
            begun, duty = at, following or duty


def _decided(duty: OnDuty) -> tuple[object, ...]:
    """Return what makes an answer another one; that it is given for other reasons does not."""
    return duty.people, duty.team, duty.layer


def loads(found: Iterable[DutySpan], zone: str) -> dict[str, Load]:
    """Add up the hours of each person, in local time; of a shared turn each has all."""
    return added_up((each, load_of(each.since, each.until, zone)) for each in found)


def added_up(shifts: Iterable[tuple[DutySpan, Load]]) -> dict[str, Load]:
    """Add up for each person the hours of stretches."""
    total: dict[str, Load] = {}
    for stretch, load in shifts:
        for person in stretch.duty.people:
            total[person] = total.get(person, Load()) + load
    return total


def load_of(since: datetime, until: datetime, zone: str) -> Load:
    """Say how much of a time is at night and how much on a Saturday or Sunday."""
    night = weekend = ZERO
    for begins, ends, is_night, is_weekend in _parts(since, until, zone):
        length = min(ends, until) - max(begins, since)
        if length > ZERO:
            night += length if is_night else ZERO
            weekend += length if is_weekend else ZERO
    return Load(until - since, night, weekend)


def _parts(
    since: datetime, until: datetime, zone: str
) -> Iterator[tuple[datetime, datetime, bool, bool]]:
    """Yield the parts of the local days that a time goes through: night, day, night."""
    day = since.astimezone(zone_named(zone)).date()
    while (bounds := _bounds(day, zone))[0] < until:
        is_weekend = day.weekday() > _FRIDAY
        for number, (begins, ends) in enumerate(pairwise(bounds)):
            yield begins, ends, number != 1, is_weekend
        day += DAY


@lru_cache(maxsize=1024)
def _bounds(day: date, zone: str) -> tuple[datetime, ...]:
    """Return when a local day begins, its night ends, the next night begins, and the day ends."""
    clock = zone_named(zone)
    walls = [datetime.combine(day, at) for at in (time.min, NIGHT_ENDS, NIGHT_BEGINS)]
    return tuple(
        instant_of(wall, clock) for wall in (*walls, datetime.combine(day + DAY, time.min))
    )
