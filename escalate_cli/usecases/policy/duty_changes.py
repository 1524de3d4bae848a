"""Changes of duty: when another one is on duty first, and for how long others are."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from escalate_cli.domain.policy.duty.roster import stretches
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.usecases.policy.value_changes import Change

AHEAD = timedelta(weeks=12)
"""Over so long it is said how much of the duty is another one's."""

FARTHEST = timedelta(days=3653)
"""Nobody plans duty beyond that."""

_MONTH, _WEEK = timedelta(days=31), timedelta(weeks=1)


class _Other(NamedTuple):
    """A time in which others are on duty than by the old policy."""

    since: datetime
    until: datetime
    old: tuple[str, ...]
    new: tuple[str, ...]


def duty_changes(team: str, old: People, new: People, now: datetime) -> Iterator[Change]:
    """Say when another one is on duty first, however far ahead the plans of a team look."""
    plans = old.teams[team].duty, new.teams[team].duty
    if not any(plans):
        return
    other = _others(team, old, new, now)
    within = "in 12 weeks"
    if not other and plans[0] != plans[1]:
        other = _later(
            team, old, new, (now + AHEAD, now + _seen_ahead((*plans[0], *plans[1]), now))
        )
        within += " from then on"
    if other:
        length = sum((each.until - each.since for each in other), timedelta())
        first = other[0]
        what = f"from {format_instant(first.since)}, for {format_duration(length)} {within}"
        yield Change("duty", team, what, _named(first.old), _named(first.new))


def _named(people: Sequence[str]) -> str | None:
    return f"[{', '.join(people)}]" if people else None


def _later(team: str, old: People, new: People, ahead: tuple[datetime, datetime]) -> list[_Other]:
    """Return the times of the 12 weeks that begin with the first one, if there is one."""
    since, until = ahead
    while since < until:
        if other := _others(team, old, new, since):
            return _others(team, old, new, other[0].since)
        since += AHEAD
    return []


def _others(team: str, old: People, new: People, since: datetime) -> list[_Other]:
    """Return the times of the 12 weeks from an instant on in which others are on duty."""
    until = since + AHEAD
    rosters = [
        [
            (each.since, each.duty.people)
            for each in stretches(people.teams[team], people, since, until)
        ]
        for people in (old, new)
    ]
    instants = sorted({begins for roster in rosters for begins, _ in roster})
    on_duty = [[_at(roster, at) for at in instants] for roster in rosters]
    times = zip(instants, [*instants[1:], until], *on_duty, strict=True)
    return [each for each in map(_Other._make, times) if {*each.old} != {*each.new}]


def _at(roster: list[tuple[datetime, tuple[str, ...]]], at: datetime) -> tuple[str, ...]:
    return [people for since, people in roster if since <= at][-1]


def _seen_ahead(layers: Sequence[Layer], now: datetime) -> timedelta:
    """Return how far plans look: beyond all their dates, until everybody has had two turns."""
    dates = [at for each in layers for at in (each.from_at, each.until_at, each.starts) if at]
    last = max([now, *(at if at.tzinfo else at.replace(tzinfo=UTC) for at in dates)])
    rounds = [_turn(each.every) * len(each.turns) for each in layers if each.every]
    return min(last - now + 2 * max([AHEAD, *rounds]), FARTHEST)


def _turn(every: Every) -> timedelta:
    """Return how long a turn may be; an open day may come once a week."""
    return every.time + every.months * _MONTH + every.open_days * _WEEK
