"""Find tickets, the most pressing first; show one with its story."""

from collections.abc import Sequence

import msgspec

from escalate_cli.domain.events import Event
from escalate_cli.domain.standing import Standing
from escalate_cli.usecases import words
from escalate_cli.usecases.desk import Desk, stand
from escalate_cli.usecases.query import Query


class Story(msgspec.Struct, frozen=True):
    """A ticket with everything that happened to it."""

    standing: Standing
    events: tuple[Event, ...]


def find(desk: Desk, query: Query) -> list[Standing]:
    """List the tickets a query asks for: overdue first, then by next due."""
    view = desk.store.read()
    tickets = view.tickets(active=not query.finished, archived=query.finished)
    found = [s for s in desk.look(view, tickets) if query.matches(s)]
    return sorted(found, key=_urgency)


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
    histories = [desk.history(view, number) for number in words.numbers_of(ids)]
    return [Story(stand(desk, history), tuple(history.events)) for history in histories]
