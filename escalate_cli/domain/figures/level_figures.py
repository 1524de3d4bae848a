"""Level figures: what time the functional levels have used up."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from escalate_cli.domain.figures.runs_alike import RunsAlike
from escalate_cli.domain.figures.spread import Spread, Times, share


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


class _Visits:
    """The visits of tickets to one level."""

    def __init__(self, level: str) -> None:
        self.level = level
        self._there, self._times = Times(), Times()

    def add(self, alike: RunsAlike) -> None:
        """Take runs of the level clock."""
        times = self._there if alike.run.ended_at is None else self._times
        times.add_later(alike.times)

    @property
    def spent(self) -> timedelta:
        """Return the time of all visits."""
        return self._times.total() + self._there.total()

    @property
    def visits(self) -> int:
        """Return how many there were."""
        return len(self._times) + len(self._there)

    def figures(self, whole: timedelta, visits: int) -> LevelFigures:
        """Return what was counted, beside the time and the visits of all levels."""
        return LevelFigures(
            level=self.level,
            visits=self.visits,
            still_there=len(self._there),
            spent=self.spent,
            of_all=share(self.spent.total_seconds(), whole.total_seconds(), visits),
            each=self._times.spread(),
        )


def level_figures(kinds: Iterable[RunsAlike]) -> tuple[LevelFigures, ...]:
    """Sum up the runs of the level clock: the levels by name, each with its share of the time."""
    levels: dict[str, _Visits] = {}
    for alike in kinds:
        levels.setdefault(alike.level, _Visits(alike.level)).add(alike)
    whole = sum((level.spent for level in levels.values()), timedelta(0))
    visits = sum(level.visits for level in levels.values())
    listed = sorted(levels.values(), key=lambda level: level.level)
    return tuple(level.figures(whole, visits) for level in listed)
