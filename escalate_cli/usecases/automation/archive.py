"""Archive what was closed long ago, so that the daily work stays fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from escalate_cli.domain.ticket.actor import THE_POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from escalate_cli.domain.messages.outbox_message import Message
    from escalate_cli.domain.ticket.ticket import Ticket
    from escalate_cli.usecases.context import Context
    from escalate_cli.usecases.ports import Transaction, View
    from escalate_cli.usecases.session import Session


class Archived(msgspec.Struct, frozen=True):
    """How many tickets were archived, and how many were not for the messages that wait."""

    tickets: int
    held_back: int


def archive(context: Context, closed_for: timedelta | None = None) -> Archived:
    """Archive the tickets closed for that long, or for the policy's `retain`.

    A message that waits holds its ticket back; one that can reach nobody is dropped.
    """
    closed_by = context.now - (context.rules.retain if closed_for is None else closed_for)
    return context.change(
        lambda tx: Archived(_put_away(context, tx, closed_by), _held_back(tx, closed_by))
    )


def archive_if_due(session: Session) -> int:
    """Archive where a look at the store shows something to put away; tell how many."""
    context = session.context
    closed_by = context.now - context.rules.retain
    if not session.view.may_archive(closed_by):
        return 0
    return session.change(lambda tx: _put_away(context, tx, closed_by))


def _put_away(context: Context, tx: Transaction, closed_by: datetime) -> int:
    from escalate_cli.usecases.outbox.delivery_events import take_out  # noqa: PLC0415 - start-up time

    lost = list(_for_nobody(context, tx, closed_by))
    take_out(context, tx, lost, THE_POLICY.stamp(context.now))
    return tx.archive(closed_by)


def _held_back(view: View, closed_by: datetime) -> int:
    from escalate_cli.usecases.outbox.message_tickets import Tickets  # noqa: PLC0415 - start-up time

    tickets = Tickets(view)
    about = {message.ticket for message in view.messages()}
    return sum(_was_closed_by(tickets.get(each), closed_by) for each in about)


def _was_closed_by(ticket: Ticket | None, at: datetime) -> bool:
    return ticket is not None and ticket.closed_at is not None and ticket.closed_at <= at


def _for_nobody(context: Context, view: View, closed_by: datetime) -> Iterator[tuple[Message, str]]:
    """Yield what is left about tickets closed by an instant and can reach nobody, and why."""
    from escalate_cli.domain.messages.recipient import recipient_of  # noqa: PLC0415 - start-up time
    from escalate_cli.usecases.outbox.message_tickets import Tickets  # noqa: PLC0415 - the same

    tickets = Tickets(view)
    for message in view.messages():
        ticket = tickets.get(message.ticket)
        if _was_closed_by(ticket, closed_by):
            reason = recipient_of(message, ticket, context.people).unreachable
            if reason:
                yield message, reason
