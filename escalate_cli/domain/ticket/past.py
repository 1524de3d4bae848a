"""What is over of a ticket: its cycles, and the runs of clocks that gave way to others."""

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from escalate_cli.domain.policy.rules import Rules, RulesOf
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.cycles import TicketCycle, cycles
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History, undone_in
from escalate_cli.domain.ticket.ticket import Ticket


class Past(msgspec.Struct, frozen=True, omit_defaults=True):
    """What figures count of a history besides its last state, as folding it makes it.

    Attributes:
        runs: those that ended where the same clock began anew, each with the level of the ticket.
    """

    cycles: tuple[TicketCycle, ...]
    runs: tuple[tuple[str, Clock], ...] = ()


class FinishedHistory(History):
    """The history of a ticket that is over, whose row keeps what folding it makes.

    Its steps, and all else that only a fold can tell, are made when they are first asked for.
    """

    def __init__(
        self, events: Iterable[Event], rules_of: RulesOf, ticket: Ticket, past: Past
    ) -> None:
        self.rules_of = rules_of
        self.events = list(events)
        self.undone = undone_in(self.events)
        self.past = past
        self._ticket, self._rules = ticket, rules_of(ticket.policy)

    def __getattr__(self, name: str) -> object:
        """Fold the events; whatever they do not make is asked for in vain."""
        if self._is_folded:
            raise AttributeError(name)
        super().__init__(self.events, self.rules_of)
        return getattr(self, name)

    @property
    def _is_folded(self) -> bool:
        return "steps" in vars(self)

    @property
    def ticket(self) -> Ticket:
        """Return the ticket as of its last event."""
        return super().ticket if self._is_folded else self._ticket

    @property
    def rules(self) -> Rules:
        """Return the rules that the ticket follows."""
        return super().rules if self._is_folded else self._rules


def past_of(history: History) -> Past:
    """Return what is over of a ticket; folded only where no row keeps it."""
    if isinstance(history, FinishedHistory):
        return history.past
    pairs = pairwise(history.steps)
    runs = ((last.ticket.level, run) for last, step in pairs for run in step.replaced)
    return Past(tuple(cycles(history)), tuple(runs))
