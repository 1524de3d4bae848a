"""Instants of a row that are later than its history says, so that nobody would look in time.

`check` and lists find a ticket by them. They were right when the row was written, and may be said
otherwise since: what is earlier costs a look, and what has come is looked at next.
"""

from collections.abc import Iterator
from datetime import datetime

from escalate_cli.domain.engine.breaches import breaking
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.domain.ticket.ticket_snapshot import at_risk_at, due_at_of
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import View

Late = tuple[str, str, datetime | None, datetime]
"""A ticket, the field that is too late or lost, what is kept, and what the history says."""


def late_instants(context: Context, view: View, number: int, history: History) -> Iterator[Late]:
    """Yield each instant that is lost, or later than the history and what is to come say.

    Only of a ticket on which somebody still works, or owes an answer, and not as of an instant that
    was typed: windows and turns that are over are not kept.
    """
    ticket = history.ticket
    if not ticket.is_owed or history.is_withdrawn or context.present.is_typed:
        return
    next_at, due_at, risk_at = view.pressed_at(number)
    expected = {
        "next_at": (next_at, _next_at(context, history)),
        "due_at": (due_at, due_at_of(history.seen(ticket.latest_at))),
        "risk_at": (risk_at, at_risk_at(ticket, history.rules)),
    }
    put_off = {window.until_at for window in view.windows()} if next_at else set()
    for field, (kept, folded) in expected.items():
        if folded is None or (kept is not None and kept <= max(folded, context.now)):
            continue
        if field != "next_at" or kept not in put_off:  # a window may have been ended since
            yield id_of(number), field, kept, folded


def _next_at(context: Context, history: History) -> datetime | None:
    """Return when the policy acts next; of other people than the row's the targets alone tell."""
    if history.ticket.policy == context.rules.id:
        instants = context.engine(history).agenda.instants(context.now, again=False)
        return min(instants, default=None)
    silence = context.engine(history).agenda.silence(context.now)
    return min((silence.put_off(at, context.now) for at in breaking(history)), default=None)
