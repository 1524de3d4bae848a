"""Gauges: what holds for the team and of which only the latest value counts."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from escalate_cli.domain.policy.sections.heartbeat import Heartbeat
from escalate_cli.domain.time.plain_values import kind_name


class Gauge(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="kind",
    tag=kind_name,
):
    """A value that stands until the next one of its kind and name replaces it.

    Attributes:
        at: the instant from which it stands.
        by: who set it.
    """

    name: str
    at: datetime
    by: str


class LastBeat(Gauge, frozen=True):
    """The last beat of a heartbeat; before the first one, the first check that knew it.

    Attributes:
        missed_at: since when the next one has been missing, once that was said.
    """

    missed_at: datetime | None = None


class LastTurn(Gauge, frozen=True):
    """Who had the last turn of a team whose tickets go round.

    Attributes:
        before: who had the one before, who is the last again if this one is taken back.
    """

    person: str
    before: str | None = None


AnyGauge = LastBeat | LastTurn


def last_beats(gauges: Iterable[Gauge]) -> dict[str, LastBeat]:
    """Return the last beat of each heartbeat that is known, by its key."""
    return {each.name: each for each in gauges if isinstance(each, LastBeat)}


def missing(
    heartbeats: Iterable[Heartbeat], gauges: Iterable[Gauge], now: datetime
) -> Iterator[tuple[Heartbeat, datetime]]:
    """Yield the missing heartbeats that were not reported yet, each with since when."""
    known = last_beats(gauges)
    for heartbeat in heartbeats:
        last = known.get(heartbeat.key)
        if last is None or last.missed_at is not None:
            continue
        since = heartbeat.missing_at(last.at)
        if since <= now:
            yield heartbeat, since


def last_turns(gauges: Iterable[Gauge]) -> dict[str, LastTurn]:
    """Return the last turn of each team that had one, by its name."""
    return {each.name: each for each in gauges if isinstance(each, LastTurn)}
