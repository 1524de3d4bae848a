"""Latched breaches: a missed target is kept for good, with what was true when it was missed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.time.timezones import Instant


class Excuse(msgspec.Struct, frozen=True, kw_only=True):
    """Why a breach counts no longer, and who says so."""

    by: str
    at: Instant
    reason: str


class MissedTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A missed target, as kept by the event that took it off the record."""

    clock: str
    cycle: int
    missed_at: Instant


class LatchedBreach(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One run of a clock that used more than its target; nothing that follows takes it back.

    Attributes:
        priority: of the ticket then; so are `owner` and `level`.
        breached_at: the instant at which the target was used up.
        noticed_at: when `check` saw it first.
        overrun: business time over the target when the run ended; nothing while it goes on.
        excused: why it neither presses nor counts, if so.
    """

    clock: str
    cycle: int
    instance: int
    priority: str
    level: str
    breached_at: Instant
    owner: str | None = None
    noticed_at: Instant | None = None
    overrun: timedelta | None = None
    excused: Excuse | None = None

    @property
    def run(self) -> tuple[str, int, int]:
        """Return which run of which clock it is of."""
        return (self.clock, self.cycle, self.instance)


def with_overruns(
    breaches: tuple[LatchedBreach, ...], clocks: Mapping[str, Clock]
) -> tuple[LatchedBreach, ...]:
    """Return breaches with what each clock that has ended was over its target."""
    return tuple(_ended(breach, clocks.get(breach.clock)) for breach in breaches)


def _ended(breach: LatchedBreach, clock: Clock | None) -> LatchedBreach:
    if clock is None or breach.overrun is not None or clock.ended_at is None:
        return breach
    return replace(breach, overrun=clock.overrun) if breach.run == clock.run else breach


def noticed(
    breaches: tuple[LatchedBreach, ...], run: tuple[str, int, int], at: datetime
) -> tuple[LatchedBreach, ...]:
    """Return breaches; the one of a run with the instant at which it was noticed."""
    return tuple(replace(each, noticed_at=at) if each.run == run else each for each in breaches)


def with_excuse(
    breaches: tuple[LatchedBreach, ...], clock: str, cycle: int, excuse: Excuse
) -> tuple[LatchedBreach, ...]:
    """Return breaches with those of a clock in a cycle excused, but for earlier excuses."""
    return tuple(
        replace(each, excused=each.excused or excuse)
        if (each.clock, each.cycle) == (clock, cycle)
        else each
        for each in breaches
    )
