"""Runs of clocks that count as the same, with the time that each took."""

from collections.abc import Hashable
from typing import Self

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.figures.spread import Times
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.clock.sla_clock import Clock


class RunsAlike(Addable):
    """Runs of one duty with one fate under one target, at one level.

    Attributes:
        run: any of them, which stands for all.
        level: the functional level at which they ran.
        n: how many they are.
        times: the business time that each took, where figures tell of it.
    """

    def __init__(self, level: str, run: Clock) -> None:
        self.level, self.run = level, run
        self.n, self.times = 0, Times()
        self._is_timed = run.name == ClockName.LEVEL or (run.judged and run.target is not None)

    def add(self, run: Clock) -> None:
        """Take one more."""
        self.n += 1
        if self._is_timed:
            self.times.add(run.spent)

    def add_later(self, later: Self) -> None:
        """Count what another counted of the same kind."""
        self.n += later.n
        self.times.add_later(later.times)


def kind_of(level: str, run: Clock) -> Hashable:
    """Return what is the same of all runs that count as this one does."""
    target = run.target
    return (
        run.name,
        level,
        target and target.within,
        run.judged,
        run.ended_at is None,
        run.breached_at is None,
        run.was_breached,
        run.excused,
    )
