"""Deliveries as events of the tickets that messages are about."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import MessageDropped, OfMessage, Stamp
from escalate_cli.domain.ticket.ticket import number_in
from escalate_cli.errors import EscalateError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import save


def claim_tickets(tx: Transaction, ids: Iterable[str]) -> None:
    """Take tickets for a change that will tell them something; a broken id names none."""
    numbers = list[int]()
    for each in ids:
        with suppress(EscalateError, ValueError):
            numbers.append(number_in(each))
    tx.claim(sorted(numbers), waits=True)


def tell_tickets(
    context: Context, tx: Transaction, told: Mapping[str, Iterable[OfMessage]]
) -> None:
    """Add what became of messages to their tickets; a broken one stays as it is."""
    for ticket, events in told.items():
        try:
            history = context.opened(tx, number_in(ticket))
        except (EscalateError, ArithmeticError, LookupError, TypeError, ValueError):
            continue  # `check` and `verify` tell
        for event in events:
            history.add(event)
        save(context, tx, history)


def take_out(
    context: Context, tx: Transaction, unsent: Iterable[tuple[Message, str]], stamp: Stamp
) -> None:
    """Take messages out of the outbox, each for a reason, which their tickets remember."""
    told: dict[str, list[OfMessage]] = {}
    for message, reason in unsent:
        tx.drop(message.key)
        told.setdefault(message.ticket, []).append(dropped(message, reason, stamp))
    tell_tickets(context, tx, told)


def dropped(message: Message, reason: str, stamp: Stamp) -> MessageDropped:
    """Return the event that a message left the outbox unsent."""
    return MessageDropped(
        key=message.key,
        message=message.kind,
        to=message.to,
        queued_at=message.created_at,
        reason=reason,
        **stamp,
    )
