"""List tickets, the most pressing first; show one with its story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.search import Order, by_due
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot, by_pressure
from escalate_cli.errors import EscalateError
from escalate_cli.usecases.context import Context, stand
from escalate_cli.usecases.insight.coming import Coming, coming_of
from escalate_cli.usecases.insight.query import Candidate, Query
from escalate_cli.usecases.outbox.explained_messages import explained
from escalate_cli.usecases.verbs import typed_ticket_ids

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.usecases.ports import ProgressWatch, View


class Story(msgspec.Struct, frozen=True):
    """A ticket with all its events, and the messages about it that wait.

    Attributes:
        events: the whole record, even where `standing` is of the past.
        coming: what the policy does next, if somebody looks.
    """

    standing: TicketSnapshot
    events: tuple[Event, ...]
    messages: tuple[Message, ...] = ()
    coming: Coming | None = None


def find(
    context: Context, view: View, query: Query, watch: ProgressWatch | None = None
) -> Iterable[TicketSnapshot]:
    """List the tickets a query asks for: what presses first, the worst on top, then by next due.

    Where finished ones are asked for, the archive follows, newest first and one by one.
    """
    if not query.finished:
        return Listing(_open(context, view, query), lambda: _number(context, view, query))
    found = sorted(_matching(context, view, query, view.search(query.search)), key=urgency)
    return chain(found, _put_away(context, view, query, watch))


class Listing(Iterable[TicketSnapshot]):
    """What a query finds, looked at as it is taken: first what presses, then what cannot yet.

    Args:
        standings: the tickets.
        number: tells how many they are without looking at them, where that can be told.
    """

    def __init__(
        self, standings: Iterable[TicketSnapshot], number: Callable[[], int | None]
    ) -> None:
        self._standings = standings
        self.number = number

    def __iter__(self) -> Iterator[TicketSnapshot]:
        return iter(self._standings)


def _number(context: Context, view: View, query: Query) -> int | None:
    """Count all open tickets; nothing where others are asked for, or one cannot be looked at."""
    if not query.is_for_all:
        return None
    followed = view.versions_followed()
    number = view.active_count()
    if view.damage() or sum(followed.values()) != number:
        return None
    find = context.rules_of(view)
    try:
        for version in followed:
            find(version)
    except EscalateError:
        return None
    return number


def _open(context: Context, view: View, query: Query) -> Iterator[TicketSnapshot]:
    """Yield open tickets, the most pressing first, looking at none before it is taken.

    What has come to pass since a ticket was written can only be so of those that press by now;
    the others are as their rows say, and so is their order.
    """
    tickets = view.search(query.search, Order.DUE)  # first, as its order tells what presses
    pressing = list(view.pressing(context.now))
    numbers = {ticket.number for ticket in pressing}
    resting = (t for t in tickets if t.number not in numbers) if numbers else tickets
    first = sorted(_matching(context, view, query, pressing), key=urgency)
    return merge(first, _matching(context, view, query, resting, rests=True), key=urgency)


def _matching(
    context: Context,
    view: View,
    query: Query,
    tickets: Iterable[Ticket],
    *,
    archived: bool = False,
    rests: bool = False,
) -> Iterator[TicketSnapshot]:
    if rests and query.is_for_all:
        return context.each(tickets, context.resting(view))

    def standing(ticket: Ticket) -> TicketSnapshot | None:
        candidate = Candidate(context, view, ticket, archived=archived, rests=rests)
        return candidate.standing if query.matches(candidate) else None

    return context.each(tickets, standing)


def _put_away(
    context: Context, view: View, query: Query, watch: ProgressWatch | None
) -> Iterator[TicketSnapshot]:
    """Yield the tickets of the archive."""
    tickets: Iterable[Ticket] = view.archived(query.search)
    watched = watch(tickets, view.highest()) if watch else tickets
    return _matching(context, view, query, watched, archived=True)


def urgency(standing: TicketSnapshot) -> tuple[bool, tuple[object, ...]]:
    """Return the key that sorts a list: what presses first, then all else by due."""
    if standing.presses:
        return False, by_pressure(standing)
    return True, by_due(standing.ticket, standing.due_at)


def show(context: Context, ids: Sequence[str], *, looks: bool = False) -> list[Story]:
    """Return tickets with their whole histories.

    Args:
        context: who asks, and when.
        ids: the tickets.
        looks: whether a person looks, who wants to know what comes next too.
    """
    with context.read() as view:
        histories = [context.history(view, number) for number in typed_ticket_ids.numbers_of(ids)]
        return [_story(context, view, history, looks=looks) for history in histories]


def _story(context: Context, view: View, history: History, *, looks: bool) -> Story:
    waiting = explained(context, view, view.messages(ticket=history.ticket.id))
    record = view.record(history.ticket.number)
    standing = stand(context, history)
    coming = coming_of(context, history) if looks else None
    return Story(standing, tuple(record), tuple(waiting), coming)
