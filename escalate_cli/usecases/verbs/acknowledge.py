"""Acknowledge: the level that holds the ticket has taken it."""

from collections.abc import Iterator, Sequence

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.unit_of_work import Context, change
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be


def acknowledge(context: Context, ids: Sequence[str], message: str = "") -> list[TicketSnapshot]:
    """Take tickets; a second person is recorded, a second time by the same one is not."""

    def act(history: History) -> Iterator[e.Event]:
        must_be(history.seen(context.now), ACTIVE, "acknowledged")
        if not _has_taken(history, context.by):
            yield e.TicketAcknowledged(message=input_validation.text_of(message), **context.stamp)

    return change(context, input_validation.numbers_of(ids), act)


def _has_taken(history: History, person: str) -> bool:
    """Tell whether somebody acknowledged the ticket since it came to its level."""
    arrived_at = history.ticket.arrived_at
    return history.ticket.acknowledged_at is not None and any(
        isinstance(event, e.TicketAcknowledged) and event.by == person and event.at >= arrived_at
        for event in history.effective
    )
