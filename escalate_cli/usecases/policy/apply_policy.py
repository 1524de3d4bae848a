"""Apply a policy: open tickets are moved to the file as it stands today."""

from collections.abc import Sequence

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs.follow_policy import follow_policy
from escalate_cli.errors import UsageError
from escalate_cli.usecases.insight.query import Candidate, Query
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import Context, act_within
from escalate_cli.usecases.verbs.input_validation import numbers_of


def apply_policy(
    context: Context, ids: Sequence[str], query: Query | None = None
) -> list[TicketSnapshot]:
    """Let tickets, or all open ones that a query finds, follow the current file.

    Verdicts so far stay.
    """
    asked = numbers_of(ids)
    if asked and query:
        raise UsageError("tickets are named or asked for, not both", "leave --only or the ids away")

    def move(tx: Transaction) -> list[TicketSnapshot]:
        tx.pin(context.rules.id, context.source)
        numbers = asked or _asked_for(context, tx, query)
        done = [act_within(context, tx, each, lambda at, _: follow_policy(at)) for each in numbers]
        return [each.standing for each in done if each.effect.events]

    return context.change(move)


def _asked_for(context: Context, tx: Transaction, query: Query | None) -> list[int]:
    outdated = tx.outdated(context.rules.id)
    if query is None:
        return outdated
    return [n for n in outdated if query.matches(Candidate(context, tx, tx.ticket(n)))]
