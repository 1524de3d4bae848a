"""The runs of clocks of many tickets, summed by clock and by level."""

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.figures.clock_figures import ClockTally
from escalate_cli.domain.figures.level_figures import LevelTally
from escalate_cli.domain.policy.sections.clock_name import CLOCKS, ClockName
from escalate_cli.domain.ticket.clock.sla_clock import Clock


class RunTally(Addable):
    """Counts runs as they go by, each with the level that held its ticket."""

    def __init__(self) -> None:
        self.clocks: dict[str, ClockTally] = {name: ClockTally(name) for name in CLOCKS}
        self.levels: dict[str, LevelTally] = {}

    def add(self, level: str, run: Clock) -> None:
        """Take one run, as it ended or is now."""
        self.clocks[run.name].add(run)
        if run.name == ClockName.LEVEL:
            self.levels.setdefault(level, LevelTally(level)).add(run)
