"""Find tickets, the most pressing first; show one with its story."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.insight.query import Candidate, Query
from escalate_cli.usecases.outbox.outbox import explained
from escalate_cli.usecases.ports import ProgressWatch, View
from escalate_cli.usecases.unit_of_work import Context, stand
from escalate_cli.usecases.verbs import input_validation


class Story(msgspec.Struct, frozen=True):
    """A ticket with everything that happened to it, and what waits to be told about it."""

    standing: TicketSnapshot
    events: tuple[Event, ...]
    messages: tuple[Message, ...] = ()


def find(
    context: Context, view: View, query: Query, watch: ProgressWatch | None = None
) -> Iterable[TicketSnapshot]:
    """List the tickets a query asks for: overdue first, then by next due.

    Where finished ones are asked for, the archive follows, newest first and one by one.
    """
    tickets = view.tickets(active=not query.finished)
    looked_at = (Candidate(context, view, ticket) for ticket in tickets)
    found = sorted((c.standing for c in looked_at if query.matches(c)), key=_urgency)
    return chain(found, _put_away(context, view, query, watch)) if query.finished else found


def _put_away(
    context: Context, view: View, query: Query, watch: ProgressWatch | None
) -> Iterator[TicketSnapshot]:
    """Yield from the archive."""
    tickets: Iterable[Ticket] = view.archived()
    for ticket in watch(tickets, view.highest()) if watch else tickets:
        found = Candidate(context, view, ticket, archived=True)
        if query.matches(found):
            yield found.standing


def _urgency(standing: TicketSnapshot) -> tuple[bool, bool, float, float]:
    due_at = standing.due_at
    ticket = standing.ticket
    return (
        not standing.is_overdue,
        due_at is None,
        due_at.timestamp() if due_at else -ticket.updated_at.timestamp(),
        ticket.logged_at.timestamp(),
    )


def show(context: Context, ids: Sequence[str]) -> list[Story]:
    """Return tickets with their whole histories."""
    with context.store.read() as view:
        histories = [context.history(view, number) for number in input_validation.numbers_of(ids)]
        return [_story(context, view, history) for history in histories]


def _story(context: Context, view: View, history: History) -> Story:
    waiting = explained(context, view, view.messages(ticket=history.ticket.id))
    return Story(stand(context, history), tuple(history.events), tuple(waiting))
