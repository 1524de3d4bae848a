"""The delivery queue: which messages go out now, by recipient, quiet hours and attempts."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from escalate_cli.domain.messages.batch import Batch, fitting, parcel_of
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.messages.quiet_hours import quiet_until
from escalate_cli.domain.messages.recipient import Recipient, recipient_of
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.usecases.outbox.message_tickets import Tickets
from escalate_cli.usecases.ports import View

Group = tuple[str, str | None]
"""A recipient's id, and the key of what was claimed together before; none for what is new."""


class Progress:
    """What one run has done so far.

    Attributes:
        served: the recipients whose new messages had their turn.
        tried: the batches that had their turn, by their keys.
        slow: the channels that kept the run waiting, and are left alone until the next.
    """

    def __init__(self) -> None:
        self.served: set[str] = set()
        self.tried: set[str] = set()
        self.slow: set[str] = set()

    def note(self, group: Group) -> None:
        """Remember that a group has its turn."""
        recipient, batch = group
        if batch is None:
            self.served.add(recipient)
        else:
            self.tried.add(batch)

    def has_served(self, group: Group) -> bool:
        """Tell whether a group had its turn."""
        recipient, batch = group
        return recipient in self.served if batch is None else batch in self.tried


def parcels_due(
    view: View, policy: Policy, at: datetime, progress: Progress
) -> Iterator[tuple[Group, Batch]]:
    """Yield what goes out now: all that is new for somebody together, then what failed before."""
    tickets = Tickets(view)
    due: dict[Group, tuple[Recipient, list[Message]]] = {}
    for message in view.messages(due_by=at):
        recipient = recipient_of(message, tickets.get(message.ticket), policy.people)
        group = (recipient.id, message.batch)
        if recipient.contacts and not progress.has_served(group):
            due.setdefault(group, (recipient, []))[1].append(message)
    for group in sorted(due, key=lambda group: group[1] is not None):
        recipient, messages = due[group]
        going = _going(messages, recipient, tickets, policy, at)
        if going:
            parcel = parcel_of(going, recipient, tickets.get, at, view.name())
            if parcel.channel.id not in progress.slow:
                yield group, parcel


def _going(
    group: list[Message], recipient: Recipient, tickets: Tickets, policy: Policy, at: datetime
) -> list[Message]:
    """Return what may go now: messages held by quiet hours stay, a fixed batch goes whole.

    A batch that was claimed before goes as soon as one of its messages may. New messages go by
    priority, as far as they fit into one text.
    """
    free = [
        m
        for m in group
        if not quiet_until(recipient.quiet, tickets.get(m.ticket), policy.people, at)
    ]
    if not free or group[0].batch:
        return group if free else []
    return fitting(
        sorted(free, key=lambda m: _rank(tickets.get(m.ticket), policy.rules.priorities))
    )


def _rank(ticket: Ticket | None, priorities: Sequence[str]) -> int:
    """Return how urgent a ticket is, 0 first."""
    known = ticket is not None and ticket.priority in priorities
    return priorities.index(ticket.priority) if ticket and known else len(priorities)
