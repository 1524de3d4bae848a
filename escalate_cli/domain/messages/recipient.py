"""Recipients: who a message is for by today's policy, and by which contacts they are reached."""

import re

import msgspec

from escalate_cli.domain.messages.outbox_message import CHANNEL, Message
from escalate_cli.domain.policy.people import Channel, People, Quiet
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.ticket import Ticket

MAIL_CHANNELS = ("mail", "email")
"""The first of these that the policy has reaches anybody who is named by an e-mail address."""

_MAIL_ADDRESS = r"(?a)[A-Za-z0-9][\w.%+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{0,253}"


class Contact(msgspec.Struct, frozen=True):
    """One way to reach somebody."""

    channel: Channel
    address: str

    @property
    def name(self) -> str:
        """Return it as a policy writes it."""
        return f"{self.channel.id}:{self.address}"


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is told things.

    Attributes:
        id: the same for all names of one person, so that their messages can be combined.
        contacts: the best first; none if the policy does not say how to reach them.
    """

    id: str
    name: str
    contacts: tuple[Contact, ...] = ()
    quiet: Quiet | None = None

    @property
    def unreachable(self) -> str | None:
        """Say why nothing can reach them, if that is so."""
        return None if self.contacts else f"the policy has no contact for {self.name}"


def recipient_of(message: Message, ticket: Ticket | None, people: People) -> Recipient:
    """Find who a message is for.

    A requester is free text, and reaches nobody but by an e-mail address; only whom resolvers or
    the policy keep informed may be named by a channel and an address.
    """
    name = message.to
    if message.event is not None:
        channel = people.channels.get(name.removeprefix(CHANNEL))
        return Recipient(id=name, name=name, contacts=(Contact(channel, ""),) if channel else ())
    person = people.person_of(name)
    if person is not None:
        return Recipient(
            id=person.id,
            name=person.name,
            contacts=_contacts(person.contact, people),
            quiet=people.quiet_of(person),
        )
    customer = people.customers.get(name)
    if customer is not None and ticket is not None and ticket.customer == name:
        contacts = _contacts(customer.contact, people)
        return Recipient(id=f"customer:{name}", name=name, contacts=contacts)
    return Recipient(id=f"name:{name}", name=name, contacts=_outsider(name, ticket, people))


def contact_of(written: str, people: People) -> Contact | None:
    """Read a contact such as `mail:ana@example.org`; nothing if the policy has no such channel."""
    name, _, address = written.partition(":")
    channel = people.channels.get(name)
    return Contact(channel, address.strip()) if channel else None


def _contacts(written: tuple[str, ...], people: People) -> tuple[Contact, ...]:
    found = (contact_of(contact, people) for contact in written)
    return tuple(contact for contact in found if contact)


def _outsider(name: str, ticket: Ticket | None, people: People) -> tuple[Contact, ...]:
    """Return the recipient for a name that is no person of the policy."""
    if re.fullmatch(_MAIL_ADDRESS, name):
        mail = next((people.channels[c] for c in MAIL_CHANNELS if c in people.channels), None)
        return (Contact(mail, name),) if mail else ()
    contact = contact_of(name, people) if _may_name_a_channel(name, ticket, people) else None
    return (contact,) if contact else ()


def _may_name_a_channel(name: str, ticket: Ticket | None, people: People) -> bool:
    """Tell whether resolvers or the policy wrote a name; a requester writes what they like."""
    subscribed = [each for each in people.subscriptions if name in each.people]
    if ticket is None:
        return bool(subscribed)
    if name == ticket.requester:
        return any(matches(each.when, ticket) for each in subscribed)
    return bool(subscribed) or name in ticket.stakeholders
