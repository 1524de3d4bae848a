"""Worst breaches: which tickets went over a target by most, and what was found to be why."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from escalate_cli.domain.figures.counted import Counted
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.history import History

MOST = 5
"""So many are named."""


class WorstBreach(msgspec.Struct, frozen=True, kw_only=True):
    """The breach by which one ticket went over a target by most.

    Attributes:
        priority: that of the ticket as it is judged.
        over: business time over the target, so far where the duty is still owed.
        cause: the root cause of the last review, else how it was resolved.
    """

    ticket: str
    title: str
    priority: str
    clock: str
    over: timedelta
    still_owed: bool
    cause: str | None


class WorstTally:
    """Keeps the worst breach of a ticket, and of tickets the worst ones."""

    def __init__(self) -> None:
        self._kept: list[WorstBreach] = []

    def add(self, history: History, things: Iterable[Counted], now: datetime) -> None:
        """Take the things of one ticket, of which some are breaches."""
        breaches = [(run, each) for each in things if (run := each.breach)]
        if not breaches:
            return
        run, worst = max(breaches, key=lambda each: each[0].overrun)
        if self._is_worst(run):
            self._kept.append(
                WorstBreach(
                    ticket=history.ticket.id,
                    title=history.ticket.title,
                    priority=_priority(history, run) or worst.judged(history, now).ticket.priority,
                    clock=run.name,
                    over=run.overrun,
                    still_owed=run.ended_at is None,
                    cause=_cause(history),
                )
            )
            self._kept = sorted(self._kept, key=lambda each: (-each.over, each.ticket))[:MOST]

    def _is_worst(self, run: Clock) -> bool:
        return len(self._kept) < MOST or run.overrun >= self._kept[-1].over

    def figures(self) -> tuple[WorstBreach, ...]:
        """Return them, the worst first."""
        return tuple(self._kept)


def _priority(history: History, run: Clock) -> str | None:
    """Return the priority at a breach, where the ticket keeps it, so that nothing is folded."""
    kept = (each.priority for each in history.ticket.breaches if each.run == run.run)
    return next(kept, None)


def _cause(history: History) -> str | None:
    reviews = (x for x in reversed(history.effective) if isinstance(x, e.ReviewRecorded))
    return next((x.root_cause for x in reviews), history.ticket.resolution)
