"""The cycles of a ticket: each from its log, or a reopening, to its resolution."""

from datetime import datetime
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.ticket_outcome import counts
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.time.timezones import Instant

RULES_OF_DATES = 2
"""Since this version of the rules each run has a date of its own."""


class TicketCycle(msgspec.Struct, omit_defaults=True):
    """A cycle, or all that were recorded by the rules of before, which count as one.

    Attributes:
        last: its number, or that of the last one that counts with it.
        ended_at: when the ticket was resolved; nothing while it is not.
        counts: it was not resolved as what leaves all figures, nor found to repeat another ticket,
            nor withdrawn before a reopening.
        is_whole: whatever was in it has the date of its end, as in the reports of before.
    """

    began_at: Instant
    last: Annotated[int, msgspec.Meta(ge=1)]
    is_whole: bool = False
    ended_at: Instant | None = None
    counts: bool = True

    def is_open_before(self, at: datetime) -> bool:
        """Tell whether it had begun before an instant, and was not over."""
        return self.began_at < at and (self.ended_at is None or self.ended_at >= at)


def cycles(history: History) -> list[TicketCycle]:
    """Return the cycles of a ticket in order."""
    found: list[TicketCycle] = []
    for step in history.steps:
        event, ticket = step.event, step.ticket
        if event is not None and event.begins_cycle:
            is_whole = getattr(event, "rules", 0) < RULES_OF_DATES
            if found and is_whole and found[-1].is_whole:
                found[-1].last, found[-1].ended_at, found[-1].counts = ticket.cycle, None, True
            else:
                found.append(TicketCycle(step.at, ticket.cycle, is_whole))
        elif found[-1].ended_at is None and not ticket.is_active:
            found[-1].ended_at, found[-1].counts = (
                step.at,
                counts(ticket.outcome, step.rules.outcomes),
            )
        if event is not None and event.is_duplicate:
            found[-1].counts = False
    first = history.first_cycle
    for cycle in found:
        cycle.counts = cycle.counts and cycle.last >= first
    return found
