"""Facts for a post-incident review: what the history of one ticket tells, with nothing typed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

import msgspec

from escalate_cli.domain.figures.counted import counted
from escalate_cli.domain.figures.period_figures import PeriodFigures, PeriodTally
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.events import Event, TicketLinked
from escalate_cli.domain.ticket.events.links import Relation
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.timeline import Step
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.review import RecordedReview, last_review
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


class PriorityTime(msgspec.Struct, frozen=True):
    """A priority that the ticket had from an instant on, and for how much business time."""

    priority: str
    since: datetime
    spent: timedelta


class IncidentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the history tells of an incident.

    Attributes:
        figures: its promises, moves, levels and complaints, as a report counts them.
        priorities: one after the other, as long as it was not resolved.
        untaken: business time until somebody first took it, or to this day.
        answers: the public words of the team, the first one first.
        duplicates: ids of the tickets that repeat it.
        recorded: the review that was recorded last.
    """

    ticket: Ticket
    figures: PeriodFigures
    priorities: tuple[PriorityTime, ...]
    untaken: timedelta
    answers: tuple[Event, ...]
    duplicates: tuple[str, ...]
    events: tuple[Event, ...]
    recorded: RecordedReview | None


def incident_record(context: Context, ids: list[str]) -> IncidentRecord:
    """Return what there is to know of one incident; raises UsageError, TicketNotFoundError."""
    numbers = numbers_of(ids)
    if len(numbers) != 1:
        raise UsageError("a review is of one ticket", "name one, each into a file of its own")
    with context.read() as view:
        return _record(context, context.history(view, numbers[0]))


def _record(context: Context, history: History) -> IncidentRecord:
    tally = PeriodTally(context.now, context.now)
    tally.add(history, counted(history, context.now))
    return IncidentRecord(
        ticket=history.ticket,
        figures=tally.figures(),
        priorities=tuple(_priorities(history, context.now)),
        untaken=_untaken(history, context.now),
        answers=tuple(each for each in history.effective if each.is_answer),
        duplicates=tuple(_duplicates(history)),
        events=tuple(history.effective),
        recorded=last_review(context, history),
    )


def _duplicates(history: History) -> list[str]:
    """Return the tickets that repeat this one; a tie that was undone is none."""
    links = [each for each in history.effective if isinstance(each, TicketLinked)]
    tied = {each.ticket: each.relation for each in links}
    return [ticket for ticket, relation in tied.items() if relation is Relation.ORIGINAL_OF]


def _priorities(history: History, now: datetime) -> Iterator[PriorityTime]:
    """Yield the priorities in order, each with the time until the next one or the end."""
    for priority, held in groupby(history.steps, key=lambda step: step.ticket.priority):
        steps = list(held)
        spent = sum((_spent(history, step, now) for step in steps), timedelta(0))
        yield PriorityTime(priority, steps[0].at, spent)


def _spent(history: History, step: Step, now: datetime) -> timedelta:
    """Return the business time from a step to the next one; none once it is resolved."""
    if not step.ticket.is_active:
        return timedelta(0)
    place = history.steps.index(step) + 1
    until = history.steps[place].at if place < len(history.steps) else now
    return _business_time(step, step.at, until)


def _untaken(history: History, now: datetime) -> timedelta:
    first = history.steps[0]
    taken = (
        step.at for step in history.steps if step.ticket.acknowledged_at or step.ticket.resolved_at
    )
    return _business_time(first, first.at, next(taken, now))


def _business_time(step: Step, since: datetime, until: datetime) -> timedelta:
    calendar = step.rules.calendar(step.ticket.clocks[ClockName.RESOLVE].calendar)
    return calendar.between(since, until)
