"""Give a ticket to a person of its level."""

from collections.abc import Iterator, Sequence

from escalate_cli.domain.messages.notifications import assigning
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.ticket.ticket_snapshot import Standing
from escalate_cli.usecases.unit_of_work import Desk, change
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be


def assign(desk: Desk, ids: Sequence[str], person: str, message: str = "") -> list[Standing]:
    """Make somebody the owner; the same owner again changes nothing."""
    owner = input_validation.person_of(person, desk.policy, desk.by)

    def act(history: History) -> Iterator[e.Event]:
        must_be(history.seen(desk.now), ACTIVE, "assigned")
        if history.ticket.owner != owner:
            yield e.TicketAssigned(
                owner=owner, message=input_validation.text_of(message), **desk.stamp
            )

    def tell(history: History) -> Iterator[Message]:
        return assigning(history, history.events[-1], desk.policy)

    return change(desk, input_validation.numbers_of(ids), act, tell)
