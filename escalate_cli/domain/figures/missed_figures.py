"""Missed figures: what became in a report of every target that was missed."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.figures.counted import LOGGED, CountedRun, Things
from escalate_cli.domain.figures.period_figures import PeriodFigures
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.ticket.history import History

MISSED_LEFT_OUT = ("not_counted", "undone")
"""Why a missed target is in no figure: its cycle does not count, or it was taken off the record."""


class MissedFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All the targets that were missed: counted, excused, or left out, each once.

    Attributes:
        left_out: how many are in no figure, by reason.
    """

    counted: int = 0
    excused: int = 0
    left_out: Mapping[str, int] = {}

    @property
    def n(self) -> int:
        """Return how many there were."""
        return self.counted + self.excused + sum(self.left_out.values())


class LeftOutTally(Addable):
    """Counts the missed targets of a period that its figures leave out."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._left_out = Counter(dict.fromkeys(MISSED_LEFT_OUT, 0))

    def add(self, history: History, things: Things, counting: Things) -> None:
        """Take all of a ticket that is asked for, and what of it counts."""
        if counting is not things:
            self._left_out["not_counted"] += _not_counted(self._period.within(things).runs)
        undos = history.undos
        if not undos or not any(things):
            return
        cycles = [each.cycle for each in things.cycles]
        for missed in (missed for undo in undos for missed in undo.missed):
            began = next((c.began_at for c in cycles if missed.cycle <= c.last), None)
            at = began if began and self._period.by == LOGGED else missed.missed_at
            self._left_out["undone"] += self._period.since <= at < self._period.until

    def figures(self, figures: PeriodFigures) -> MissedFigures:
        """Return what was left out with what the figures of the period count."""
        return MissedFigures(
            counted=sum(clock.breached for clock in figures.clocks),
            excused=sum(clock.excused for clock in figures.clocks),
            left_out=self._left_out,
        )


def _not_counted(runs: Iterable[CountedRun]) -> int:
    """Count breaches of cycles that do not count; what a later cycle tells of is not among them."""
    untold = Counter[str]()
    for each in runs:
        run = each.breach
        if run is not None and run.breached_at is not None:
            goes_on = run.breached_at < each.cycle.began_at and untold[run.name] > 0
            untold[run.name] += (not each.cycle.counts) - goes_on
    return untold.total()
