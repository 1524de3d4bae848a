"""A query: what a ticket must be to be found, as terms that all hold."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.identity import plain_form
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History, undone_in
from escalate_cli.domain.ticket.redaction import texts_of
from escalate_cli.domain.ticket.search import NOTHING, Search, has_one_of, names_on
from escalate_cli.domain.ticket.ticket import OWED, Status, Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot, snapshot_at
from escalate_cli.usecases.context import Context, events_of

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.usecases.ports import View


class Candidate:
    """A ticket that is looked at; what costs more than its row is made when a term asks for it.

    Args:
        recorded: the ticket as its row has it.
        archived: it was put away, so that the policy has nothing more to do.
        rests: none of its clocks can press by now, so that it is as its row has it.
    """

    def __init__(
        self,
        context: Context,
        view: View,
        recorded: Ticket,
        *,
        archived: bool = False,
        rests: bool = False,
    ) -> None:
        self._context, self._view = context, view
        self._recorded, self._archived, self._rests = recorded, archived, rests

    @cached_property
    def ticket(self) -> Ticket:
        """The ticket as it is now; its clocks need not be counted."""
        wait_is_over = self._recorded.wait_ended_at(self._context.now) is not None
        return self.counted.ticket if wait_is_over else self._recorded

    @cached_property
    def counted(self) -> TicketSnapshot:
        """The ticket with its clocks counted, without what the policy has to do next."""
        if self._rests:
            return self._context.resting(self._view)(self._recorded)
        rules = self._context.rules_of(self._view)(self._recorded.policy)
        return snapshot_at(self._recorded, rules, self._context.now)

    @property
    def standing(self) -> TicketSnapshot:
        """Return the ticket with its clocks counted, and what the policy has to do next."""
        if self._archived or self._rests:
            return self.counted
        return replace(self.counted, next_at=self._view.next_at(self._recorded.number))

    @property
    def due_at(self) -> datetime | None:
        """Return the earliest due of its running clocks."""
        return self.counted.due_at

    @property
    def has_breached(self) -> bool:
        """Tell whether any run of any of its clocks was ever breached; if withdrawn, none was."""
        if self._recorded.is_withdrawn:
            return False
        if self.counted.is_breached:
            return True
        if self.ticket.keeps_breaches and (self.ticket.cycle == 1 or self._kept_breaches):
            return False
        history = History(self._events, self._context.rules_of(self._view))
        return any(run.breached_at for run in history.replaced_runs)

    @property
    def _kept_breaches(self) -> bool:
        """Tell whether every cycle began by rules under which its row keeps what it breached."""
        begun = (event for event in self._events if event.begins_cycle)
        return all(getattr(event, "rules", 0) >= OWED for event in begun)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What people wrote on it, folded; not what was withdrawn, nor what the policy says."""
        undone = undone_in(self._events)
        return tuple(
            plain_form(text)
            for event in self._events
            if not event.is_decided and (event.lasts or event.change not in undone)
            for text in texts_of(event)
        )

    @cached_property
    def _events(self) -> list[Event]:
        return events_of(self._view, self._recorded.number)


class Term(Protocol):
    """One thing that must hold; its cost is 0 for a row, 1 for its clocks, 2 for its history."""

    @property
    def cost(self) -> int:
        """Return how much of a ticket it reads."""

    def holds(self, candidate: Candidate) -> bool:
        """Tell whether it holds of a ticket."""


class FieldTerm(msgspec.Struct, frozen=True):
    """A field has one of some values, which are folded; `-` is that it has none."""

    cost: ClassVar[int] = 0

    field: str
    values: Collection[str]

    def holds(self, candidate: Candidate) -> bool:
        """Tell whether the ticket has one of the values."""
        return has_one_of(candidate.ticket, self.field, self.values)


