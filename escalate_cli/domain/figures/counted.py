"""What figures count of a ticket: each thing with its date, and how the ticket stood then.

A breached run is judged by what was true at its breach, anything else by what was true when it
ended or happened, and what goes on by what is. Nothing that comes later changes that, but an undo.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, pairwise
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.figures.cycles import TicketCycle, cycles
from escalate_cli.domain.figures.responses import Response, responses
from escalate_cli.domain.policy.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.sla_clock import Clock
from escalate_cli.domain.ticket.ticket import Complaint, Escalation
from escalate_cli.domain.ticket.timeline import Step

LOGGED, RESOLVED = "logged", "resolved"
DATES = (LOGGED, RESOLVED)
"""What gives a thing its date: the beginning of its cycle, or its own end."""

Thing = (
    TicketCycle | Clock | Escalation | Complaint | e.TicketReopened | e.ReviewRecorded | Response
)
"""All that counts; a cycle stands for its ticket."""


class Counted(msgspec.Struct, frozen=True):
    """One thing that counts.

    Attributes:
        at: when it happened, or ended; nothing as long as it goes on.
        level: the functional level at which a clock ran.
    """

    thing: Thing
    cycle: TicketCycle
    at: datetime | None
    level: str = ""

    def dated(self, by: str) -> datetime | None:
        """Return the instant that puts it into a period; nothing where that has yet to come."""
        if by == LOGGED:
            return self.cycle.began_at
        return self.cycle.ended_at if self.cycle.is_whole else self.at

    @property
    def breach(self) -> Clock | None:
        """Return the run, if it is one that was breached."""
        thing = self.thing
        return thing if isinstance(thing, Clock) and thing.breaches else None

    def judged_at(self, now: datetime) -> datetime:
        """Return the instant at which the ticket was what it is judged as."""
        breach = self.breach
        return (breach.breached_at if breach else self.at) or now

    def judged(self, history: History, now: datetime) -> Step:
        """Return how the ticket stood when it is judged, and before a move that ended it."""
        at = self.judged_at(now)
        n = _step_at(history, at)
        while at == self.at and n and _arrives(history.steps[n], at):
            n -= 1
        return history.steps[n]

    def person(self, history: History, now: datetime) -> str | None:
        """Return whose it is: who ended a run in time, else the owner when it is judged."""
        if isinstance(self.thing, Response):
            return self.thing.person
        owner = self.judged(history, now).ticket.owner
        if not isinstance(self.thing, Clock) or self.judged_at(now) != self.at:
            return owner
        events = (step.event for step in history.steps if step.at == self.at)
        return next((event.by for event in events if event and not event.is_of_policy), owner)


def counted(history: History, now: datetime, *, by_person: bool = False) -> Iterator[Counted]:
    """Yield all that counts of a ticket; how people responded only where that is asked for."""
    found = cycles(history)
    for cycle in found:
        yield Counted(cycle, cycle, cycle.ended_at)
    for level, run in runs(history, now):
        n = 0
        while run.cycle > found[n].last:
            n += 1
        yield Counted(run, found[n], run.ended_at, level)
    ticket = history.ticket
    events = (step.event for step in history.steps)
    happened = (x for x in events if isinstance(x, e.TicketReopened | e.ReviewRecorded))
    for thing in chain(ticket.escalations, ticket.complaints, happened):
        yield Counted(thing, _cycle_at(found, thing.at), thing.at)
    for response in responses(history) if by_person else ():
        yield Counted(response, _cycle_at(found, response.given_at), response.ended_at)


def runs(history: History, now: datetime) -> Iterator[tuple[str, Clock]]:
    """Yield each run of each clock with the level that held the ticket, as it ended or is now.

    A level that was passed through in no time had no run there.
    """
    steps = history.steps
    excuses = [s.event for s in steps if isinstance(s.event, e.BreachExcused)]
    ended = ((a.ticket.level, run) for a, b in pairwise(steps) for run in b.replaced)
    last = ((history.ticket.level, run) for run in history.seen(now).clocks.values())
    for level, run in chain(ended, last):
        if run.name != ClockName.LEVEL or run.ended_at != run.started_at:
            is_excused = any(excuse.covers(run) for excuse in excuses)
            yield level, replace(run, excused=True) if is_excused else run


def step_at(history: History, at: datetime) -> Step:
    """Return how the ticket stood at an instant."""
    return history.steps[_step_at(history, at)]


def _step_at(history: History, at: datetime) -> int:
    return max(bisect_right(history.steps, at, key=attrgetter("at")) - 1, 0)


def _arrives(step: Step, at: datetime) -> bool:
    return step.at == at and step.event is not None and step.event.is_arrival


def _cycle_at(found: list[TicketCycle], at: datetime) -> TicketCycle:
    return next((each for each in reversed(found) if each.began_at <= at), found[0])
