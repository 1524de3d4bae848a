"""What one recipient gets in one run: one text, however many the facts."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from escalate_cli.domain.message import Message
from escalate_cli.domain.policy import Channel
from escalate_cli.domain.recipient import Contact, Recipient
from escalate_cli.domain.ticket import Ticket

LONGEST_SUBJECT = 150

Tickets = Callable[[str], Ticket | None]
"""Finds a ticket as it is now."""


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """Messages that go to one recipient together, by one channel.

    Attributes:
        key: fixed when the messages were first claimed; the same at every attempt.
        to: the recipient's name; `address` is what the channel knows them by.
        subject: one line without control characters.
        is_last: no other way to reach them is left to be tried.
    """

    key: str
    to: str
    channel: Channel
    address: str
    subject: str
    text: str
    messages: tuple[Message, ...]
    is_last: bool = True


def batch_of(messages: Sequence[Message]) -> str:
    """Return the key that messages are combined under, which tells the first and the count."""
    others = len(messages) - 1
    return f"{messages[0].key}+{others}" if others else messages[0].key


def parcel_of(
    messages: Sequence[Message],
    recipient: Recipient,
    tickets: Tickets,
    at: datetime,
) -> Parcel:
    """Combine messages for a recipient; each attempt takes the next of their contacts."""
    key = messages[0].batch or batch_of(messages)
    contact = contact_for(messages[0], recipient)
    return Parcel(
        key=key,
        to=recipient.name,
        channel=contact.channel,
        address=contact.address,
        subject=_subject(messages, tickets),
        text="\n\n".join(_text(message, tickets(message.ticket)) for message in messages),
        is_last=messages[0].attempts + 1 >= len(recipient.contacts),
        messages=tuple(message.claimed(key, at) for message in messages),
    )


def contact_for(message: Message, recipient: Recipient) -> Contact:
    """Return the contact whose turn it is: the best first, then the others in turn."""
    return recipient.contacts[message.attempts % len(recipient.contacts)]


def _subject(messages: Sequence[Message], tickets: Tickets) -> str:
    ids = list(dict.fromkeys(message.ticket for message in messages))
    if len(ids) > 1:
        return f"{len(messages)} messages about {len(ids)} tickets"
    ticket = tickets(ids[0])
    return one_line(f"{ids[0]} {ticket.title if ticket else ''}")


def one_line(text: str) -> str:
    """Return a text as a header may have it: no line break, no control character, not endless."""
    shown = "".join(c if c.isprintable() else " " for c in text[: 10 * LONGEST_SUBJECT])
    line = " ".join(shown.split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"


def _text(message: Message, ticket: Ticket | None) -> str:
    """Return the text of a message; it says so if the ticket has gone on since."""
    if ticket is None or message.event is not None or not _has_gone_on(message, ticket):
        return message.text
    owner = f", owner {ticket.owner}" if ticket.owner else ""
    return f"{message.text}\nSince then: {ticket.id} is {ticket.status} at {ticket.level}{owner}."


def _has_gone_on(message: Message, ticket: Ticket) -> bool:
    later = (ticket.acknowledged_at, ticket.resolved_at, ticket.closed_at, ticket.arrived_at)
    return any(at is not None and at > message.created_at for at in later)
