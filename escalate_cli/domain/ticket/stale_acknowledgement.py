"""Acknowledgements that go stale: who has a ticket and lets it lie has it no more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import takewhile

from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Status


def stale_at(history: History) -> datetime | None:
    """Return when a ticket is taken from who has it: after a time of theirs without a step."""
    ticket, rules = history.ticket, history.rules
    level = rules.level(ticket.level)
    lies = level.unack_after if level is not None else None
    if lies is None or ticket.status is not Status.ACKNOWLEDGED or ticket.holder is None:
        return None
    calendar = rules.calendar(lies.calendar)
    (last, _), *before = _worked(history, ticket.holder)
    spent = sum((calendar.between(since, until) for since, until in before if until), timedelta())
    return calendar.add(last, max(lies.after - spent, timedelta()))


def _worked(history: History, holder: str) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield, the last first, when somebody had a ticket at hand since their last step on it."""
    until: datetime | None = None
    held = takewhile(lambda step: step.ticket.holder == holder, reversed(history.steps))
    for step in held:
        if step.ticket.status is Status.ACKNOWLEDGED:
            yield step.at, until
        if step.event is not None and step.event.by == holder and step.event.is_touch:
            return
        until = step.at
