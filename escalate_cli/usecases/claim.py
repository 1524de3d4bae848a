"""Which messages go out together now: by recipient, quiet hours and earlier attempts."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from escalate_cli.domain.message import Message
from escalate_cli.domain.parcel import Parcel, parcel_of
from escalate_cli.domain.policy import Policy
from escalate_cli.domain.recipient import Recipient, recipient_of
from escalate_cli.usecases.ports import View
from escalate_cli.usecases.told import Tickets


class Progress:
    """What one run has done so far.

    Attributes:
        served: the recipients who had their parcel.
        slow: the channels that kept the run waiting, and are left alone until the next.
    """

    def __init__(self) -> None:
        self.served: set[str] = set()
        self.slow: set[str] = set()


def parcels_due(
    view: View, policy: Policy, at: datetime, progress: Progress
) -> Iterator[tuple[str, Parcel]]:
    """Yield who gets what now: one parcel for each recipient who was not served yet."""
    tickets = Tickets(view)
    due: dict[str, tuple[Recipient, list[Message]]] = {}
    for message in view.messages():
        if message.is_due(at):
            recipient = recipient_of(message, tickets.get(message.ticket), policy)
            if recipient.contacts and recipient.id not in progress.served:
                due.setdefault(recipient.id, (recipient, []))[1].append(message)
    for recipient, messages in due.values():
        for group in _groups(messages):
            going = _going(group, recipient, tickets, policy, at)
            if going:
                parcel = parcel_of(going, recipient, tickets.get, at)
                if parcel.channel.id not in progress.slow:
                    yield recipient.id, parcel
                break


def _groups(messages: Sequence[Message]) -> list[list[Message]]:
    """Keep together what was claimed together before; what is new comes last."""
    groups: dict[str, list[Message]] = {}
    for message in sorted(messages, key=lambda message: message.batch is None):
        groups.setdefault(message.batch or "", []).append(message)
    return list(groups.values())


def _going(
    group: list[Message], recipient: Recipient, tickets: Tickets, policy: Policy, at: datetime
) -> list[Message]:
    """Leave out what quiet hours hold back; messages that belong together go for any of them."""
    free = [m for m in group if not recipient.waits_until(tickets.get(m.ticket), policy, at)]
    return group if free and group[0].batch else free
