"""Take back what one command did, as long as nothing rests on it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec
from msgspec.structs import asdict

from escalate_cli.domain.messages.notifications import announcing
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import NotAllowedError
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.unit_of_work import Context, save, stand
from escalate_cli.usecases.verbs import input_validation

_SEEN_ELSEWHERE = frozenset({"updated_at", "touched_at", "clocks"})
_RESTS_ON_NOTHING = e.OfMessage | e.ChangeUndone | e.EventRedacted


class Altered(msgspec.Struct, frozen=True, kw_only=True):
    """One field of one ticket, as it is with the change and as it is after undoing it."""

    ticket: str
    field: str
    now: object
    after: object


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """What taking back a change makes of the tickets, and whom it had told.

    Attributes:
        what: the kinds of events that count no more.
        dropped: keys of messages that had not been sent, and will not be.
        sent: keys of messages that cannot be called back.
    """

    change: int
    at: datetime
    by: str
    what: tuple[str, ...]
    altered: tuple[Altered, ...]
    dropped: tuple[str, ...]
    sent: tuple[str, ...]
    standings: tuple[TicketSnapshot, ...]


def undo(
    context: Context, change: int | None = None, message: str = "", *, dry_run: bool = False
) -> Undone:
    """Undo a change by its number, or the last one that the person made.

    Raises:
        NotAllowedError: there is none, or something that came later rests on it.
    """
    if dry_run:
        with context.store.read() as view:
            return _undo(context, view, change, message)[0]

    def take_back(tx: Transaction) -> Undone:
        done, histories = _undo(context, tx, change, message)
        for history in histories:
            tx.queue(announcing(history, context.people))
            save(context, tx, history)
        for key in done.dropped:
            tx.drop(key)
        return done

    return context.change(take_back)


def _undo(
    context: Context, view: View, asked: int | None, message: str
) -> tuple[Undone, list[History]]:
    change = view.last_change_by(context.by) if asked is None else asked
    if change is None:
        raise NotAllowedError(
            f"{context.by} has made no change that could be undone",
            "escalate show ID --json names the change of each event; then: undo --change N",
        )
    histories = [context.opened(view, number) for number in view.changed_in(change)]
    events = [event for history in histories for event in _of(history, change)]
    _refuse(change, events, histories)
    altered: list[Altered] = []
    for history in histories:
        before = history.ticket
        withdrawn = any(event.begins_ticket for event in _of(history, change))
        history.add(
            e.ChangeUndone(
                undone=change,
                withdrawn=withdrawn,
                message=input_validation.text_of(message),
                **context.stamp,
            )
        )
        altered += _altered(before, history.ticket)
    left = list(view.messages(change=change))
    leaving = [each.key for each in left if each.is_held(context.now)]
    done = Undone(
        change=change,
        at=events[0].at,
        by=events[0].by,
        what=tuple(dict.fromkeys(e.kind_of(event) for event in events)),
        altered=tuple(altered),
        dropped=tuple(each.key for each in left if each.key not in leaving),
        sent=(*leaving, *(key for history in histories for key in _sent(history, change))),
        standings=tuple(stand(context, history) for history in histories),
    )
    return done, histories


def _of(history: History, change: int) -> list[e.Event]:
    """Return what a change did; that it found the ticket under older rules is none of that."""
    events = (event for event in history.events if event.change == change)
    return [event for event in events if not isinstance(event, e.RulesChanged)]


def _refuse(change: int, events: list[e.Event], histories: Iterable[History]) -> None:
    """Raise NotAllowedError where a change cannot be undone."""
    if not events:
        raise NotAllowedError(
            f"no ticket tells of a change {change}",
            "escalate show ID --json names the change of each event",
        )
    if any(isinstance(event, _RESTS_ON_NOTHING) for event in events):
        raise NotAllowedError(f"change {change} is a correction itself, which stays")
    if all(event.is_of_policy for event in events):
        raise NotAllowedError(
            f"change {change} was made by the policy, which would decide the same again",
            "change the ticket, or the policy",
        )
    for history in histories:
        if change in history.undone:
            raise NotAllowedError(f"change {change} has been undone already")
        last = max(event.seq for event in _of(history, change))
        for event in history.effective:
            if event.seq > last and not isinstance(event, _RESTS_ON_NOTHING | e.RulesChanged):
                what = e.kind_of(event).replace("_", " ")
                first = f"escalate undo --change {event.change} first, if that may go too"
                raise NotAllowedError(
                    f"{history.ticket.id} has moved on since change {change}: "
                    f"{what} by {event.by} in change {event.change}",
                    "what the policy decided stays; change the ticket instead"
                    if event.is_of_policy
                    else first,
                )


def _altered(before: Ticket, after: Ticket) -> Iterator[Altered]:
    """Yield each field that differs, clocks by the name of each."""
    for field, now in asdict(before).items():
        undone = getattr(after, field)
        if now != undone and field not in _SEEN_ELSEWHERE:
            yield Altered(ticket=before.id, field=field, now=now, after=undone)
    for name in sorted({*before.clocks, *after.clocks}):
        pair = before.clocks.get(name), after.clocks.get(name)
        due = [clock.due_at if clock else None for clock in pair]
        state = [clock.state.value if clock else None for clock in pair]
        for field, (now, undone) in (("due_at", due), ("state", state)):
            if now != undone:
                yield Altered(ticket=before.id, field=f"{name}.{field}", now=now, after=undone)


def _sent(history: History, change: int) -> Iterator[str]:
    """Yield the keys of messages about the change that have left the outbox."""
    instants = {event.at for event in _of(history, change)}
    for event in history.events:
        if isinstance(event, e.MessageSent) and event.queued_at in instants:
            yield event.key
