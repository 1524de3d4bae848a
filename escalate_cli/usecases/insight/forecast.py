"""Forecast: what would happen to a ticket if nobody acted; nothing is written."""

from datetime import datetime, timedelta

import msgspec

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot, snapshot_at
from escalate_cli.domain.verbs.edit import Edits, edit
from escalate_cli.domain.verbs.situation import situation_of
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import must
from escalate_cli.usecases.verbs import typed_ticket_ids
from escalate_cli.usecases.verbs.edit import fit_to_keep

MOST = 1_000
"""So many decisions are foreseen; an endless repeat would fill any horizon."""


class Prospect(msgspec.Struct, frozen=True):
    """What is decided at one instant, and the ticket after it."""

    at: datetime
    decisions: tuple[Decision, ...]
    after: TicketSnapshot


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket as it is, or would be, and what comes of it by the horizon.

    Attributes:
        until: the horizon, or where it stopped.
        stopped: there would be more decisions by the horizon than are foreseen.
    """

    begins: TicketSnapshot
    until: datetime
    prospects: tuple[Prospect, ...]
    stopped: bool = False


def forecast(context: Context, ticket_id: str, within: timedelta, suppose: Edits) -> Forecast:
    """Follow the policy up to a horizon, with some fields changed first if asked."""
    view = context.read()
    [number] = typed_ticket_ids.numbers_of([ticket_id])
    history = context.history(view, number)
    asked = situation_of(history, context.today, context.stamp)
    for event in must(edit(asked, fit_to_keep(suppose))).events:
        history.add(event)
    begins = snapshot_at(history.ticket, history.rules, context.now)
    until = context.now + within
    engine, prospects, count = context.engine(history), list[Prospect](), 0
    for outcome in engine.forecast(context.now, until):
        at = outcome.decisions[0].noticed_at
        after = snapshot_at(history.ticket, history.rules, at)
        prospects.append(Prospect(at, outcome.decisions, after))
        count += len(outcome.decisions)
        following = engine.following(at) if count >= MOST else None
        if following is not None and following <= until:
            return Forecast(begins=begins, until=at, prospects=tuple(prospects), stopped=True)
    return Forecast(begins=begins, until=until, prospects=tuple(prospects))
