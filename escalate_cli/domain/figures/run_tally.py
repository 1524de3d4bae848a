"""The runs of clocks of many tickets, summed by clock and by level."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.figures.clock_figures import ClockFigures, clock_figures
from escalate_cli.domain.figures.counted import CountedRun
from escalate_cli.domain.figures.level_figures import LevelFigures, level_figures
from escalate_cli.domain.figures.runs_alike import RunsAlike, kind_of
from escalate_cli.domain.policy.sections.clock_name import CLOCKS, ClockName


class RunTally(Addable):
    """Counts runs as they go by.

    Runs are many and of few kinds, so that a fate is told once for all that are alike.
    """

    def __init__(self) -> None:
        self._kinds: dict[Hashable, RunsAlike] = {}

    def add(self, runs: Iterable[CountedRun]) -> None:
        """Take some runs, as they ended or are now."""
        kinds = self._kinds
        for each in runs:
            level, run = each.level, each.thing
            kind = kind_of(level, run)
            alike = kinds.get(kind)
            if alike is None:
                alike = kinds[kind] = RunsAlike(level, run)
            alike.add(run)

    def clocks(self) -> tuple[ClockFigures, ...]:
        """Return how each duty was met."""
        by_name = defaultdict[str, list[RunsAlike]](list)
        for alike in self._kinds.values():
            by_name[alike.run.name].append(alike)
        return tuple(clock_figures(name, by_name[name]) for name in CLOCKS)

    def levels(self) -> tuple[LevelFigures, ...]:
        """Return what time each level has used up."""
        kinds = self._kinds.values()
        return level_figures([alike for alike in kinds if alike.run.name == ClockName.LEVEL])
