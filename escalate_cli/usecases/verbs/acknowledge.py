"""Acknowledge: the level that holds the ticket has taken it."""

from collections.abc import Iterator, Sequence

import msgspec

from escalate_cli.domain.messages.notifications import taking
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import ACTIVE, Status
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.unit_of_work import Context, change
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be, must_be_free, must_be_of_team


class Acknowledged(msgspec.Struct, frozen=True):
    """A ticket after somebody acknowledged it.

    Attributes:
        former: who had it, or for whom it waited, if another one has it now.
    """

    standing: TicketSnapshot
    former: str | None


def acknowledge(
    context: Context, ids: Sequence[str], message: str = "", *, take: bool = False
) -> list[Acknowledged]:
    """Say that tickets have been seen; those that nobody has are taken by that.

    What another one has stays theirs, and what waits for others is refused, unless `take`.
    A second time by the same person is not recorded.
    """
    owners: dict[str, str | None] = {}

    def act(history: History) -> Iterator[e.Event]:
        ticket = history.seen(context.now)
        must_be(ticket, ACTIVE, "acknowledged")
        must_be_of_team(context.by, ticket, context, "acknowledged by")
        owners[ticket.id] = ticket.owner
        if ticket.holder is None:
            if not take:
                must_be_free(context, history)
        elif ticket.holder == context.by or not take:
            if not _has_seen(history, context.by):
                yield e.TicketAcknowledged(
                    message=input_validation.text_of(message), **context.stamp
                )
            return
        takes = take or ticket.status is not Status.OPEN
        yield e.TicketAcknowledged(
            message=input_validation.text_of(message), take=takes, **context.stamp
        )

    def tell(history: History) -> Iterator[Message]:
        ticket = history.ticket
        if ticket.owner != owners[ticket.id]:
            yield from taking(history, history.events[-1], owners[ticket.id], context.people)

    return [
        Acknowledged(standing, _former(owners[standing.ticket.id], standing.ticket.owner))
        for standing in change(context, input_validation.numbers_of(ids), act, tell)
    ]


def _former(before: str | None, owner: str | None) -> str | None:
    return before if before != owner else None


def _has_seen(history: History, person: str) -> bool:
    """Tell whether somebody acknowledged the ticket since it came to its level."""
    return any(
        isinstance(event, e.TicketAcknowledged)
        and event.by == person
        and event.at >= history.ticket.arrived_at
        for event in history.effective
    )
