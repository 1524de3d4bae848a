"""Edits by hand: what somebody changed in the store's file becomes events of its tickets."""

from collections.abc import Iterable, Iterator

from msgspec import UNSET
from msgspec.structs import asdict

from escalate_cli.domain.messages.announcements import announcing
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import Stamp
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.rules_upgrade import follow_rules
from escalate_cli.domain.ticket.ticket import Ticket, number_in
from escalate_cli.errors import DamagedHistoryError, TicketNotFoundError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import record_of

SOMEBODY = "unknown"
"""Who edited the file: it does not tell."""


def reconcile_edits(
    context: Context,
    tx: Transaction,
    numbers: Iterable[int] | None = None,
    stamp: Stamp | None = None,
) -> list[str]:
    """Make every state what its history says, and record what had been changed; name the tickets.

    Fields that `edit` and `assign` may change are taken over from the file, by an event. A ticket
    whose history was changed is left as it is: `verify` tells of it.

    Args:
        context: who acts, and when.
        tx: the store, opened for a change.
        numbers: the tickets to look at, where they are known; else all that are in use.
        stamp: who edited them, where that is known.
    """
    stamp = stamp or Stamp(at=context.now, by=SOMEBODY, login=None)
    found = []
    for number in list(tx.in_use() if numbers is None else numbers):
        try:
            history = context.history(tx, number)
        except DamagedHistoryError:
            continue
        if tx.broken_digests(number):
            continue
        event = _difference(tx, number, history, stamp)
        if event is not None:
            follow_rules(history, context.now)
            history.add(event)
            found.append(history.ticket.id)
            tx.queue(announcing(history, context.people))
        elif not tx.is_in_use(number):
            continue
        tx.save(record_of(context, history))
    if numbers is None:
        found += _sent_as_edited(context, tx, stamp)
    return list(dict.fromkeys(found))


def _sent_as_edited(context: Context, tx: Transaction, stamp: Stamp) -> Iterator[str]:
    """Let messages go out as somebody made them by hand, and record that; name their tickets."""
    for message in tx.edited_messages():
        tx.mark([message])
        try:
            history = context.history(tx, number_in(message.ticket))
        except (ValueError, TicketNotFoundError, DamagedHistoryError):
            continue
        history.add(e.HandEdited(cells=("outbox",), key=message.key, **stamp))
        tx.save(record_of(context, history))
        yield history.ticket.id


def _difference(
    tx: Transaction, number: int, history: History, stamp: Stamp
) -> e.HandEdited | None:
    try:
        kept = tx.ticket(number)
    except DamagedHistoryError:
        return e.HandEdited(cells=("state",), **stamp)
    before = history.ticket
    cells = tuple(f for f in Ticket.__struct_fields__ if getattr(kept, f) != getattr(before, f))
    if not cells:
        return None
    changes = _taken_over(kept, cells, history)
    names = [name for name, value in asdict(changes).items() if value is not UNSET]
    is_given = "owner" in cells
    return e.HandEdited(
        cells=cells,
        changes=changes,
        owner=kept.owner if is_given else UNSET,
        before=e.Changes(**{name: getattr(before, name) for name in names}),
        owner_before=before.owner if is_given else UNSET,
        **stamp,
    )


def _taken_over(kept: Ticket, cells: tuple[str, ...], history: History) -> e.Changes:
    """Return the values that `edit` would have let through."""
    held = {name: getattr(kept, name) for name in cells if name in e.Changes.__struct_fields__}
    held.pop("agreed_due_at", None)
    if held.get("priority", kept.priority) not in history.rules.priorities:
        del held["priority"]
    if not held.get("title", "a title").strip():
        del held["title"]
    return e.Changes(**held)
