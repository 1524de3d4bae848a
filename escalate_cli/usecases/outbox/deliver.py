"""Delivery: claim what waits, send it outside the lock, record what became of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.messages.outbox_message import DEAD, Message
from escalate_cli.domain.messages.recipient import Contact
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import THE_POLICY
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.errors import StoreBusyError, UnrecordedError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.delivery_events import claim_tickets, take_out, tell_tickets
from escalate_cli.usecases.outbox.delivery_queue import Group, Progress, parcels_due
from escalate_cli.usecases.outbox.outbox_counts import Counts, counts
from escalate_cli.usecases.ports import Notifier, Receipt, Transaction, View
from escalate_cli.usecases.session import Session, session_of

AT_ONCE = 8
"""So many parcels are sent at the same time."""

MOST_CLAIMS = 16
"""So many claims take all that waits, however much that is: each of them writes the store."""

LONGEST_CLAIM = timedelta(seconds=20)
"""What is not sent by then is given back, long before its lease ends."""

LONGEST_RUN = timedelta(seconds=60)
"""What is not sent by then is left to the next run."""

_SECOND = timedelta(seconds=1)


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
    if next(parcels_due(session.view, context.policy, context.now, Progress()), None) is None:
        return Delivered()
    sender, progress = notifier(), Progress()
    size = _size_of_claims(session)
    sent, undelivered = 0, list[Undelivered]()
    while (spent := sender.elapsed()) < LONGEST_RUN:
        parcels = _claim(session, context.now + spent // _SECOND * _SECOND, progress, size)
        if not parcels:
            break
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


def _size_of_claims(session: Session) -> int:
    """Tell how many parcels are claimed together."""
    waiting = sum(1 for _ in session.view.messages(due_by=session.context.now))
    return max(AT_ONCE, -(-waiting // MOST_CLAIMS))


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


def _claim(session: Session, at: datetime, progress: Progress, size: int) -> list[Batch]:
    """Take the next parcels for this run; other runs leave them alone until the lease ends.

    Where others wait for a change to end, they are made up before it, and again in it only if
    somebody did something about their messages meanwhile.
    """

    def due(view: View) -> list[tuple[Group, Batch]]:
        return list(islice(parcels_due(view, session.context.policy, at, progress), size))

    made = None if session.context.store.many_write else due(session.view)

    def claim(tx: Transaction) -> list[tuple[Group, Batch]]:
        found = due(tx) if made is None or not _stand(tx, made, at) else made
        while _take_late_ones_out(session.context, tx, found):
            found = due(tx)
        tx.mark(message for _, parcel in found for message in parcel.messages)
        return found

    found = session.change(claim, shares=True) if made != [] else []
    for group, _ in found:
        progress.note(group)
    return [parcel for _, parcel in found]


def _stand(tx: Transaction, made: Iterable[tuple[Group, Batch]], at: datetime) -> bool:
    """Tell whether the messages of parcels wait as they did when those were made up."""
    for _, parcel in made:
        for message in parcel.messages:
            kept = tx.message(message.key)
            if not kept or not kept.is_due(at) or kept.claimed(parcel.key, at) != message:
                return False
    return True


def _take_late_ones_out(
    context: Context, tx: Transaction, found: Iterable[tuple[Group, Batch]]
) -> bool:
    """Record of messages that come too late to be news that they expired; tell whether any did."""
    expire = context.people.outbox.expire
    every = (message for _, parcel in found for message in parcel.messages)
    late = [message for message in every if message.is_late(expire, context.now)]
    reason = f"expired: entered more than {format_duration(expire)} later"
    take_out(context, tx, [(each, reason) for each in late], THE_POLICY.stamp(context.now))
    return bool(late)


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
    tx.mark(replace(m, claimed_at=None) for m in given_back if tx.message(m.key) == m)
    told: dict[str, list[e.MessageSent]] = {}
    undelivered = []
    for parcel, receipt in results:
        if receipt.error is not None:
            tried = _tried(context, parcel, receipt.error, hopeless=receipt.hopeless)
            is_dead = tried[0].state == DEAD
            undelivered.append(Undelivered(parcel=parcel, error=receipt.error, is_dead=is_dead))
            both = zip(parcel.messages, tried, strict=True)
            tx.mark(new for old, new in both if tx.message(old.key) == old)
            continue
        for message in parcel.messages:
            if tx.message(message.key):  # nobody dropped it meanwhile
                tx.drop(message.key)
            told.setdefault(message.ticket, []).append(_event(context, parcel, message))
    tell_tickets(context, tx, told)
    return undelivered


def _tried(context: Context, parcel: Batch, error: str, *, hopeless: bool) -> list[Message]:
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
