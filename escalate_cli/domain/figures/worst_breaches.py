"""Worst breaches: which tickets went over a target by most, and what was found to be why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from operator import attrgetter
from typing import NamedTuple, Self

import msgspec

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.figures.counted import Counted, CountedRun
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.history import History

MOST = 5
"""So many are named."""


class LevelUse(msgspec.Struct, frozen=True):
    """How much of a clock's time a level has used up."""

    level: str
    spent: timedelta


class WorstBreach(msgspec.Struct, frozen=True, kw_only=True):
    """The breach by which one ticket went over a target by most.

    Attributes:
        priority: that of the ticket as it is judged.
        over: business time over the target, so far where the duty is still owed.
        cause: the root cause of the last review, else how it was resolved.
        used: who used up the time of the clock, the most first.
    """

    ticket: str
    title: str
    priority: str
    clock: str
    over: timedelta
    still_owed: bool
    cause: str | None
    used: tuple[LevelUse, ...] = ()

    @property
    def most_used(self) -> str | None:
        """Return the level that used up the most, of several."""
        return self.used[0].level if len(self.used) > 1 else None

    @property
    def most_share(self) -> float:
        """Return its share of the time."""
        whole = sum((each.spent for each in self.used), timedelta(0))
        return self.used[0].spent / whole


class _Kept(NamedTuple):
    """A breach that may be among the worst; what is told of it needs a fold, and is made late."""

    over: timedelta
    ticket: str
    figure: Callable[[], WorstBreach]

    @property
    def order(self) -> tuple[timedelta, str]:
        """Return by what they are sorted, the worst first."""
        return -self.over, self.ticket


class WorstTally(Addable):
    """Keeps the worst breach of a ticket, and of tickets the worst ones."""

    def __init__(self) -> None:
        self._kept: list[_Kept] = []

    def __getstate__(self) -> dict[str, object]:
        """Hand over what is told: no history goes to another process."""
        return {"_figures": self.figures()}

    def __setstate__(self, state: Mapping[str, Sequence[WorstBreach]]) -> None:
        """Take over what another process told."""
        self._kept = [
            _Kept(each.over, each.ticket, partial(_same, each)) for each in state["_figures"]
        ]

    def add(self, history: History, runs: Iterable[CountedRun], now: datetime) -> None:
        """Take the runs of one ticket; some are breaches, of which excused ones do not count."""
        breached = [x for x in runs if x.thing.breached_at]
        if not breached:
            return
        breaches = [(run, x) for x in breached if (run := x.breach) and not run.excused]
        if not breaches:
            return
        run, worst = max(breaches, key=lambda each: each[0].overrun)
        figure = partial(_worst, history, run, worst, now)
        self._keep_the_worst([_Kept(run.overrun, history.ticket.id, figure)])

    def add_later(self, later: Self) -> None:
        """Keep the worst of both."""
        self._keep_the_worst(later._kept)

    def _keep_the_worst(self, more: Sequence[_Kept]) -> None:
        """Keep them in order; of most breaches none comes in, as worse ones are kept already."""
        if len(self._kept) == MOST:
            last = self._kept[-1].order
            more = [each for each in more if each.order < last]
        if more:
            self._kept = sorted((*self._kept, *more), key=attrgetter("order"))[:MOST]

    def figures(self) -> tuple[WorstBreach, ...]:
        """Return them, the worst first."""
        return tuple(each.figure() for each in self._kept)


def _same(figure: WorstBreach) -> WorstBreach:
    return figure


def _worst(history: History, run: Clock, worst: Counted, now: datetime) -> WorstBreach:
    return WorstBreach(
        ticket=history.ticket.id,
        title=history.ticket.title,
        priority=_priority(history, run) or worst.judged(history, now).ticket.priority,
        clock=run.name,
        over=run.overrun,
        still_owed=run.ended_at is None,
        cause=_cause(history),
        used=_used(history, run),
    )


def _used(history: History, run: Clock) -> tuple[LevelUse, ...]:
    """Add up how much the clock had counted from step to step, by the level that had the ticket."""
    used = defaultdict[str, timedelta](timedelta)
    level, counted_to = "", timedelta(0)
    for step in history.steps:
        clock = step.ticket.clocks.get(run.name)
        if clock is not None and clock.run == run.run:
            used[level] += clock.spent - counted_to
            level, counted_to = step.ticket.level, clock.spent
    used[level] += run.spent - counted_to
    by_most = sorted(used.items(), key=lambda each: -each[1])
    return tuple(LevelUse(name, spent) for name, spent in by_most if spent)


def _priority(history: History, run: Clock) -> str | None:
    """Return the priority at a breach, where the ticket keeps it, so that nothing is folded."""
    kept = (each.priority for each in history.ticket.breaches if each.run == run.run)
    return next(kept, None)


def _cause(history: History) -> str | None:
    reviews = history.effective_of(e.ReviewRecorded)
    return reviews[-1].root_cause if reviews else history.ticket.resolution
