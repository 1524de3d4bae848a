"""Worst breaches: which tickets went over a target by most, and what was found to be why."""

from datetime import timedelta

import msgspec

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Ticket

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

    def add(self, history: History, breaches: list[tuple[Clock, Ticket]]) -> None:
        """Take the breaches of one ticket, each with the ticket as it is judged."""
        if breaches:
            run, judged = max(breaches, key=lambda each: each[0].overrun)
            self._kept.append(
                WorstBreach(
                    ticket=history.ticket.id,
                    title=history.ticket.title,
                    priority=judged.priority,
                    clock=run.name,
                    over=run.overrun,
                    still_owed=run.ended_at is None,
                    cause=_cause(history),
                )
            )
            self._kept = sorted(self._kept, key=lambda each: (-each.over, each.ticket))[:MOST]

    def figures(self) -> tuple[WorstBreach, ...]:
        """Return them, the worst first."""
        return tuple(self._kept)


def _cause(history: History) -> str | None:
    reviews = (x for x in reversed(history.effective) if isinstance(x, e.ReviewRecorded))
    return next((x.root_cause for x in reviews), history.ticket.resolution)
