"""Who is kept informed of a ticket, besides its requester."""

from collections.abc import Iterable, Iterator, Sequence

from escalate_cli.domain import events as e
from escalate_cli.domain.history import History
from escalate_cli.domain.message import Message
from escalate_cli.domain.notices import telling
from escalate_cli.domain.standing import Standing
from escalate_cli.usecases import words
from escalate_cli.usecases.desk import Desk, change


def add(desk: Desk, ticket_id: str, people: Sequence[str]) -> list[Standing]:
    """Keep people informed from now on, and tell the new ones how the ticket stands."""
    named = _named(desk, people)

    def act(history: History) -> Iterator[e.Event]:
        return _edited(desk, history, (*history.ticket.stakeholders, *named))

    def tell(history: History) -> Iterator[Message]:
        before = history.steps[-2].ticket.stakeholders
        new = [person for person in history.ticket.stakeholders if person not in before]
        return telling(new, history, history.events[-1], "status_update", desk.policy)

    return change(desk, words.numbers_of([ticket_id]), act, tell)


def remove(desk: Desk, ticket_id: str, people: Sequence[str]) -> list[Standing]:
    """Keep people informed no longer."""
    gone = {*_named(desk, people)}

    def act(history: History) -> Iterator[e.Event]:
        left = (person for person in history.ticket.stakeholders if person not in gone)
        return _edited(desk, history, left)

    return change(desk, words.numbers_of([ticket_id]), act)


def _edited(desk: Desk, history: History, wanted: Iterable[str]) -> Iterator[e.Event]:
    """Yield the change, if it is one."""
    stakeholders = tuple(dict.fromkeys(wanted))
    if stakeholders != history.ticket.stakeholders:
        yield e.TicketEdited(changes=e.Changes(stakeholders=stakeholders), **desk.stamp)


def _named(desk: Desk, people: Sequence[str]) -> tuple[str, ...]:
    """Read people of the policy, and addresses of others."""
    return tuple(
        name if "@" in name[1:] or ":" in name else words.person_of(name, desk.policy, desk.by)
        for name in words.names_of(people, "a stakeholder")
    )
