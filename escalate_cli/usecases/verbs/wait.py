"""Pause a ticket while somebody else must act, and go on with it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from escalate_cli.domain.messages.message_kind import MessageKind
from escalate_cli.domain.messages.notifications import updating
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.clock_name import ClockName
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import ACTIVE, Status, Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import UsageError
from escalate_cli.usecases.unit_of_work import Context, change
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be

REASONS = ("requester", "vendor", "other")


def wait(
    context: Context,
    ids: Sequence[str],
    waiting_for: str,
    *,
    until: datetime | None = None,
    by_opening: bool = False,
    message: str = "",
) -> list[TicketSnapshot]:
    """Stop the clocks; the wait ends by `resume`, a word of the requester, or an instant.

    Args:
        context: where it is done.
        ids: the tickets.
        waiting_for: one of `REASONS`.
        until: when it ends by itself.
        by_opening: whether that is when each ticket's calendar opens next, from then on.
        message: why, and what was asked.
    """
    whom = input_validation.one_of(waiting_for, REASONS, "reason to wait")

    def act(history: History) -> Iterator[e.Event]:
        ticket = history.seen(context.now)
        must_be(ticket, ACTIVE, "paused")
        ends_at = _opening(ticket, history.rules, until) if until and by_opening else until
        if ends_at is not None and ends_at <= context.now:
            raise UsageError("a wait must end in the future", "give --until a later time, like +2h")
        yield e.TicketPaused(
            waiting_for=whom,
            until=ends_at,
            message=input_validation.text_of(message),
            **context.stamp,
        )

    def tell(history: History) -> Iterator[Message]:
        return updating(history, history.events[-1], MessageKind.STATUS_UPDATE, context.people)

    return change(context, input_validation.numbers_of(ids), act, tell)


def _opening(ticket: Ticket, rules: Rules, at: datetime) -> datetime:
    """Return when work on a ticket can go on, by the calendar of its resolution."""
    return rules.calendar(ticket.clocks[ClockName.RESOLVE].calendar).next_opening(at)


def resume(context: Context, ids: Sequence[str], message: str = "") -> list[TicketSnapshot]:
    """Go on with tickets that were waiting."""

    def act(history: History) -> Iterator[e.Event]:
        must_be(history.seen(context.now), {Status.WAITING}, "resumed")
        yield e.TicketResumed(message=input_validation.text_of(message), **context.stamp)

    return change(context, input_validation.numbers_of(ids), act)
