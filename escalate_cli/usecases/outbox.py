"""Look after what waits to be sent: list it, show it, try it again, drop it."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from escalate_cli.domain.message import DEAD, PENDING, Message
from escalate_cli.domain.parcel import Parcel
from escalate_cli.domain.recipient import Recipient, recipient_of
from escalate_cli.errors import DeliveryError, MessageNotFoundError, UsageError
from escalate_cli.usecases.claim import Tickets
from escalate_cli.usecases.desk import Desk
from escalate_cli.usecases.ports import Notifier, View


def outbox(desk: Desk) -> list[Message]:
    """List what waits, oldest first, with what it waits for."""
    view = desk.store.read()
    tickets = Tickets(view)
    return [_explained(desk, message, tickets) for message in view.messages()]


def _explained(desk: Desk, message: Message, tickets: Tickets) -> Message:
    """Say why a message that was not tried yet has not gone out."""
    if message.state != PENDING:
        return message
    ticket = tickets.get(message.ticket)
    recipient = recipient_of(message, ticket, desk.policy)
    if not recipient.contacts:
        return replace(message, error=_unreachable(recipient))
    return replace(message, next_at=recipient.waits_until(ticket, desk.policy, desk.now))


def _unreachable(recipient: Recipient) -> str:
    return f"the policy has no contact for {recipient.name}"


def show(desk: Desk, key: str) -> Message:
    """Return a message by its key; raises MessageNotFoundError."""
    return _found(key, {message.key: message for message in outbox(desk)})


def _found(key: str, known: dict[str, Message]) -> Message:
    if key not in known:
        raise MessageNotFoundError(key)
    return known[key]


def retry(desk: Desk, keys: Sequence[str]) -> list[Message]:
    """Let messages be tried again at once; without keys, all that were given up."""
    with desk.store.transaction() as tx:
        revived = [message.revived() for message in _chosen(tx, keys)]
        tx.mark(revived)
    return revived


def _chosen(view: View, keys: Sequence[str]) -> list[Message]:
    known = {message.key: message for message in view.messages()}
    if keys:
        return [_found(key, known) for key in dict.fromkeys(keys)]
    return [message for message in known.values() if message.state == DEAD]


def drop(desk: Desk, keys: Sequence[str]) -> int:
    """Take messages out of the outbox unsent; tell how many."""
    with desk.store.transaction() as tx:
        for key in dict.fromkeys(keys):
            tx.drop(key)
    return len(set(keys))


def try_channel(desk: Desk, name: str, to: str | None, notifier: Callable[[], Notifier]) -> Parcel:
    """Send a test by one channel at once, past the outbox; raises DeliveryError."""
    channel = desk.policy.channels.get(name)
    if channel is None:
        known = ", ".join(desk.policy.channels) or "none"
        raise UsageError(f"there is no channel '{name}'", f"the policy knows {known}")
    who, address = _target(desk, name, to)
    key = f"test:{name}:{desk.now.timestamp():.0f}"
    text = f"This is a test of the channel {name}, sent by {desk.by}."
    message = Message(key=key, ticket="", kind="test", to=who, text=text, created_at=desk.now)
    parcel = Parcel(
        key=key,
        to=who,
        channel=channel,
        address=address,
        subject=f"Test of the channel {name}",
        text=text,
        messages=(message,),
    )
    receipt = notifier().send([parcel])[0]
    if receipt.error is not None:
        raise DeliveryError(f"{name} did not take it: {receipt.error}")
    return parcel


def _target(desk: Desk, channel: str, to: str | None) -> tuple[str, str]:
    """Return a person, me unless another is named, with their address on the channel."""
    person = desk.policy.person_of(to or desk.by)
    if person is None:
        return to or desk.by, to or ""
    mine = (contact.partition(":") for contact in person.contact)
    address = next((address for name, _, address in mine if name == channel), "")
    if to and not address:
        raise UsageError(
            f"{person.id} has no contact on {channel}", "give an address instead of a person"
        )
    return person.id, address
