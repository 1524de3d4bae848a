"""Move open tickets to the policy as it stands today."""

from collections.abc import Iterator, Sequence

from escalate_cli.domain.policy.rules import FUNCTIONAL
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.insight.query import Candidate, Query
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import Context, react_and_save, stand
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be


def apply_policy(
    context: Context, ids: Sequence[str], query: Query | None = None
) -> list[TicketSnapshot]:
    """Let tickets, or all open ones that a query finds, follow the current file.

    Verdicts so far stay.
    """
    asked = input_validation.numbers_of(ids)
    if asked and query:
        raise UsageError("tickets are named or asked for, not both", "leave --only or the ids away")

    def move(tx: Transaction) -> list[TicketSnapshot]:
        tx.pin(context.rules.id, context.source)
        numbers = asked or _asked_for(context, tx, query or Query())
        moved = []
        for number in numbers:
            history = context.opened(tx, number)
            for event in _apply(context, history):
                history.add(event)
                react_and_save(context, tx, history)
                moved.append(history)
        return [stand(context, history) for history in moved]

    return context.change(move)


def _asked_for(context: Context, tx: Transaction, query: Query) -> list[int]:
    outdated = (tx.ticket(number) for number in tx.outdated(context.rules.id))
    return [t.number for t in outdated if query.matches(Candidate(context, tx, t))]


def _apply(context: Context, history: History) -> Iterator[e.Event]:
    ticket = history.ticket
    if ticket.policy == context.rules.id:
        return
    must_be(ticket, ACTIVE, "moved to another policy")
    for held, what in ((ticket.level, FUNCTIONAL), (ticket.management_level, "management")):
        if held is not None and context.rules.level(held) is None:
            raise NotAllowedError(
                f"{ticket.id} is at the {what} level {held}, which the policy no longer has",
                "keep that level in the file until no open ticket is at it",
            )
    if ticket.priority not in context.rules.priorities:
        raise NotAllowedError(
            f"{ticket.id} has priority {ticket.priority}, which the policy no longer has",
            f"escalate edit {ticket.id} --priority gives it another one first",
        )
    yield e.PolicyApplied(policy=context.rules.id, **context.stamp)