class InstantTerm(msgspec.Struct, frozen=True):
    """An instant of a ticket is in [since, until); without both, the ticket has none."""

    field: str
    since: datetime | None = None
    until: datetime | None = None

    @property
    def cost(self) -> int:
        """When it is due takes counting its clocks."""
        return int(self.field == "due_at")

    def holds(self, candidate: Candidate) -> bool:
        """Tell whether the instant is in there."""
        about = candidate if self.field == "due_at" else candidate.ticket
        at = getattr(about, self.field)
        if at is None or (self.since is None and self.until is None):
            return at is None and self.since is None and self.until is None
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


class StateTerm(msgspec.Struct, frozen=True):
    """The ticket is in a state that no field says."""

    state: str

    @property
    def cost(self) -> int:
        """Return what telling the state costs."""
        return int(self.state in _COUNTED)

    def holds(self, candidate: Candidate) -> bool:
        """Tell whether it is in the state."""
        return STATES[self.state](candidate)


class TextTerm(msgspec.Struct, frozen=True):
    """A text is somewhere in what people wrote, or names somebody whose ticket it is.

    Attributes:
        people: ids of those whose names, as the policy has them, hold the text.
    """

    cost: ClassVar[int] = 2

    text: str
    people: Collection[str] = ()

    def holds(self, candidate: Candidate) -> bool:
        """Look at the ticket first, and into its history only then."""
        ticket = candidate.ticket
        return (
            any(self.text in plain_form(t) for t in (ticket.id, ticket.title, ticket.description))
            or any(self.text in plain_form(n) or n in self.people for n in names_on(ticket))
            or any(self.text in text for text in candidate.texts)
        )


class Not(msgspec.Struct, frozen=True):
    """A term does not hold, for any reason: `-tag:spam` finds tickets without tags too."""

    term: Term

    @property
    def cost(self) -> int:
        """Return what the term costs."""
        return self.term.cost

    def holds(self, candidate: Candidate) -> bool:
        """Tell whether the term does not hold."""
        return not self.term.holds(candidate)


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket must be: all terms hold, the cheapest first.

    Attributes:
        finished: whether resolved and closed tickets are looked at too.
    """

    terms: tuple[Term, ...] = ()
    finished: bool = False

    @property
    def search(self) -> Search:
        """Return what of it a store can tell: no status, as a wait may be over by now."""
        terms = (term for term in self.terms if isinstance(term, FieldTerm))
        fields = tuple((term.field, term.values) for term in terms if term.field != "status")
        texts = tuple((term.text, term.people) for term in self.terms if isinstance(term, TextTerm))
        return Search(active=not self.finished, fields=fields, texts=texts)

    @property
    def is_for_all(self) -> bool:
        """Tell whether every ticket is what is looked for."""
        return not self.terms

    def matches(self, candidate: Candidate) -> bool:
        """Tell whether a ticket is what is looked for."""
        return all(term.holds(candidate) for term in self.terms)


def _is_unacknowledged(candidate: Candidate) -> bool:
    return candidate.ticket.is_active and candidate.ticket.acknowledged_at is None


STATES: Final[dict[str, Callable[[Candidate], bool]]] = {
    "overdue": lambda c: c.counted.is_overdue,
    "breached": lambda c: c.has_breached,
    "at-risk": lambda c: c.counted.is_at_risk,
    "unacknowledged": _is_unacknowledged,
    "waiting": lambda c: c.ticket.status is Status.WAITING,
    "free": lambda c: c.ticket.is_free,
    "duplicate": lambda c: c.ticket.duplicate_of is not None,
    "escalated": lambda c: bool(c.ticket.escalations),
    "pending": lambda c: c.ticket.pending_approval is not None,
    "vip": lambda c: c.ticket.vip,
}
"""Each word after `is:`, and what it asks; `is:mine` is `owner:@me`."""

_COUNTED: Final = frozenset({"overdue", "breached", "at-risk"})


def names_in(query: Query, *fields: str) -> tuple[str, ...]:
    """Return the names that a query asks for in some fields, in the form that is compared."""
    asked = (values for field, values in query.search.fields if field in fields)
    return tuple(sorted(name for values in asked for name in values if name != NOTHING))
