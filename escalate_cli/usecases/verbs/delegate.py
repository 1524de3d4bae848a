"""Delegate: authority that is lent, with an end."""

from datetime import datetime

from escalate_cli.domain.policy.standing import AuthorityLent
from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.verbs import input_validation


def delegate(
    context: Context, person: str, to: str, until: datetime, message: str = ""
) -> Delegation:
    """Let somebody speak for another until an instant; only that person may lend it."""
    lender, borrower = (
        input_validation.person_of(name, context.people, context.by) for name in (person, to)
    )
    if until <= context.now:
        raise UsageError("a delegation must end in the future", "give --until a later time")
    if lender == borrower:
        raise UsageError("nobody delegates to themselves", "name another person with --to")
    if context.people.people and context.by != lender and not _outranks(context, lender):
        raise NotAllowedError(
            f"{context.by} may not lend the authority of {lender}",
            f"{lender}, or a manager above, does it",
        )
    entry = AuthorityLent(
        person=lender,
        to=borrower,
        from_at=context.now,
        until_at=until,
        message=input_validation.text_of(message),
        **context.stamp,
    )

    def lend(tx: Transaction) -> Delegation:
        tx.enter(entry)
        return list(tx.delegations())[-1]

    return context.change(lend)


def _outranks(context: Context, lender: str) -> bool:
    ranks = {level.person: level.rank for level in context.rules.management}
    return ranks.get(context.by, -1) > ranks.get(lender, -1)


def delegations(context: Context) -> list[Delegation]:
    """List the delegations that have not ended, earliest end first."""
    with context.store.read() as view:
        lent = [each for each in view.delegations() if each.until > context.now]
    return sorted(lent, key=lambda delegation: delegation.until)
