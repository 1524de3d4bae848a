"""Statistics with sample sizes; percentiles are withheld for small samples."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import timedelta
from math import ceil

import msgspec

from escalate_cli.domain.ticket.sla_clock import Clock, ClockState

LEAST = 5
"""Of fewer things no share and no percentile is given: they would say more than is known."""


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """How long things took: nearest-rank percentiles, so each is a time that was taken.

    Attributes:
        n: how many things were timed; below LEAST the percentiles are held back.
    """

    n: int
    median: timedelta | None = None
    p90: timedelta | None = None


class ClockFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How one duty was met; `runs` is the sum of judged, running, dropped and no_target.

    Attributes:
        breached: past the target, done later or not; `breached_open` counts those still not done.
        running: neither done nor past the target yet; paused ones too.
        dropped: ended by a resolution or a new level before the duty was done or due.
        no_target: the policy set none.
        elapsed: business time of the duties that were done and had a target.
    """

    clock: str
    runs: int
    met: int
    breached: int
    breached_open: int
    running: int
    dropped: int
    no_target: int
    elapsed: Spread

    @property
    def judged(self) -> int:
        """Return how many runs have a verdict."""
        return self.met + self.breached

    @property
    def met_share(self) -> float | None:
        """Return the share of the judged runs that were in time, if they are enough."""
        return share(self.met, self.judged)


class LevelFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What time a functional level has used up.

    Attributes:
        visits: how often a ticket was there; `still_there` are those that have not left.
        spent: business time of all visits, as the level clock counts it.
        of_all: share of the time at all levels, if there were enough visits.
        each: the time of the visits that are over.
    """

    level: str
    visits: int
    still_there: int
    spent: timedelta
    of_all: float | None
    each: Spread


def share(part: float, whole: float, n: int | None = None) -> float | None:
    """Return a part of a whole, or nothing where it speaks of fewer things than LEAST."""
    return round(part / whole, 3) if whole and (whole if n is None else n) >= LEAST else None


class Times:
    """Lengths of time, eight bytes each, however many tickets go by."""

    def __init__(self) -> None:
        self._microseconds = array("q")

    def add(self, length: timedelta) -> None:
        """Take one more."""
        self._microseconds.append(length // timedelta.resolution)

    def __len__(self) -> int:
        return len(self._microseconds)

    def total(self) -> timedelta:
        """Return all of it."""
        return sum(self._microseconds) * timedelta.resolution

    def spread(self) -> Spread:
        """Return how many there are, and the middle and the long end of them."""
        ordered = sorted(self._microseconds)
        if len(ordered) < LEAST:
            return Spread(n=len(ordered))
        return Spread(n=len(ordered), median=_rank(ordered, 0.5), p90=_rank(ordered, 0.9))


def _rank(ordered: Sequence[int], part: float) -> timedelta:
    return ordered[ceil(part * len(ordered)) - 1] * timedelta.resolution


class ClockTally:
    """Counts the runs of one clock, of which each is forgotten."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._counts = dict.fromkeys(("met", "breached", "running", "dropped", "no_target"), 0)
        self._breached_open = 0
        self._times = Times()

    def add(self, run: Clock) -> None:
        """Take one run, as it ended or as it is now."""
        self._counts[_fate(run)] += 1
        self._breached_open += run.breached_at is not None and run.ended_at is None
        if run.judged and run.target is not None:
            self._times.add(run.spent)

    def figures(self) -> ClockFigures:
        """Return what was counted."""
        return ClockFigures(
            clock=self._name,
            runs=sum(self._counts.values()),
            breached_open=self._breached_open,
            elapsed=self._times.spread(),
            **self._counts,
        )


def _fate(run: Clock) -> str:
    if run.state is ClockState.BREACHED:
        return "breached"
    if run.target is None:
        return "no_target"
    fates = {ClockState.MET: "met", ClockState.STOPPED: "dropped"}
    return fates.get(run.state, "running")


class LevelTally:
    """Counts the visits of tickets to one level."""

    def __init__(self, level: str) -> None:
        self.level = level
        self.still_there = 0
        self._open_time = timedelta(0)
        self.times = Times()

    def add(self, run: Clock) -> None:
        """Take one run of the level clock."""
        if run.ended_at is None:
            self.still_there += 1
            self._open_time += run.spent
        else:
            self.times.add(run.spent)

    @property
    def spent(self) -> timedelta:
        """Return the time of all visits."""
        return self.times.total() + self._open_time

    @property
    def visits(self) -> int:
        """Return how many there were."""
        return len(self.times) + self.still_there


def level_figures(tallies: Iterable[LevelTally]) -> tuple[LevelFigures, ...]:
    """Return the levels by name, each with its share of the time at all of them."""
    listed = sorted(tallies, key=lambda tally: tally.level)
    whole = sum((tally.spent for tally in listed), timedelta(0)).total_seconds()
    visits = sum(tally.visits for tally in listed)
    return tuple(
        LevelFigures(
            level=tally.level,
            visits=tally.visits,
            still_there=tally.still_there,
            spent=tally.spent,
            of_all=share(tally.spent.total_seconds(), whole, visits),
            each=tally.times.spread(),
        )
        for tally in listed
    )
