"""A ticket's history: its events, and how it stood after each."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar, cast

from msgspec.structs import replace

from escalate_cli.domain.policy.rules import Rules, RulesOf
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.ticket import TAKEN_UP, Ticket
from escalate_cli.domain.ticket.timeline import (
    Followed,
    Step,
    seen,
    steps_after,
    woken_step,
)

E = TypeVar("E", bound=e.Event)


class History:
    """Append-only: the one thing that is true about a ticket.

    State, clocks, verdicts and findings are all read off its steps, and only `add` makes new ones.
    What was undone stays among the events, and makes no steps. Each event says what it is to the
    history, so that no kind is loaded here of which it has none.

    Attributes:
        events: all that was ever recorded.
        is_log_undone: whether the log itself was ever undone, as of few tickets.
        undone: the numbers of the changes that count no more, and when each was undone.
        fired: what was decided, by key.
        spoke_at: when each finding, or its last reminder, was decided, by the stem of their keys.
        noticed: the runs of clocks, by cycle, name and number, whose breach is on record.
        readings: how often all events were read, as an undo and newer rules have it.
        revision: grows with each reading and each event that may make or end an episode of a rule.
    """

    def __init__(self, events: Iterable[e.Event], rules_of: RulesOf) -> None:
        self.rules_of = rules_of
        self.readings = self.revision = 0
        self._begin(list(events))

    def _begin(self, events: list[e.Event]) -> None:
        """Go through all events, knowing from the start which of them count."""
        self.events: list[e.Event] = []
        self.steps: list[Step] = []
        self.readings += 1
        self.revision += 1
        self.fired: dict[str, e.TriggerFired] = {}
        self.spoke_at: dict[str, datetime] = {}
        self.noticed: set[tuple[int, str, int]] = set()
        self.undone, self.is_log_undone = undone_in(events), is_log_undone(events)
        newer: dict[int, int] = {}
        self._former: dict[int, int] = {}
        for number, each in enumerate(events):
            if each.recounts:
                cycle, rules = each.recounts
                newer[cycle], self._former[cycle] = rules, number
        self._followed = Followed(self.rules_of, newer)
        for event in events:
            self._take(event)

    def add(self, event: e.Event) -> Ticket:
        """Append an event; one that claims to be older takes the instant of the last."""
        undone = {*self.undone, *event.takes_back}
        latest = _latest_at(self.events, undone) if self.events else event.at
        if event.at < latest:
            event = replace(event, at=latest, clock_at=event.at)
        if event.takes_back or event.recounts:
            self._begin([*self.events, event])
        else:
            self._take(event)
        return self.ticket

    def counts(self, event: e.Event) -> bool:
        """Tell whether an event still counts; the log and newer rules always do."""
        return event.change not in self.undone or event.lasts

    def is_former(self, number: int, cycle: int) -> bool:
        """Tell whether an event, by its place, came before newer rules for a cycle."""
        return number < self._former.get(cycle, 0)

    def stands(self, number: int, cycle: int) -> bool:
        """Tell whether a verdict, by its place, counts and was made by the rules of its cycle."""
        is_owed = cycle >= self.first_cycle and not self.is_former(number, cycle)
        return is_owed and self.counts(self.events[number])

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether the log is undone, and no reopening took that back: nothing is owed."""
        return is_withdrawn(self.ticket, log_undone=self.is_log_undone)

    @property
    def first_cycle(self) -> int:
        """Return the first cycle in which anything is owed.

        It is 1, but where a reopening took back that the ticket was withdrawn: that one's.
        """
        first, is_withdrawn = 1, False
        for step in self.steps if self.is_log_undone else ():
            ticket = step.ticket
            if ticket.is_withdrawn:
                is_withdrawn = True
            elif is_withdrawn and ticket.rules >= TAKEN_UP:
                first, is_withdrawn = ticket.cycle, False
        return first

    @property
    def replaced_runs(self) -> Iterator[Clock]:
        """Yield each run of a clock that gave way to another, of the cycles that are owed."""
        first = self.first_cycle
        return (run for step in self.steps for run in step.replaced if run.cycle >= first)

    @property
    def undos(self) -> "list[e.ChangeUndone]":
        """Return what was taken back, in order."""
        return self.all_of(e.ChangeUndone)

    @property
    def latest_at(self) -> datetime:
        """Return the instant of the latest event that was not withdrawn."""
        return _latest_at(self.events, self.undone)

    def withdrawn_by(self, key: str) -> int | None:
        """Return the number of the undo by which the decision of a key counts no more, if any."""
        if not self.undone:
            return None
        changes = {x.change for x in self.events if isinstance(x, e.TriggerFired) and x.key == key}
        undos = (x for x in reversed(self.events) if changes & undone_in([x]).keys())
        return next((undo.seq for undo in undos), None)

    @property
    def effective(self) -> list[e.Event]:
        """Return the events that were not undone."""
        return [event for event in self.events if self.counts(event)]

    def all_of(self, *kinds: type[E]) -> list[E]:
        """Return the events of some kinds, undone or not."""
        return [event for event in self.events if isinstance(event, kinds)]

    def effective_of(self, *kinds: type[E]) -> list[E]:
        """Return the events of some kinds that were not undone."""
        return [event for event in self.all_of(*kinds) if self.counts(event)]

    @property
    def decisions(self) -> "list[e.TriggerFired]":
        """Return what was decided and not undone, in order; it needs no step."""
        return self.effective_of(e.TriggerFired)

    def _take(self, event: e.Event) -> None:
        self.events.append(event)
        if not event.makes_step or (self.undone and not self.counts(event)):
            return
        if event.decides is not None:
            for step in self._woken(event.at):
                self._append(step)
            self._note(cast("e.TriggerFired", event))
            return
        if event.notices:
            self.noticed.add(event.notices)
        for step in steps_after(self.steps, event, self._followed):
            self._append(step)

    def _append(self, step: Step) -> None:
        """Go on by a step; one in which nobody works, or that only notices, makes no episode."""
        if (step.event is None or step.event.moves_clocks) and self._works(step):
            self.revision += 1
        self.steps.append(step)

    def _works(self, step: Step) -> bool:
        """Tell whether somebody works on the ticket before a step or after it, or by new rules."""
        if not self.steps or step.ticket.is_owed:
            return True
        last = self.steps[-1]
        return last.ticket.is_owed or step.rules is not last.rules

    def _note(self, fired: "e.TriggerFired") -> None:
        """Remember a decision; it changes no field, so that the last step goes on."""
        self.fired[fired.key] = fired
        self.spoke_at[fired.key.rpartition(":")[0]] = fired.at
        step = self.steps[-1]
        self.steps[-1] = replace(step, ticket=fired.apply(step.ticket))

    def _woken(self, by: datetime) -> Iterator[Step]:
        """Yield the step at which a wait with an end was over, if it was."""
        step = woken_step(self.steps[-1], by)
        if step is not None:
            yield step

    @property
    def ticket(self) -> Ticket:
        """Return the ticket as of its last event."""
        return self.steps[-1].ticket

    @property
    def rules(self) -> Rules:
        """Return the rules that the ticket follows."""
        return self.steps[-1].rules

    def steps_until(self, now: datetime) -> list[Step]:
        """Return the steps, with the end of a wait that is over by now."""
        return [*self.steps, *self._woken(now)]

    def seen(self, now: datetime) -> Ticket:
        """Return the ticket as of an instant, clocks counted up to it."""
        last = self.steps[-1]
        if now <= last.at and last.ticket.waiting_until is None:
            return last.ticket
        return seen(last.ticket, now, last.rules)


def may_undo(kinds: Collection[type[e.Event]]) -> bool:
    """Tell whether events of some kinds may take back others."""
    return e.ChangeUndone in kinds


def undone_in(events: Iterable[e.Event]) -> Mapping[int, datetime]:
    """Return the numbers of the changes that count no more, and when each was undone."""
    return {change: event.at for event in events for change in event.takes_back}


def is_withdrawn(ticket: Ticket, *, log_undone: bool) -> bool:
    """Tell whether a ticket is withdrawn as it stands; by rules of before it stayed so for ever."""
    return ticket.is_withdrawn or (ticket.rules < TAKEN_UP and log_undone)


def is_log_undone(events: Iterable[e.Event]) -> bool:
    """Tell whether the log itself was undone, whatever came after that."""
    return any(event.takes_back and event.ends_duties for event in events)


def _latest_at(events: Sequence[e.Event], undone: Collection[int]) -> datetime:
    """Return when the last event was that is not withdrawn, nor the message that told of one."""
    if not undone:
        return events[-1].at
    withdrawn = {each.at for each in events if each.change in undone}
    return next(
        (
            each.at
            for each in reversed(events)
            if each.change not in undone and getattr(each, "queued_at", None) not in withdrawn
        ),
        events[0].at,
    )
