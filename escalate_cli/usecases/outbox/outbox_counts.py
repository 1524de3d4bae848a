"""Outbox counts: how many messages wait, were given up, or can reach nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from escalate_cli.usecases.context import Context
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
    from escalate_cli.domain.messages.outbox_message import DEAD  # noqa: PLC0415 - start-up time
    from escalate_cli.domain.messages.recipient import recipient_of  # noqa: PLC0415 - the same
    from escalate_cli.usecases.outbox.message_tickets import Tickets  # noqa: PLC0415 - the same

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
