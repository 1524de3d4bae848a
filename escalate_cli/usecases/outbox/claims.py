"""Claims: a run takes what waits, a few parcels at a time, which no other run sends then."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from msgspec.structs import replace

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.actor import THE_POLICY
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.delivery_events import take_out
from escalate_cli.usecases.outbox.delivery_queue import Group, Progress, parcels_due
from escalate_cli.usecases.ports import Notifier, Transaction
from escalate_cli.usecases.session import Session

AT_ONCE = 8
"""So many parcels are sent at the same time."""

MOST_CLAIMS = 16
"""So many claims take all that waits, however much that is, where each writes the whole store."""

LONGEST_RUN = timedelta(seconds=60)
"""What is not sent by then is left to the next run."""

_SECOND = timedelta(seconds=1)

Made = tuple[Group, Batch]


def claimed(
    session: Session, sender: Notifier, progress: Progress, made: Iterator[Made]
) -> Iterator[Sequence[Batch]]:
    """Yield what this run is to send, a few parcels at a time, until nothing more is due.

    Parcels are made up before the changes that take them, as others wait for those, or meet them.
    What another run has is left to it; only where that is all there is, this one waits for it.

    Args:
        session: the store, and when it is.
        sender: tells for how long the run has been at work.
        progress: what the run has done so far.
        made: the first that were made up.
    """
    size, waits = _size(session), False
    while some := list(islice(made, size)):
        has_any = False
        while some and sender.elapsed() < LONGEST_RUN:
            claim = partial(_take, session.context, some, _now(session, sender), waits=waits)
            taken = session.change(claim, shares=True)
            for group, _ in taken:
                progress.note(group)
            if taken:
                has_any = True
                yield [parcel for _, parcel in taken]
            some = list(islice(made, size))
        if some:
            return
        now, waits = _now(session, sender), not has_any
        made = parcels_due(session.view, session.context.policy, now, progress)


def _now(session: Session, sender: Notifier) -> datetime:
    return session.context.now + sender.elapsed() // _SECOND * _SECOND


def _size(session: Session) -> int:
    """Tell how many parcels are claimed together."""
    if session.context.store.many_write:
        return AT_ONCE
    waiting = sum(1 for _ in session.view.messages(due_by=session.context.now))
    return max(AT_ONCE, -(-waiting // MOST_CLAIMS))


def _take(
    context: Context, made: Sequence[Made], at: datetime, tx: Transaction, *, waits: bool
) -> Sequence[Made]:
    """Take the parcels that still are what waits; other runs leave them alone until a lease ends.

    Of one with a message that is no news any more only that is taken out, as its text names it.
    """
    keys = [message.key for _, parcel in made for message in parcel.messages]
    kept = {message.key: message for message in tx.claim_messages(keys, waits=waits)}
    standing = [
        (group, parcel)
        for group, parcel in made
        if all(_stands(kept.get(message.key), message, at) for message in parcel.messages)
    ]
    late = _take_late_ones_out(context, tx, standing)
    taken = [
        (group, _as_of(at, parcel))
        for group, parcel in standing
        if late.isdisjoint(message.key for message in parcel.messages)
    ]
    tx.mark(message for _, parcel in taken for message in parcel.messages)
    return taken


def _stands(kept: Message | None, made: Message, at: datetime) -> bool:
    """Tell whether a message waits as it did when its parcel was made up."""
    if kept is None or made.batch is None or made.claimed_at is None or not kept.is_due(at):
        return False
    return kept.claimed(made.batch, made.claimed_at) == made


def _as_of(at: datetime, parcel: Batch) -> Batch:
    """Let the lease begin when the parcel is taken."""
    messages = (message.claimed(parcel.key, at) for message in parcel.messages)
    return replace(parcel, messages=tuple(messages))


def _take_late_ones_out(context: Context, tx: Transaction, made: Sequence[Made]) -> set[str]:
    """Take expired messages out of the outbox and record that; return their keys."""
    expire = context.people.outbox.expire
    every = (message for _, parcel in made for message in parcel.messages)
    late = [message for message in every if message.is_late(expire, context.now)]
    reason = f"expired: entered more than {format_duration(expire)} later"
    take_out(context, tx, [(each, reason) for each in late], THE_POLICY.stamp(context.now))
    return {message.key for message in late}
