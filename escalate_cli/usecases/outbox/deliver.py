"""Delivery: claim what waits, send it outside the lock, record what became of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import chain, islice

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.messages.outbox_message import DEAD, Message
from escalate_cli.domain.messages.recipient import Contact
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import THE_POLICY
from escalate_cli.errors import StoreBusyError, UnrecordedError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.claims import AT_ONCE, LONGEST_RUN, claimed
from escalate_cli.usecases.outbox.delivery_events import claim_tickets, tell_tickets
from escalate_cli.usecases.outbox.delivery_queue import Progress, parcels_due
from escalate_cli.usecases.outbox.outbox_counts import Counts, counts
from escalate_cli.usecases.ports import Notifier, Receipt, Transaction
from escalate_cli.usecases.session import Session, session_of

LONGEST_CLAIM = timedelta(seconds=20)
"""What is not sent by then is given back, long before its lease ends."""


class Undelivered(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel that was not taken."""

    parcel: Batch
    error: str
    is_dead: bool

    @property
    def sentence(self) -> str:
        """Say in one line what was not delivered, why, and whether it will be tried again."""
        parcel = self.parcel
        count = len(parcel.messages)
        what = f"{count} messages" if count > 1 else f"the {parcel.messages[0].kind} message"
        end = ": given up" if self.is_dead else ""
        return f"{what} to {parcel.to} by {parcel.channel.id}: {self.error}{end}"


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """What one run did, counted in messages, with what it could not deliver.

    Attributes:
        left: what is in the outbox after it.
    """

    sent: int = 0
    failed: int = 0
    undelivered: tuple[Undelivered, ...] = ()
    left: Counts = Counts()


def deliver(context: Context, notifier: Callable[[], Notifier]) -> Delivered:
    """Send what is due, new messages for one person as one parcel; `notifier` is made if needed.

    Raises:
        UnrecordedError: something went out, and the store was in use for too long after that.
    """
    with session_of(context) as session:
        done = deliver_in(session, notifier)
        return replace(done, left=counts(context, session.view))


def deliver_in(session: Session, notifier: Callable[[], Notifier]) -> Delivered:
    """Send as `deliver` does, for a command that has looked at the store already."""
    context = session.context
    progress = Progress()
    made = parcels_due(session.view, context.policy, context.now, progress)
    first = next(made, None)
    if first is None:
        return Delivered()
    sender = notifier()
    sent, undelivered = 0, list[Undelivered]()
    for parcels in claimed(session, sender, progress, chain([first], made)):
        results = list(_tried_in_time(sender, parcels, progress))
        tried = {parcel.key for parcel, _ in results}
        unsent = [parcel for parcel in parcels if parcel.key not in tried]
        progress.tried.difference_update(parcel.key for parcel in unsent)
        taken = sum(len(parcel.messages) for parcel, receipt in results if not receipt.error)
        try:
            undelivered += session.change(partial(_record, context, results, unsent), shares=True)
        except StoreBusyError as error:
            raise UnrecordedError(taken) from error
        sent += taken
    failed = sum(len(each.parcel.messages) for each in undelivered)
    return Delivered(sent=sent, failed=failed, undelivered=tuple(undelivered))


def _tried_in_time(
    sender: Notifier, parcels: Iterable[Batch], progress: Progress
) -> Iterator[tuple[Batch, Receipt]]:
    """Send parcels, a few at the same time, as long as they are surely this run's."""
    until = min(sender.elapsed() + LONGEST_CLAIM, LONGEST_RUN)
    waiting = (parcel for parcel in parcels if parcel.channel.id not in progress.slow)
    while some := list(islice(waiting, AT_ONCE)):
        results = list(zip(some, sender.send(some), strict=True))
        _note_progress(results, progress)
        yield from results
        if sender.elapsed() >= until:
            return


def _note_progress(results: Iterable[tuple[Batch, Receipt]], progress: Progress) -> None:
    """Leave slow channels alone; where a contact refused, let the next have its turn at once."""
    for parcel, receipt in results:
        if receipt.slow:
            progress.slow.add(parcel.channel.id)
        if receipt.hopeless and not parcel.is_last:
            progress.tried.discard(parcel.key)


def _record(
    context: Context,
    results: Sequence[tuple[Batch, Receipt]],
    unsent: Iterable[Batch],
    tx: Transaction,
) -> list[Undelivered]:
    """Write down what became of each message, and in its ticket that it was sent."""
    taken = [parcel for parcel, receipt in results if receipt.error is None]
    claim_tickets(tx, {message.ticket for parcel in taken for message in parcel.messages})
    given_back = [message for parcel in unsent for message in parcel.messages]
    tried = [message for parcel, _ in results for message in parcel.messages]
    keys = [message.key for message in (*given_back, *tried)]
    kept = {message.key: message for message in tx.claim_messages(keys, waits=True)}
    tx.mark(replace(m, claimed_at=None) for m in given_back if kept.get(m.key) == m)
    told: dict[str, list[e.MessageSent]] = {}
    undelivered = []
    for parcel, receipt in results:
        if receipt.error is not None:
            failed = _failed(context, parcel, receipt.error, hopeless=receipt.hopeless)
            is_dead = failed[0].state == DEAD
            undelivered.append(Undelivered(parcel=parcel, error=receipt.error, is_dead=is_dead))
            both = zip(parcel.messages, failed, strict=True)
            tx.mark(new for old, new in both if kept.get(old.key) == old)
            continue
        for message in parcel.messages:
            if message.key in kept:  # nobody dropped it meanwhile
                tx.drop(message.key)
            told.setdefault(message.ticket, []).append(_event(context, parcel, message))
    tell_tickets(context, tx, told)
    return undelivered


def _failed(context: Context, parcel: Batch, error: str, *, hopeless: bool) -> list[Message]:
    """Return the messages of a parcel as they are after an attempt that failed."""
    refused = Contact(parcel.channel, parcel.address).name if hopeless else None
    given_up = hopeless and parcel.is_last
    return [
        message.failed(error, context.now, refused=refused, hopeless=given_up)
        for message in parcel.messages
    ]


def _event(context: Context, parcel: Batch, message: Message) -> e.MessageSent:
    return e.MessageSent(
        key=message.key,
        message=message.kind,
        to=message.to,
        via=parcel.channel.id,
        batch=parcel.key,
        queued_at=message.created_at,
        **THE_POLICY.stamp(context.now),
    )
