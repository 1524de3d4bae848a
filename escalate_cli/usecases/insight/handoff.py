"""Hand-offs: what the next level, or the next shift, has to know, from the history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain

import msgspec

from escalate_cli.domain.figures.counted import step_at
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot, by_pressure
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context, stand
from escalate_cli.usecases.insight.coming import Coming, coming_of
from escalate_cli.usecases.insight.oncall import Duty, duties
from escalate_cli.usecases.ports import View
from escalate_cli.usecases.verbs import typed_ticket_ids
from escalate_cli.usecases.verbs.input_validation import text_of

LOOK_FIRST = 5
"""So many tickets are told at length; the others are in the list of the next who looks."""


class TicketHandoff(msgspec.Struct, frozen=True):
    """What somebody who takes a ticket over has to know.

    Attributes:
        moved: the last move up, with what was tried and what is to do.
        said: the last word on it.
        coming: what the policy does next.
    """

    standing: TicketSnapshot
    moved: Event | None
    said: Event | None
    coming: Coming | None


class ShiftHandoff(msgspec.Struct, frozen=True, kw_only=True):
    """What the next shift has to know of the one that ends.

    Attributes:
        look_first: what presses, at length, and what else climbed and is open.
        untaken: what nobody has; the most pressing first.
        standings: the open tickets as they are now, by number.
        logged: came in the shift; so for `resolved`, `climbed`, and, without a climb,
            `changed_hands`.
        approvals: what waits for somebody's yes.
        waits: waits that end within another shift of that length.
        duties: who is on duty now.
        message: what they want to say besides.
    """

    at: datetime
    since: datetime
    look_first: tuple[TicketHandoff, ...]
    pressing: int
    untaken: tuple[TicketSnapshot, ...]
    standings: Mapping[int, TicketSnapshot]
    logged: tuple[Ticket, ...]
    resolved: tuple[Ticket, ...]
    climbed: tuple[Ticket, ...]
    changed_hands: tuple[Ticket, ...]
    approvals: tuple[TicketSnapshot, ...]
    waits: tuple[TicketSnapshot, ...]
    duties: tuple[Duty, ...]
    message: str = ""


def ticket_handoffs(context: Context, ids: Sequence[str]) -> list[TicketHandoff]:
    """Return what there is to know of tickets; raises TicketNotFoundError."""
    with context.read() as view:
        numbers = typed_ticket_ids.numbers_of(ids)
        return [_handoff(context, context.history(view, number)) for number in numbers]


def shift_handoff(context: Context, since: datetime, message: str = "") -> ShiftHandoff:
    """Return what there is to know of the time since an instant; raises UsageError."""
    if since >= context.now:
        raise UsageError("the shift has not begun", "give --since an earlier time")
    with context.read() as view:
        return _shift(context, view, since, text_of(message))


def _shift(context: Context, view: View, since: datetime, message: str) -> ShiftHandoff:
    tickets = list(chain(view.search(), view.archived()))
    changed = [each for each in tickets if each.latest_at >= since]
    active = [each for each in tickets if each.is_active]
    standings = sorted(context.look(view, active), key=by_pressure)
    pressing = [each for each in standings if each.presses]
    climbed = tuple(each for each in changed if _has_climbed(each, since))
    first = [*(each.ticket for each in pressing), *(each for each in climbed if each.is_active)]
    numbers = list(dict.fromkeys(each.number for each in first))[:LOOK_FIRST]
    until = context.now + (context.now - since)
    return ShiftHandoff(
        at=context.now,
        since=since,
        look_first=tuple(_handoff(context, context.history(view, each)) for each in numbers),
        pressing=len(pressing),
        untaken=tuple(each for each in standings if each.ticket.is_free),
        standings={each.ticket.number: each for each in standings},
        logged=tuple(each for each in changed if each.logged_at >= since),
        resolved=tuple(each for each in changed if each.resolved_at and each.resolved_at >= since),
        climbed=climbed,
        changed_hands=tuple(
            each
            for each in changed
            if each not in climbed and _has_changed_hands(context, view, each, since)
        ),
        approvals=tuple(each for each in standings if each.ticket.pending_approval),
        waits=tuple(each for each in standings if _ends_waiting(each.ticket, until)),
        duties=tuple(duties(context, None, context.now)),
        message=message,
    )


def _handoff(context: Context, history: History) -> TicketHandoff:
    events: Iterable[Event] = reversed(history.effective)
    latest = list(events)
    return TicketHandoff(
        standing=stand(context, history),
        moved=next((each for each in latest if each.leads_to), None),
        said=next((each for each in latest if each.is_word and each.written), None),
        coming=coming_of(context, history),
    )


def _has_climbed(ticket: Ticket, since: datetime) -> bool:
    return any(step.at >= since for step in ticket.escalations)


def _has_changed_hands(context: Context, view: View, ticket: Ticket, since: datetime) -> bool:
    """Tell whether a ticket that somebody had is another one's now."""
    if ticket.logged_at >= since or ticket.owner is None:
        return False  # without a look at its history
    before = step_at(context.history(view, ticket.number), since).ticket.owner
    return before not in {None, ticket.owner}


def _ends_waiting(ticket: Ticket, until: datetime) -> bool:
    ends_at = ticket.waiting_until
    return ticket.status is Status.WAITING and ends_at is not None and ends_at <= until
