"""A view of the past: the store as it stood at an instant, each history up to then."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Self, cast

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.past import KeptPast, Kinds
from escalate_cli.domain.ticket.search import EVERY, Order, Search
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.errors import DamagedHistoryError, TicketNotFoundError
from escalate_cli.usecases.ports import View

HistoryOf = Callable[[View, int], History]
"""Reads the history of one ticket from a view."""


def view_at(view: View, at: datetime, history_of: HistoryOf, people: People) -> View:
    """Look at a store as it stood at an instant; what was put away since is not yet away."""
    return cast("View", _PastView(view, at, history_of, people))


class _PastView:
    """A view without what came later; all that no instant changes is the view's own."""

    def __init__(self, view: View, at: datetime, history_of: HistoryOf, people: People) -> None:
        self._view, self._at, self._history_of, self._people = view, at, history_of, people

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def __enter__(self) -> Self:
        self._view.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._view.__exit__(*error)

    def events(self, number: int) -> list[Event]:
        """Return a ticket's history up to then."""
        events = self._view.events(number)
        if events and events[0].at > self._at:
            raise TicketNotFoundError(number)
        return [event for event in events if event.at <= self._at]

    def ticket(self, number: int) -> Ticket:
        """Return a ticket as its history up to then makes it."""
        ticket = self._view.ticket(number)
        return ticket if ticket.latest_at <= self._at else self._history(number).ticket

    def kept(self, number: int) -> KeptPast | None:
        """Return what is kept of a ticket that nothing happened to since."""
        is_as_it_was = self._view.ticket(number).latest_at <= self._at
        return self._view.kept(number) if is_as_it_was else None

    def _history(self, number: int) -> History:
        return self._history_of(cast("View", self), number)

    def search(
        self, asked: Search = EVERY, _order: Order = Order.NUMBER, limit: int | None = None
    ) -> Iterator[Ticket]:
        """Yield the tickets that there were, put away since or not, as the store comes to them."""
        everything = chain(self._view.search(), self._view.archived())
        known = (self._as_it_was(each) for each in everything if each.logged_at <= self._at)
        return islice((ticket for ticket in known if asked.finds(ticket)), limit)

    def outlines(self) -> Iterator[tuple[Ticket, datetime | None]]:
        """Yield nothing: all that was owed is among what `pressing` finds."""
        return iter(())

    def active_count(self) -> int:
        """Count the tickets that somebody still had to work on."""
        return sum(1 for _ in self.search(Search(active=True)))

    def may_be_ahead_of(self, _now: datetime) -> bool:
        """Tell that nothing is ahead: what came later is not looked at."""
        return False

    def pressing(self, _now: datetime) -> Iterator[Ticket]:
        """Yield all that is owed: no row says when they would have pressed."""
        return self.search(Search(active=True))

    def _as_it_was(self, ticket: Ticket) -> Ticket:
        """Return a ticket as it was then; as recorded where its history cannot be read."""
        try:
            return ticket if ticket.latest_at <= self._at else self._history(ticket.number).ticket
        except DamagedHistoryError:
            return ticket

    def stretches(self, _asked: Search = EVERY) -> Sequence[range]:
        """Cut nothing: what was put away since is among what `search` finds."""
        return ()

    def passed_over(self, _asked: Search) -> int:
        """Count nothing: `search` finds them all."""
        return 0

    def archived(
        self, _asked: Search = EVERY, _within: range | None = None, _past: Kinds | None = None
    ) -> Iterator[Ticket]:
        """Yield nothing: `search` finds them all."""
        return iter(())

    def next_at(self, number: int) -> datetime | None:
        """Return when the policy next had something to do."""
        if self._view.ticket(number).latest_at <= self._at:
            return self._view.next_at(number)
        return Engine(self._history(number), self._people).next_at(self._at)

    def messages(self, *, ticket: str | None = None) -> Iterator[Message]:
        """Yield what waits to this day and was written by then."""
        waiting = self._view.messages(ticket=ticket)
        return (each for each in waiting if each.created_at <= self._at)
