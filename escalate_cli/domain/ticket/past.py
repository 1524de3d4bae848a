"""What is over of a ticket: its cycles, and the runs of clocks that gave way to others."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Annotated, cast

import msgspec

from escalate_cli.domain.policy.rules import Rules, RulesOf
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.cycles import TicketCycle, cycles
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import E, History, is_log_undone, may_undo, undone_in
from escalate_cli.domain.ticket.ticket import Ticket

Kinds = Collection[type[Event]]
"""Kinds of events that are asked for."""


class Past(msgspec.Struct, frozen=True, omit_defaults=True):
    """What figures count of a history besides its last state, as folding it makes it.

    Attributes:
        cycles: at least the one that its log began, or nothing can be counted of it.
        runs: those that ended where the same clock began anew, each with the level of the ticket;
            of a cycle that was withdrawn, and by a reopening left behind, there are none.
    """

    cycles: Annotated[tuple[TicketCycle, ...], msgspec.Meta(min_length=1)]
    runs: tuple[tuple[str, Clock], ...] = ()


class KeptPast(msgspec.Struct, frozen=True):
    """What a row keeps of a ticket that is over.

    Attributes:
        past: as of its last event.
        kinds: of which kinds its events are.
        read: reads them, which takes longer than all the rest; `read_some` those of some kinds,
            perhaps among others.
    """

    past: Past
    kinds: frozenset[type[Event]]
    read: Callable[[], Sequence[Event]]
    read_some: Callable[[Kinds], Sequence[object]]


class FinishedHistory(History):
    """The history of a ticket that is over, whose row keeps what folding it makes.

    Its events, its steps, and all else that only a fold can tell, are made when they are first
    asked for.
    """

    def __init__(self, kept: KeptPast, rules_of: RulesOf, ticket: Ticket) -> None:
        self.rules_of = rules_of
        self.past = kept.past
        self._kept, self._is_folded = kept, False
        self._ticket, self._rules = ticket, rules_of(ticket.policy)
        if not may_undo(kept.kinds):  # of most tickets nothing was taken back: no event is read
            self.undone, self.is_log_undone = {}, False

    def __getattr__(self, name: str) -> object:
        """Read or fold the events; whatever they do not make is asked for in vain."""
        if name == "events":
            self.events = list(self._kept.read())
        elif name == "undone":
            self.undone = undone_in(self.undos)
        elif name == "is_log_undone":
            self.is_log_undone = is_log_undone(self.undos)
        elif self._is_folded:
            raise AttributeError(name)
        else:
            super().__init__(self.events, self.rules_of)
            self._is_folded = True
        return getattr(self, name)

    def all_of(self, *kinds: type[E]) -> list[E]:
        """Return the events of some kinds; as long as nobody asks for others only they are read."""
        if self._kept.kinds.isdisjoint(kinds):
            return []
        if "events" in vars(self):
            return super().all_of(*kinds)
        read = self._kept.read_some(kinds)
        return [cast("E", event) for event in read if type(event) in kinds]

    def effective_of(self, *kinds: type[E]) -> list[E]:
        """Return the events of some kinds that were not undone; of most kinds there are none."""
        return [] if self._kept.kinds.isdisjoint(kinds) else super().effective_of(*kinds)

    @property
    def ticket(self) -> Ticket:
        """Return the ticket as of its last event."""
        return super().ticket if self._is_folded else self._ticket

    @property
    def rules(self) -> Rules:
        """Return the rules that the ticket follows."""
        return super().rules if self._is_folded else self._rules

    def seen(self, now: datetime) -> Ticket:
        """Return the ticket as of an instant; where no clock runs any more, it is as it was."""
        ticket = self.ticket
        going_on = [clock for clock in ticket.clocks.values() if clock.ended_at is None]
        return super().seen(now) if going_on or ticket.waiting_until is not None else ticket


def past_of(history: History) -> Past:
    """Return what is over of a ticket; folded only where no row keeps it."""
    if isinstance(history, FinishedHistory):
        return history.past
    pairs, first = pairwise(history.steps), history.first_cycle
    runs = ((last.ticket.level, run) for last, step in pairs for run in step.replaced)
    owed = tuple(each for each in runs if each[1].cycle >= first)
    return Past(tuple(cycles(history)), owed)
