"""Undo: take back what one command did, as long as nothing rests on it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import asdict

from escalate_cli.domain.engine.missed import account_of
from escalate_cli.domain.policy.standing import Standing
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.redaction import texts_of
from escalate_cli.domain.ticket.ticket import Ticket, number_in
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot, as_owed
from escalate_cli.domain.verbs.situation import situation_of
from escalate_cli.errors import EventNotFoundError, MissingReasonError, NotAllowedError
from escalate_cli.usecases.care.undo_standing import StandingChange, said_in, take_back
from escalate_cli.usecases.care.withdrawal import (
    Withdrawal,
    events_of_change,
    messages_of,
    withdrawal_of,
)
from escalate_cli.usecases.context import Context, stand
from escalate_cli.usecases.ports import Transaction, View
from escalate_cli.usecases.taken_away import Taking
from escalate_cli.usecases.turns import give_turns_back
from escalate_cli.usecases.unique_key import must_share_no_key
from escalate_cli.usecases.unit_of_work import must, save
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of

_SEEN_ELSEWHERE = frozenset({"updated_at", "touched_at", "policy_at", "clocks"})


class Altered(msgspec.Struct, frozen=True, kw_only=True):
    """One field of one ticket: its value now, and after the undo."""

    ticket: str
    field: str
    now: object
    after: object


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """What taking back a change makes of the tickets, and whom it had told.

    Attributes:
        what: the kinds of its events, which count no more; `words` what people wrote with them.
        followed: the kinds of what the policy did on the tickets since, which goes too.
        dropped: keys of messages that had not been sent, and will not be.
        sent: keys of messages that cannot be called back.
        spared: those whom a message that is dropped was for.
        heard: those to whom one has gone.
    """

    change: int
    at: datetime
    by: str
    what: tuple[str, ...]
    followed: tuple[str, ...]
    altered: tuple[Altered, ...]
    dropped: tuple[str, ...]
    sent: tuple[str, ...]
    spared: tuple[str, ...]
    heard: tuple[str, ...]
    standings: tuple[TicketSnapshot, ...]
    words: tuple[str, ...]


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

    def undone(tx: Transaction) -> Undone:
        done, withdrawals = _undo(context, tx, change, message)
        for each in withdrawals:
            tx.queue(messages_of(context, each))
            save(context, tx, each.history)
            give_turns_back(tx, each.events)
        for key in done.dropped:
            tx.drop(key)
        take_back(context, tx, done.change, input_validation.text_of(message))
        return done

    return context.change(undone)


def change_meant(context: Context, ticket_id: str, seq: int | None) -> int:
    """Return the change that recorded an event of a ticket, or the person's last one on it.

    Raises:
        EventNotFoundError: the ticket has no such event.
        NotAllowedError: the person has made no change of it that still counts.
    """
    [number] = numbers_of([ticket_id])
    with context.read() as view:
        history = context.history(view, number)
    if seq is not None:
        events = [event for event in history.events if event.seq == seq]
    else:
        events = [e for e in history.effective if e.is_act and e.recorded_by == context.by]
    if events:
        return events[-1].change
    if seq is not None:
        raise EventNotFoundError(history.ticket.id, seq)
    raise NotAllowedError(
        f"{context.by} has made no change of {history.ticket.id} that could be undone",
        f"escalate show {history.ticket.id} --all numbers its events; then: undo ID --event N",
    )


def _undo(
    context: Context, view: View, asked: int | None, message: str
) -> tuple[Undone, list[Withdrawal]]:
    change = view.last_change_by(context.by) if asked is None else asked
    if change is None:
        raise NotAllowedError(
            f"{context.by} has made no change that could be undone",
            "escalate show ID --all numbers what happened; then: escalate undo ID --event N",
        )
    said = said_in(view, change)
    merged = map(number_in, said.merged.tickets) if said.merged else ()
    numbers = dict.fromkeys((*view.changed_in(change), *merged))
    histories = [context.opened(view, number) for number in numbers]
    standing = [history for history in histories if _parts(history, said)]
    _refuse(context, change, histories, standing, said)
    withdrawals = [_withdrawal(context, view, history, said) for history in standing]
    _must_say_why(context, change, withdrawals, said, message)
    altered = [a for each in withdrawals for a in _withdraw(context, view, each, message)]
    must_share_no_key(view, [history.ticket for history in standing])
    altered += [
        Altered(ticket=entry.about, field=entry.kind, now=entry.text, after=None)
        for entry in said.counts
    ]
    events = [event for each in withdrawals for event in each.events]
    own, followed = (
        tuple(dict.fromkeys(e.kind_of(x) for x in events if (x.change in said.changes) is is_own))
        for is_own in (True, False)
    )
    sent = [key for each in withdrawals for key, _ in each.sent]
    at, by = _origin(events, said)
    done = Undone(
        change=change,
        at=at,
        by=by,
        what=(*own, *dict.fromkeys(entry.kind for entry in said.counts)),
        followed=followed,
        altered=tuple(altered),
        dropped=tuple(key for each in withdrawals for key in each.dropped),
        sent=tuple(sent),
        spared=_once(m.to for each in withdrawals for m in each.waiting if m.key in each.dropped),
        heard=_once(to for each in withdrawals for to in each.informed),
        standings=tuple(stand(context, each.history) for each in withdrawals),
        words=_once(text for x in events if x.change in said.changes for text in texts_of(x)),
    )
    return done, withdrawals


def _origin(events: Sequence[e.Event], said: StandingChange) -> tuple[datetime, str]:
    """Return when a change was made and by whom; of an import, when it was brought in."""
    for event in () if said.merged else events:
        if at := getattr(event, "imported_at", None):
            return at, event.recorded_by
    first: e.Event | Standing = said.merged or (events[0] if events else said.counts[0])
    return first.at, first.recorded_by


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _parts(history: History, said: StandingChange) -> list[int]:
    """Return the changes of a ticket that an undo takes back and that still stand."""
    found = dict.fromkeys(event.change for event in history.events)
    return [each for each in found if each in said.changes and each not in history.undone]


def _withdrawal(context: Context, view: View, history: History, said: StandingChange) -> Withdrawal:
    """Say what of a ticket goes with a change: itself, and what came of it since."""
    followed = (event.change for event in _since(history, said))
    changes = (*_parts(history, said), *said.changes[-1:], *followed)
    return withdrawal_of(context, view, history, changes)


def _withdraw(
    context: Context, view: View, withdrawal: Withdrawal, message: str
) -> Iterator[Altered]:
    """Record that a change counts no more, and yield the fields that this alters."""
    history, why = withdrawal.history, input_validation.text_of(message)
    before, event = history.ticket, withdrawal.undone(context.stamp, why)
    is_by_somebody = any(not each.is_of_policy for each in withdrawal.events)
    by_now = max(context.now, context.present.by_clock) if is_by_somebody else context.now
    account = account_of(history, by_now)
    if account.missed:
        after = account_of(History([*history.events, event], history.rules_of), by_now)
        at = situation_of(history, context.today, context.stamp)
        taking = Taking(at, account, after, (event,), by_now, view.delegations)
        must(taking.refused)
        event = withdrawal.undone(context.stamp, why, (each.target for each in taking.gone))
    history.add(event)
    yield from _altered(before, as_owed(history.ticket))


def _must_say_why(
    context: Context,
    change: int,
    withdrawals: Sequence[Withdrawal],
    said: StandingChange,
    message: str,
) -> None:
    """Raise MissingReasonError where somebody takes back in silence what another one did."""
    made: list[e.Event | Standing] = [
        *(x for each in withdrawals for x in each.events if x.change in said.changes),
        *said.counts,
    ]
    identity = context.people.identity
    people = {
        identity(each.recorded_by): each.recorded_by for each in made if not each.is_of_policy
    }
    if people and identity(context.by) not in people and not message.strip():
        raise MissingReasonError(
            f"change {change} is of {next(iter(people.values()))}: to undo it needs a reason",
            "say with -m why",
        )


def _since(history: History, said: StandingChange) -> list[e.Event]:
    """Return what happened on a ticket since a change, and may rest on it."""
    last = max(x.seq for change in said.changes for x in events_of_change(history, change))
    return [x for x in history.effective if x.seq > last and (x.is_act or x.is_verdict)]


def _refuse(
    context: Context,
    change: int,
    histories: Iterable[History],
    standing: Sequence[History],
    said: StandingChange,
) -> None:
    """Raise NotAllowedError where a change cannot be undone."""
    of_tickets = [
        x for each in said.changes for history in histories for x in events_of_change(history, each)
    ]
    events: list[e.Event | Standing] = [*of_tickets, *said.entries]
    if not events:
        raise NotAllowedError(
            f"no ticket tells of a change {change}",
            "escalate show ID --all numbers what happened; then: escalate undo ID --event N",
        )
    if not any(event.is_undoable for event in events):
        raise NotAllowedError(
            f"change {change} is a correction itself, which stays",
            "what it took back is done again by its command",
        )
    if not standing and not said.counts:
        raise NotAllowedError(f"change {change} has been undone already")
    if all(event.is_of_policy and event.at <= context.now for event in events):
        raise NotAllowedError(
            f"change {change} was made by the policy, which would decide the same again",
            "change the ticket, or the policy; what it decided by a clock that was ahead can go",
        )
    for history in standing:
        for event in _since(history, said):
            if not event.is_of_policy:
                what = e.kind_of(event).replace("_", " ")
                raise NotAllowedError(
                    f"{history.ticket.id} has moved on since change {change}: "
                    f"{what} by {event.by} in change {event.change}",
                    f"escalate undo --change {event.change} first, if that may go too",
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
