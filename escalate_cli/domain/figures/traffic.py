"""Traffic: how often tickets went each way of a policy, and how long they took to come there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

import msgspec

from escalate_cli.domain.figures.counted import step_at
from escalate_cli.domain.figures.spread import Spread, Times
from escalate_cli.domain.policy.rules import FUNCTIONAL
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.timeline import Step


class Travels(StrEnum):
    """What goes a way: tickets that are logged, move or are decided on, messages, a yes."""

    LOGGED = "logged"
    MOVES = "moves"
    RETURNS = "returns"
    DECIDES = "decides"
    TELLS = "tells"
    APPROVES = "approves"


class Way(NamedTuple):
    """One way; what it begins at, or leads to, is empty where it may be any place."""

    travels: Travels
    rule: str | None = None
    source: str = ""
    target: str = ""

    @property
    def why(self) -> str:
        """Say why it was gone where no rule of the policy leads."""
        if self.travels is Travels.RETURNS:
            return "handed back"
        return f"{self.rule}, a rule of before" if self.rule else "by hand"


class Traffic(msgspec.Struct, frozen=True, kw_only=True):
    """How often a way was gone, by how many tickets.

    Attributes:
        took: business time; of a move between levels since the ticket came to the lower one, of
            anything else since it was logged or reopened.
    """

    n: int = 0
    tickets: int = 0
    took: Spread = Spread(n=0)


class TrafficTally:
    """Counts the ways of tickets as they go by."""

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._times = defaultdict[Way, Times](Times)
        self._tickets = defaultdict[Way, int](int)

    def add(self, history: History) -> None:
        """Take what happened to a ticket since then."""
        gone = [(way, took) for way, at, took in _ways(history) if at >= self._since]
        for way, took in gone:
            self._times[way].add(took)
        for way in {way for way, _ in gone}:
            self._tickets[way] += 1

    def figures(self) -> Mapping[Way, Traffic]:
        """Return what was counted."""
        return {
            way: Traffic(n=len(times), tickets=self._tickets[way], took=times.spread())
            for way, times in self._times.items()
        }


def _ways(history: History) -> Iterator[tuple[Way, datetime, timedelta]]:
    """Yield each way that a ticket went, when, and how long that took."""
    began_at = history.steps[0].at
    yield Way(Travels.LOGGED), began_at, timedelta(0)
    for before, step in pairwise(history.steps):
        event = step.event
        if event is None:
            continue
        if event.begins_cycle:
            began_at = step.at
        elif event.leads_to:
            yield from _moved(before, step, began_at)
        elif before.ticket.level != step.ticket.level:
            way = Way(Travels.RETURNS, None, before.ticket.level, step.ticket.level)
            yield way, step.at, _between(before, before.ticket.arrived_at, step.at)
    for fired in history.fired.values():
        at = step_at(history, fired.at)
        took = _between(at, _began(history, fired.at), fired.at)
        yield Way(Travels.DECIDES, fired.trigger), fired.at, took
        if fired.notified:
            yield Way(Travels.TELLS, fired.trigger), fired.at, took


def _moved(
    before: Step, step: Step, began_at: datetime
) -> Iterator[tuple[Way, datetime, timedelta]]:
    made = step.ticket.escalations[-1]
    is_functional = made.ladder == FUNCTIONAL
    since = before.ticket.arrived_at if is_functional else began_at
    source = before.ticket.level if is_functional else ""
    took = _between(before, since, step.at)
    yield Way(Travels.MOVES, made.trigger, source, made.to), step.at, took
    if made.approved_by:
        yield Way(Travels.APPROVES, None, "", made.to), step.at, took


def _began(history: History, at: datetime) -> datetime:
    begun = (s.at for s in reversed(history.steps) if s.at <= at and _begins(s))
    return next(begun, history.steps[0].at)


def _begins(step: Step) -> bool:
    return step.event is not None and step.event.begins_cycle


def _between(step: Step, since: datetime, until: datetime) -> timedelta:
    calendar = step.rules.calendar(step.ticket.clocks[ClockName.RESOLVE].calendar)
    return calendar.between(since, until)
