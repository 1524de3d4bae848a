"""Every run of every clock of a ticket, and the sum of many."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, pairwise

from escalate_cli.domain.figures.clock_figures import ClockTally
from escalate_cli.domain.figures.level_figures import LevelTally
from escalate_cli.domain.policy.clock_name import CLOCKS, ClockName
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.sla_clock import Clock


def runs(history: History, now: datetime) -> Iterator[tuple[str, Clock]]:
    """Yield each run of each clock with the level that held the ticket, as it ended or is now.

    A level that was passed through in no time had no run there.
    """
    steps = history.steps
    ended = ((a.ticket.level, run) for a, b in pairwise(steps) for run in b.replaced)
    last = ((history.ticket.level, run) for run in history.seen(now).clocks.values())
    for level, run in chain(ended, last):
        if run.name != ClockName.LEVEL or run.ended_at != run.started_at:
            yield level, run


class RunTally:
    """Counts the runs of tickets as they go by, by clock and by level."""

    def __init__(self) -> None:
        self.clocks: dict[str, ClockTally] = {name: ClockTally(name) for name in CLOCKS}
        self.levels: dict[str, LevelTally] = {}

    def add(self, history: History, now: datetime) -> None:
        """Take the runs of one ticket."""
        for level, run in runs(history, now):
            self.clocks[run.name].add(run)
            if run.name == ClockName.LEVEL:
                self.levels.setdefault(level, LevelTally(level)).add(run)
