"""Runs of clocks that count as the same, with the time that each took."""

from collections.abc import Hashable

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.figures.spread import Times
from escalate_cli.domain.ticket.clock.sla_clock import Clock


class RunsAlike(Addable):
    """Runs of one duty with one fate under one target, at one level.

    Attributes:
        run: any of them, which stands for all.
        level: the functional level at which they ran.
        times: the business time that each took.
    """

    def __init__(self, level: str, run: Clock) -> None:
        self.level, self.run = level, run
        self.times = Times()


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
