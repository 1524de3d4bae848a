"""Level figures: what time the functional levels have used up."""

from collections.abc import Collection
from datetime import timedelta

import msgspec

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.figures.spread import Spread, Times, share
from escalate_cli.domain.ticket.clock.sla_clock import Clock


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


class LevelTally(Addable):
    """Counts the visits of tickets to one level."""

    def __init__(self, level: str = "") -> None:
        self.level = level
        self._still_there = 0
        self._open_time = timedelta(0)
        self._times = Times()

    def add(self, run: Clock) -> None:
        """Take one run of the level clock."""
        if run.ended_at is None:
            self._still_there += 1
            self._open_time += run.spent
        else:
            self._times.add(run.spent)

    @property
    def spent(self) -> timedelta:
        """Return the time of all visits."""
        return self._times.total() + self._open_time

    @property
    def visits(self) -> int:
        """Return how many there were."""
        return len(self._times) + self._still_there

    def figures(self, whole: timedelta, visits: int) -> LevelFigures:
        """Return what was counted, beside the time and the visits of all levels."""
        return LevelFigures(
            level=self.level,
            visits=self.visits,
            still_there=self._still_there,
            spent=self.spent,
            of_all=share(self.spent.total_seconds(), whole.total_seconds(), visits),
            each=self._times.spread(),
        )


def level_figures(tallies: Collection[LevelTally]) -> tuple[LevelFigures, ...]:
    """Return the levels by name, each with its share of the time at all of them."""
    whole = sum((tally.spent for tally in tallies), timedelta(0))
    visits = sum(tally.visits for tally in tallies)
    listed = sorted(tallies, key=lambda tally: tally.level)
    return tuple(tally.figures(whole, visits) for tally in listed)
