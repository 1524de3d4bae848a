"""Give a ticket to a person of its level."""

from collections.abc import Iterator, Sequence

from escalate_cli.domain.messages.notifications import assigning
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.unit_of_work import Context, change
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be


def assign(
    context: Context, ids: Sequence[str], person: str, message: str = ""
) -> list[TicketSnapshot]:
    """Make somebody the owner; the same owner again changes nothing."""
    owner = input_validation.person_of(person, context.policy, context.by)

    def act(history: History) -> Iterator[e.Event]:
        must_be(history.seen(context.now), ACTIVE, "assigned")
        if history.ticket.owner != owner:
            yield e.TicketAssigned(
                owner=owner, message=input_validation.text_of(message), **context.stamp
            )

    def tell(history: History) -> Iterator[Message]:
        return assigning(history, history.events[-1], context.policy)

    return change(context, input_validation.numbers_of(ids), act, tell)
