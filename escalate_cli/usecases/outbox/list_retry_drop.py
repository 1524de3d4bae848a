"""List, show, retry and drop what waits in the outbox."""

from collections.abc import Callable, Sequence
from string import Template

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.messages.outbox_message import DEAD, Message
from escalate_cli.errors import DeliveryError, MessageNotFoundError, NotAllowedError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.delivery_events import take_out
from escalate_cli.usecases.outbox.explained_messages import explained
from escalate_cli.usecases.ports import Notifier, Transaction, View


def outbox(context: Context) -> list[Message]:
    """List what waits, oldest first, with what it waits for."""
    with context.read() as view:
        return explained(context, view, view.messages())


def show(context: Context, names: Sequence[str]) -> list[Message]:
    """Return messages by their keys, or by the tickets that they are about.

    Raises MessageNotFoundError.
    """
    with context.store.read() as view:
        return explained(context, view, _named(view, names))


def _named(view: View, names: Sequence[str]) -> list[Message]:
    found: dict[str, Message] = {}
    for name in names:
        about = f"T-{name.upper().removeprefix('T-')}"
        of_ticket = {each.key: each for each in view.messages(ticket=about)}
        found |= of_ticket or {name: _found(view, name)}
    return list(found.values())


def _found(view: View, key: str) -> Message:
    message = view.message(key)
    if message is None:
        raise MessageNotFoundError(key)
    return message


def retry(context: Context, keys: Sequence[str]) -> list[Message]:
    """Let messages be tried again at once, with those sent together under the same key.

    Without keys, all that were given up; raises NotAllowedError where one is being sent.
    """

    def revive(tx: Transaction) -> list[Message]:
        chosen = _chosen(context, tx, keys)
        batches = dict.fromkeys(message.batch for message in chosen if message.batch)
        together = (each for batch in batches for each in tx.messages(batch=batch))
        others = [each for each in together if each not in chosen]
        revived = [message.revived() for message in (*chosen, *others)]
        tx.mark(revived)
        return revived

    return context.change(revive)


def _chosen(context: Context, view: View, names: Sequence[str]) -> list[Message]:
    """Find messages by their keys, or by the tickets that they are about; none is being sent."""
    if not names:
        return list(view.messages(state=DEAD))
    found = _named(view, names)
    held = next((each for each in found if each.is_held(context.now)), None)
    if held is not None:
        raise NotAllowedError(f"the message {held.key} is being sent", "wait a minute")
    return found


def drop(context: Context, names: Sequence[str], reason: str = "") -> list[Message]:
    """Take messages out of the outbox unsent, which their tickets remember.

    Raises NotAllowedError where one is being sent.
    """

    def leave(tx: Transaction) -> list[Message]:
        found = _chosen(context, tx, names)
        take_out(context, tx, ((message, reason) for message in found), context.stamp)
        return found

    return context.change(leave)


def try_channel(
    context: Context, name: str, to: str | None, notifier: Callable[[], Notifier]
) -> Batch:
    """Send a test by one channel at once, past the outbox; raises DeliveryError."""
    channel = context.people.channels.get(name)
    if channel is None:
        known = ", ".join(context.people.channels) or "none"
        raise UsageError(f"there is no channel '{name}'", f"the policy knows {known}")
    who, address = _target(context, name, to)
    if not address and any("address" in Template(w).get_identifiers() for w in channel.value):
        raise UsageError(f"{who} has no contact on {name}", "give an address with --to")
    key = f"test:{name}:{context.now.timestamp():.0f}"
    text = f"This is a test of the channel {name}, sent by {context.by}."
    message = Message(key=key, ticket="", kind="test", to=who, text=text, created_at=context.now)
    parcel = Batch(
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


def _target(context: Context, channel: str, to: str | None) -> tuple[str, str]:
    """Return a person, me unless another is named, with their address on the channel."""
    person = context.people.person_of(to or context.by)
    if person is None:
        return to or context.by, to or ""
    mine = (contact.partition(":") for contact in person.contact)
    address = next((address for name, _, address in mine if name == channel), "")
    if to and not address:
        raise UsageError(
            f"{person.id} has no contact on {channel}", "give an address instead of a person"
        )
    return person.id, address
