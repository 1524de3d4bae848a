"""The unit of work: what somebody does to tickets, what that causes, kept in one change."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from escalate_cli.domain.engine.decision import Outcome
from escalate_cli.domain.engine.maintenance import name_windows
from escalate_cli.domain.engine.missed import account_of
from escalate_cli.domain.messages.announcements import announcing
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket_snapshot import (
    TicketSnapshot,
    at_risk_at,
    due_at_of,
    snapshot_at,
)
from escalate_cli.domain.verbs.carry_out import Effect, carry_out
from escalate_cli.domain.verbs.outcome import Cause, Done, Refused
from escalate_cli.domain.verbs.situation import Situation, situation_of
from escalate_cli.errors import (
    ConflictError,
    EscalateError,
    IllegalTransitionError,
    MissingReasonError,
    NotAllowedError,
    UsageError,
)
from escalate_cli.usecases.context import Context, stand
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.turns import keep_turns

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.domain.ticket.past import Past
    from escalate_cli.usecases.ports import Transaction

T = TypeVar("T")

Verb = Callable[[Situation, "Transaction"], Done | Refused]
"""What somebody does to a ticket, and what the store must be asked for that."""

_ERRORS: dict[Cause, type[EscalateError]] = {
    Cause.RULE: NotAllowedError,
    Cause.STATUS: IllegalTransitionError,
    Cause.SOMEBODY_ELSE: ConflictError,
    Cause.WORDING: UsageError,
    Cause.REASON: MissingReasonError,
}


class Changed(msgspec.Struct, frozen=True):
    """A ticket after a verb, what the verb did to it and caused, and how it stood before.

    Attributes:
        before: nothing for a ticket that is new.
    """

    standing: TicketSnapshot
    effect: Effect
    before: TicketSnapshot | None = None


def act(context: Context, numbers: Sequence[int], verb: Verb) -> list[Changed]:
    """Let somebody do the same to several tickets, all or none, and what that makes true."""
    return context.change(lambda tx: [act_within(context, tx, number, verb) for number in numbers])


def act_within(context: Context, tx: "Transaction", number: int, verb: Verb) -> Changed:
    """Let somebody do something to one ticket; raises what `must` raises."""
    grant_overdue(context, tx, number)
    history = context.opened(tx, number)
    before = snapshot_at(history.ticket, history.rules, context.now)
    at = situation_of(history, context.today, context.stamp)
    by_clock = max(context.now, context.present.by_clock)
    account = account_of(history, by_clock)
    effect = carry_out(at, must(verb(at, tx)), context.engine(history), tx.delegations)
    if effect.events:
        if account.missed:
            from escalate_cli.usecases.taken_away import Taking  # noqa: PLC0415 - few are late

            after = account_of(history, by_clock)
            taking = Taking(at, account, after, effect.events, context.now, tx.delegations)
            must(taking.refused)
        context.watch_for_strangers(effect.events)
        if not at.ticket.is_active:
            from escalate_cli.usecases.unique_key import must_share_no_key  # noqa: PLC0415 - the same

            must_share_no_key(tx, [history.ticket])
        tx.queue(context.entered(effect.messages))
        save(context, tx, history)
    return Changed(stand(context, history), effect, before)


def grant_overdue(context: Context, tx: "Transaction", number: int) -> None:
    """Grant what nobody answered in time, before somebody does something about the ticket."""
    if tx.ticket(number).pending_approval is None:
        return
    history = context.history(tx, number)
    granted = context.engine(history).grant_overdue(context.now)
    if granted.decisions:
        _keep_decided(context, tx, history, granted)


def must(outcome: T | Refused) -> T:
    """Return what becomes of an act, or raise the error that says why it is refused."""
    if isinstance(outcome, Refused):
        raise _ERRORS[outcome.cause](outcome.reason, outcome.help)
    return outcome


def react_and_save(context: Context, tx: "Transaction", history: History) -> Effect:
    """Decide what a new ticket itself makes true, and keep it; return what that caused."""
    events = tuple(history.events)
    outcome = context.engine(history).react()
    told = _keep_decided(context, tx, history, outcome)
    return Effect(events=events, decisions=outcome.decisions, messages=told)


def _keep_decided(
    context: Context, tx: "Transaction", history: History, outcome: Outcome
) -> tuple[Message, ...]:
    """Keep a ticket with what was decided about it; return what that tells."""
    told = (*outcome.messages, *announcing(history, context.people))
    tx.queue(context.entered(told))
    save(context, tx, history)
    return told


def save(context: Context, tx: "Transaction", history: History) -> None:
    """Keep a ticket with what lists and `check` look for first; raises BackdatedError."""
    context.present.meet(history)
    name_its_windows(context, history)
    record = record_of(context, history)
    keep_turns(context, tx, history.events)
    tx.save(record)


def name_its_windows(context: Context, history: History) -> None:
    """Let new events name the maintenance in which they happened."""
    name_windows(history.events, context.engine(history).agenda.silence(context.now))


def record_of(context: Context, history: History) -> Record:
    """Return what the store keeps of a history that was changed just now."""
    return Record(
        ticket=history.ticket,
        events=history.events,
        next_at=context.engine(history).next_at(context.now),
        due_at=due_at_of(history.seen(history.ticket.latest_at)),
        risk_at=at_risk_at(history.ticket, history.rules),
        past=None if history.ticket.is_owed else _past_of(history),
    )


def _past_of(history: History) -> "Past":
    from escalate_cli.domain.ticket.past import past_of  # noqa: PLC0415 - start-up time

    return past_of(history)
