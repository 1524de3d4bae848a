"""Find tickets, the most pressing first; show one with its story."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.ticket_snapshot import Standing, standing
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.outbox.outbox import explained
from escalate_cli.usecases.ports import View, Watch
from escalate_cli.usecases.unit_of_work import Desk, stand
from escalate_cli.usecases.verbs import input_validation


class Story(msgspec.Struct, frozen=True):
    """A ticket with everything that happened to it, and what waits to be told about it."""

    standing: Standing
    events: tuple[Event, ...]
    messages: tuple[Message, ...] = ()


def find(desk: Desk, query: Query, watch: Watch | None = None) -> Iterable[Standing]:
    """List the tickets a query asks for: overdue first, then by next due.

    Where finished ones are asked for, the archive follows, newest first and one by one.
    """
    view = desk.store.read()
    tickets = view.tickets(active=not query.finished)
    found = sorted((s for s in desk.look(view, tickets) if query.matches(s)), key=_urgency)
    return chain(found, _put_away(desk, view, query, watch)) if query.finished else found


def _put_away(desk: Desk, view: View, query: Query, watch: Watch | None) -> Iterator[Standing]:
    """Yield from the archive, where the policy has nothing more to do."""
    policy_of = desk.policies(view)
    tickets: Iterable[Ticket] = view.archived()
    for ticket in watch(tickets, view.highest()) if watch else tickets:
        found = standing(ticket, policy_of(ticket.policy), desk.now)
        if query.matches(found):
            yield found


def _urgency(standing: Standing) -> tuple[bool, bool, float, float]:
    due_at = standing.due_at
    ticket = standing.ticket
    return (
        not standing.is_overdue,
        due_at is None,
        due_at.timestamp() if due_at else -ticket.updated_at.timestamp(),
        ticket.logged_at.timestamp(),
    )


def show(desk: Desk, ids: Sequence[str]) -> list[Story]:
    """Return tickets with their whole histories."""
    view = desk.store.read()
    histories = [desk.history(view, number) for number in input_validation.numbers_of(ids)]
    waiting = explained(desk, view)
    return [
        Story(
            stand(desk, history),
            tuple(history.events),
            tuple(each for each in waiting if each.ticket == history.ticket.id),
        )
        for history in histories
    ]
