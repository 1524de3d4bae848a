"""Explain every verdict: the clocks' arithmetic and the triggers' reasons."""

import msgspec

from escalate_cli.domain.engine.clock_breakdown import ClockBreakdown, breakdowns
from escalate_cli.domain.engine.trigger_status import TriggerStatus, accounts
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.ticket.events import ChangeUndone
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.context import Context, stand
from escalate_cli.usecases.verbs import typed_ticket_ids
from escalate_cli.usecases.verbs.policy_words import one_of


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the engine knows about one ticket, as it counted it.

    Attributes:
        undone: what was taken back; of one clock, by what that had missed something.
    """

    standing: TicketSnapshot
    ledgers: tuple[ClockBreakdown, ...]
    accounts: tuple[TriggerStatus, ...]
    undone: tuple[ChangeUndone, ...] = ()


def why(context: Context, ticket_id: str, clock: str | None = None) -> Explanation:
    """Explain the clocks of a ticket, or one of them, and its triggers."""
    names = (one_of(clock, CLOCKS, "clock"),) if clock else CLOCKS
    view = context.read()
    [number] = typed_ticket_ids.numbers_of([ticket_id])
    history = context.history(view, number)
    return Explanation(
        standing=stand(context, history),
        ledgers=tuple(
            ledger for name in names for ledger in breakdowns(history, context.now, name)
        ),
        accounts=() if clock else tuple(accounts(context.engine(history).agenda, context.now)),
        undone=tuple(
            undo
            for undo in history.undos
            if clock is None or any(each.clock in names for each in undo.missed)
        ),
    )
