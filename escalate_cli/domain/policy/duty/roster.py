"""The roster: who is on duty over a time, stretch by stretch, and how many hours that makes."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.duty.on_duty import OnDuty, answer
from escalate_cli.domain.policy.people import People, Team
from escalate_cli.domain.time.timezones import instant_of, zone_named

NIGHT_ENDS, NIGHT_BEGINS = time(6), time(22)
"""Local hours outside of which work is night work."""

ZERO, DAY, WEEK = timedelta(0), timedelta(days=1), timedelta(days=7)
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
    begun, duty = since, None
    for at, found in _answers(team, people, since, until):
        if duty is not None and _decided(found) != _decided(duty):
            yield DutySpan(since=begun, until=at, duty=duty)
            begun, duty = at, None
        duty = duty or found
    if duty is not None:
        yield DutySpan(since=begun, until=until, duty=duty)


def _answers(
    team: Team, people: People, since: datetime, until: datetime
) -> Iterator[tuple[datetime, OnDuty]]:
    """Yield who has the duty at each instant at which that may change.

    A week looks at its own layers only, as each turn that somebody took is one more of them.
    """
    at = since
    while at < until:
        week_ends = min(at + WEEK, until)
        meanwhile = replace(
            people, teams={name: _open(each, at, week_ends) for name, each in people.teams.items()}
        )
        asked = _open(team, at, week_ends)
        while at < week_ends:
            duty, change = answer(asked, meanwhile, at)
            yield at, duty
            at = week_ends if change is None else min(change, week_ends)


def _open(team: Team, since: datetime, until: datetime) -> Team:
    """Leave out of a plan the layers whose dates are others; it keeps one, and so stays a plan."""
    meanwhile = tuple(
        layer
        for layer in team.duty
        if (layer.from_at is None or layer.from_at < until)
        and (layer.until_at is None or since < layer.until_at)
    )
    return replace(team, duty=meanwhile or team.duty[-1:])


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
