"""What would happen to a ticket if nobody acted; nothing is written."""

from datetime import datetime, timedelta

import msgspec

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.engine.engine import forecast as run
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket_snapshot import Standing, standing
from escalate_cli.usecases.unit_of_work import Desk
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.edit import Edits, changes_of


class Prospect(msgspec.Struct, frozen=True):
    """What is decided at one instant, and the ticket after it."""

    at: datetime
    decisions: tuple[Decision, ...]
    after: Standing


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket as it is, or would be, and what comes of it by the horizon."""

    begins: Standing
    until: datetime
    prospects: tuple[Prospect, ...]


def forecast(desk: Desk, ticket_id: str, within: timedelta, suppose: Edits) -> Forecast:
    """Follow the policy up to a horizon, with some fields changed first if asked."""
    view = desk.store.read()
    [number] = input_validation.numbers_of([ticket_id])
    history = desk.history(view, number)
    changes = changes_of(suppose, history.ticket, history.policy)
    if changes != e.Changes():
        history.add(e.TicketEdited(changes=changes, **desk.stamp))
    begins = standing(history.ticket, history.policy, desk.now)
    until = desk.now + within
    prospects = []
    for outcome in run(history, desk.now, until, desk.policy):
        at = outcome.decisions[0].noticed_at
        after = standing(history.ticket, history.policy, at)
        prospects.append(Prospect(at, outcome.decisions, after))
    return Forecast(begins=begins, until=until, prospects=tuple(prospects))
