"""What figures count of a ticket: each thing with its date, and how the ticket stood then.

A breached run is judged by what was true at its breach, anything else by what was true when it
ended or happened, and what goes on by what is. Nothing that comes later changes that, but an undo.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import TypeVar, get_args

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.figures.responses import Response, responses
from escalate_cli.domain.figures.rule_figures import Decided, decided, step_of
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.cycles import TicketCycle
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.past import Past, past_of
from escalate_cli.domain.ticket.ticket import Complaint, Escalation
from escalate_cli.domain.ticket.timeline import Step

K = TypeVar("K")

LOGGED, RESOLVED = "logged", "resolved"
Happened = e.TicketReopened | e.TicketReturned | e.ReviewRecorded
"""Events that count as they are."""
HAPPENED: tuple[type[Happened], ...] = get_args(Happened)

Thing = TicketCycle | Clock | Escalation | Complaint | Happened | Decided | Response
"""All that counts; a cycle stands for its ticket."""

OFTEN: Mapping[type, str] = {
    Escalation: "escalations",
    Complaint: "complaints",
    e.TicketReopened: "reopenings",
    e.TicketReturned: "returns",
}
"""What is counted with the tickets to which it happened."""


class Counted(msgspec.Struct, frozen=True, gc=False):
    """One thing that counts.

    Attributes:
        at: when it happened, or ended; nothing as long as it goes on.
    """

    thing: Thing
    cycle: TicketCycle
    at: datetime | None

    @property
    def over_at(self) -> datetime | None:
        """Return when it was over; by the rules of before all of a ticket was over at once."""
        return self.cycle.ended_at if self.cycle.is_whole else self.at

    @property
    def breach(self) -> Clock | None:
        """Return the run, if it is one that was breached."""
        return None

    def judged_at(self, now: datetime) -> datetime:
        """Return the instant at which the ticket was what it is judged as."""
        if isinstance(self.thing, Decided):
            return self.thing.at
        breach = self.breach
        return (breach.breached_at if breach else self.at) or now

    def judged(self, history: History, now: datetime) -> Step:
        """Return how the ticket stood when it is judged, and before a move that ended it."""
        if isinstance(self.thing, Decided):
            return step_of(history, self.thing)
        at = self.judged_at(now)
        if at != self.at:
            return step_at(history, at)
        n = self._end(history, at)
        event = history.steps[n].event
        return history.steps[n - 1 if n and event is not None and event.is_arrival else n]

    def person(self, history: History, now: datetime) -> str | None:
        """Return whose it is: who ended a run in time, else the owner when it is judged.

        The system of an import, which stands for whom it does not name, is nobody, and who reported
        a ticket ended nothing of what the import does not tell.
        """
        if isinstance(self.thing, Response):
            return self.thing.person
        at = self.judged_at(now)
        if isinstance(self.thing, Clock) and at == self.at:
            step = history.steps[self._end(history, at)]
            by = _done_by(self.thing, step)
            if by is not None:
                return by
        return self.judged(history, now).ticket.owner

    def _end(self, history: History, at: datetime) -> int:
        """Return the step by which it ended or happened, among all of that instant."""
        last = n = _step_at(history, at)
        while n and history.steps[n - 1].at == at:
            n -= 1
        steps = enumerate(history.steps[n : last + 1], n)
        return next((each for each, step in steps if _is_over(self.thing, step)), last)


class CountedRun(Counted, frozen=True, gc=False):
    """A run of a clock.

    Attributes:
        level: the functional level at which it ran.
    """

    thing: Clock
    level: str = ""

    @property
    def breach(self) -> Clock | None:
        """Return the run, if it was breached."""
        return self.thing if self.thing.breaches else None


class Things(msgspec.Struct, frozen=True):
    """All that counts of a ticket, or some of it.

    Attributes:
        dated: all cycles of the ticket, whether they are among `cycles` or not.
        cycles: each stands for its ticket.
        runs: those of its clocks, by far the most.
        others: what happened to it, what was decided, how people responded.
    """

    dated: Sequence[TicketCycle]
    cycles: list[Counted]
    runs: list[CountedRun]
    others: list[Counted]

    def __iter__(self) -> Iterator[Counted]:
        """Go through them in order."""
        return chain(self.cycles, self.runs, self.others)

    def which(self, belongs: Callable[[Counted], bool]) -> "Things":
        """Return those that belong to something."""
        return Things(
            dated=self.dated,
            cycles=[each for each in self.cycles if belongs(each)],
            runs=[each for each in self.runs if belongs(each)],
            others=[each for each in self.others if belongs(each)],
        )

    def split(self, key: Callable[[Counted], K]) -> "dict[K, Things]":
        """Tell them apart by something."""
        parts = defaultdict[K, Things](lambda: Things(self.dated, [], [], []))
        for each in self.cycles:
            parts[key(each)].cycles.append(each)
        for each in self.runs:
            parts[key(each)].runs.append(each)
        for each in self.others:
            parts[key(each)].others.append(each)
        return parts

    @property
    def counting(self) -> "Things":
        """Those whose cycles count, as most do."""
        for cycle in self.dated:  # faster than `all`, which is asked of every ticket
            if not cycle.counts:
                return self.which(lambda each: each.cycle.counts)
        return self


DATES: Mapping[str, Callable[[Counted], datetime | None]] = {
    LOGGED: attrgetter("cycle.began_at"),
    RESOLVED: attrgetter("over_at"),
}
"""What gives a thing its date: the beginning of its cycle, or its own end."""


def counted(history: History, now: datetime, *, by_person: bool = False) -> Things:
    """Return all that counts of a ticket; how people responded only where that is asked for."""
    past, ticket = past_of(history), history.ticket
    found = past.cycles
    happened = (*ticket.escalations, *ticket.complaints, *history.effective_of(*HAPPENED))
    others = [Counted(each, _cycle_at(found, each.at), each.at) for each in happened]
    others += [Counted(x, _cycle_at(found, x.at), x.ended_at) for x in decided(history)]
    if by_person:
        given = responses(history)
        others += [Counted(x, _cycle_at(found, x.given_at), x.ended_at) for x in given]
    return Things(
        dated=found,
        cycles=[Counted(cycle, cycle, cycle.ended_at) for cycle in found],
        runs=_counted_once(found, _runs(past, history, now)),
        others=others,
    )


def _counted_once(
    found: Sequence[TicketCycle], all_runs: Iterable[tuple[str, Clock]]
) -> list[CountedRun]:
    """Return the runs in order; a breach that goes on is told of by the first cycle that counts."""
    untold, lasts = set[str](), [cycle.last for cycle in found]
    counted_runs = []
    for level, each in all_runs:
        run, cycle = each, found[bisect_left(lasts, each.cycle)]
        if run.breached_at is not None or run.was_breached:  # few are
            run = replace(run, was_breached=False) if run.name in untold else run
            if run.breaches:
                (untold.discard if cycle.counts else untold.add)(run.name)
        counted_runs.append(CountedRun(run, cycle, run.ended_at, level))
    return counted_runs


def runs(history: History, now: datetime) -> Sequence[tuple[str, Clock]]:
    """Return each run of each clock with the level that held the ticket, as it ended or is now.

    A level that was passed through in no time had no run there.
    """
    return _runs(past_of(history), history, now)


def _runs(past: Past, history: History, now: datetime) -> Sequence[tuple[str, Clock]]:
    level = history.ticket.level
    last = [(level, run) for run in history.seen(now).clocks.values()]
    found = [
        (level, run)
        for level, run in (*past.runs, *last)
        if run.ended_at != run.started_at or run.name != ClockName.LEVEL
    ]
    excuses = history.effective_of(e.BreachExcused)
    if not excuses:
        return found
    return [
        (level, replace(run, excused=True) if any(x.covers(run) for x in excuses) else run)
        for level, run in found
    ]


def _done_by(run: Clock, step: Step) -> str | None:
    """Return the person who ended a run by a step, if one did."""
    event = step.event
    if event is None or event.is_of_policy or event.by == step.ticket.source:
        return None
    return event.by if run.judged or not event.begins_ticket else None


def step_at(history: History, at: datetime) -> Step:
    """Return how the ticket stood at an instant."""
    return history.steps[_step_at(history, at)]


def _step_at(history: History, at: datetime) -> int:
    return max(bisect_right(history.steps, at, key=attrgetter("at")) - 1, 0)


def _is_over(thing: Thing, step: Step) -> bool:
    """Tell whether a run has ended by a step, or it made a move or happened itself."""
    if isinstance(thing, Clock):
        ended = (run for run in step.ticket.clocks.values() if run.ended_at is not None)
        return any(run.run == thing.run for run in (*step.replaced, *ended))
    if isinstance(thing, Escalation):
        return len(step.ticket.escalations) >= thing.n
    return step.event == thing


def _cycle_at(found: Sequence[TicketCycle], at: datetime) -> TicketCycle:
    return found[max(bisect_right(found, at, key=attrgetter("began_at")) - 1, 0)]
