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
from escalate_cli.usecases.verbs.status_guard import must_be, must_be_free, must_be_of_team


def assign(
    context: Context, ids: Sequence[str], person: str, message: str = ""
) -> list[TicketSnapshot]:
    """Make one of the team the owner; the same owner again changes nothing.

    Nobody gives themselves what is another one's: that is to take it.
    """
    owner = input_validation.person_of(person, context.people, context.by)

    def act(history: History) -> Iterator[e.Event]:
        must_be(history.seen(context.now), ACTIVE, "assigned")
        must_be_of_team(owner, history.ticket, context, "assigned to")
        if history.ticket.owner != owner:
            if owner == context.by:
                must_be_free(context, history)
            yield e.TicketAssigned(
                owner=owner, message=input_validation.text_of(message), **context.stamp
            )

    def tell(history: History) -> Iterator[Message]:
        return assigning(history, history.events[-1], context.people)

    return change(context, input_validation.numbers_of(ids), act, tell)
