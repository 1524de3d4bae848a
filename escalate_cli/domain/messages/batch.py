"""Batches: messages for one recipient are combined into one text."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import accumulate

import msgspec

from escalate_cli.domain.messages.message_kind import REQUESTS, UPDATES
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.messages.recipient import Contact, Recipient
from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.sanitize import is_hidden

LONGEST_SUBJECT = 150
MOST_NAMED = 5
"""So many tickets a subject names one by one."""

LONGEST_TEXT = 20_000
"""So many characters are combined; what is beyond that waits for the next run."""

Tickets = Callable[[str], Ticket | None]
"""Finds a ticket as it is now."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Messages that go to one recipient together, by one channel.

    Attributes:
        key: fixed when the messages were first claimed; the same at every attempt. It names the
            store, the first message, and how many there are besides:
            `38b4e652e44da7f2:T-1:1:unacknowledged:1:0:lee+2`.
        store: the name of the store, with which the key begins.
        to: the recipient's name; `address` is what the channel knows them by.
        subject: one line without control characters.
        is_last: no other contact is left that could still take it.
    """

    key: str
    store: str = ""
    to: str
    channel: Channel
    address: str
    subject: str
    text: str
    messages: tuple[Message, ...]
    is_last: bool = True


def batch_of(messages: Sequence[Message], store: str) -> str:
    """Return the key that messages are combined under: store, first message, count of others."""
    others = len(messages) - 1
    name = f"{messages[0].key}+{others}" if others else messages[0].key
    return f"{store}:{name}" if store else name


def fitting(messages: Sequence[Message]) -> list[Message]:
    """Return as many messages, from the first, as make a text that people still read."""
    sizes = accumulate(len(message.text) for message in messages)
    return [m for m, size in zip(messages, sizes, strict=True) if size <= LONGEST_TEXT] or [
        messages[0]
    ]


def parcel_of(
    messages: Sequence[Message],
    recipient: Recipient,
    tickets: Tickets,
    at: datetime,
    store: str = "",
) -> Batch:
    """Combine messages for a recipient; each attempt takes the next of their contacts."""
    key = messages[0].batch or batch_of(messages, store)
    left = contacts_left(messages[0], recipient)
    turn = messages[0].attempts - len(messages[0].refused)
    contact = left[turn % len(left)]
    return Batch(
        key=key,
        store=store,
        to=recipient.name,
        channel=contact.channel,
        address=contact.address,
        subject=_subject(messages, tickets),
        text="\n\n".join([*_about(messages), *(_text(m, tickets(m.ticket)) for m in messages)]),
        is_last=len(left) == 1,
        messages=tuple(message.claimed(key, at) for message in messages),
    )


def contacts_left(message: Message, recipient: Recipient) -> list[Contact]:
    """Return the contacts to try, the best first, without those that refused the message."""
    left = [each for each in recipient.contacts if each.name not in message.refused]
    return left or list(recipient.contacts)


def _about(messages: Sequence[Message]) -> list[str]:
    """Name all tickets first, where there are several: a channel may cut the rest."""
    ids = dict.fromkeys(message.ticket for message in messages)
    return [f"About {', '.join(ids)}"] if len(ids) > 1 else []


def _subject(messages: Sequence[Message], tickets: Tickets) -> str:
    ids = list(dict.fromkeys(message.ticket for message in messages))
    if len(ids) > MOST_NAMED:
        return f"{len(messages)} messages about {len(ids)} tickets"
    if len(ids) > 1:
        return f"{len(messages)} messages about {', '.join(ids)}"
    ticket = tickets(ids[0])
    return header_line(f"{ids[0]} {ticket.title if ticket else ''}")


def header_line(text: str) -> str:
    """Return a text as a header may have it: no line break, no control character, not endless."""
    shown = "".join(" " if is_hidden(c) else c for c in text[: 10 * LONGEST_SUBJECT])
    line = " ".join(shown.split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"


def _text(message: Message, ticket: Ticket | None) -> str:
    """Return the text of a message; it says so if the ticket has gone on since."""
    if ticket is None or message.event is not None or not _has_gone_on(message, ticket):
        return message.text
    if message.kind in REQUESTS and not _is_open(message, ticket):
        return f"{message.text}\nSince then: it has been answered."
    owner = f", owner {ticket.owner}" if ticket.owner and message.kind not in UPDATES else ""
    return f"{message.text}\nSince then: {ticket.id} is {ticket.status} at {ticket.level}{owner}."


def _is_open(message: Message, ticket: Ticket) -> bool:
    request = ticket.pending_approval
    return request is not None and request.at <= message.created_at


def _has_gone_on(message: Message, ticket: Ticket) -> bool:
    if message.kind in REQUESTS and not _is_open(message, ticket):
        return True
    later = (ticket.acknowledged_at, ticket.resolved_at, ticket.closed_at, ticket.arrived_at)
    return any(at is not None and at > message.created_at for at in later)
