"""Explain every verdict: the clocks' arithmetic and the triggers' reasons."""

import msgspec

from escalate_cli.domain.engine.clock_breakdown import Ledger, ledgers
from escalate_cli.domain.engine.trigger_status import Account, accounts
from escalate_cli.domain.policy.policy import CLOCKS
from escalate_cli.domain.ticket.ticket_snapshot import Standing
from escalate_cli.usecases.unit_of_work import Desk, stand
from escalate_cli.usecases.verbs import input_validation


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the engine knows about one ticket, as it counted it."""

    standing: Standing
    ledgers: tuple[Ledger, ...]
    accounts: tuple[Account, ...]


def why(desk: Desk, ticket_id: str, clock: str | None = None) -> Explanation:
    """Explain the clocks of a ticket, or one of them, and its triggers."""
    names = (input_validation.one_of(clock, CLOCKS, "clock"),) if clock else CLOCKS
    view = desk.store.read()
    [number] = input_validation.numbers_of([ticket_id])
    history = desk.history(view, number)
    return Explanation(
        standing=stand(desk, history),
        ledgers=tuple(ledger for name in names for ledger in ledgers(history, desk.now, name)),
        accounts=() if clock else tuple(accounts(history, desk.now)),
    )
