"""Outbox counts: how many messages wait, were given up, or can reach nobody."""

import msgspec

from escalate_cli.domain.messages.outbox_message import DEAD
from escalate_cli.domain.messages.recipient import recipient_of
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.message_tickets import Tickets
from escalate_cli.usecases.ports import View


class Counts(msgspec.Struct, frozen=True):
    """How many messages wait, and how many were given up.

    Attributes:
        unreachable: those of `pending` for which the policy has no contact.
    """

    pending: int = 0
    dead: int = 0
    unreachable: int = 0


def counts(context: Context, view: View) -> Counts:
    """Count what is in the outbox."""
    tickets = Tickets(view)
    pending = dead = unreachable = 0
    for message in view.messages():
        if message.state == DEAD:
            dead += 1
            continue
        pending += 1
        recipient = recipient_of(message, tickets.get(message.ticket), context.people)
        unreachable += recipient.unreachable is not None
    return Counts(pending, dead, unreachable)
