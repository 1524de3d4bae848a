"""Authority that is lent, with an end."""

from datetime import datetime

from escalate_cli.domain.ticket.authority import Delegation
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.unit_of_work import Desk
from escalate_cli.usecases.verbs import input_validation


def delegate(desk: Desk, person: str, to: str, until: datetime, message: str = "") -> Delegation:
    """Let somebody speak for another until an instant; only that person may lend it."""
    lender, borrower = (
        input_validation.person_of(name, desk.policy, desk.by) for name in (person, to)
    )
    if until <= desk.now:
        raise UsageError("a delegation must end in the future", "give --until a later time")
    if lender == borrower:
        raise UsageError("nobody delegates to themselves", "name another person with --to")
    if desk.policy.people and desk.by != lender and not _outranks(desk, lender):
        raise NotAllowedError(
            f"{desk.by} may not lend the authority of {lender}",
            f"{lender}, or a manager above, does it",
        )
    lent = Delegation(
        person=lender,
        to=borrower,
        since=desk.now,
        until=until,
        by=desk.by,
        reason=input_validation.text_of(message),
    )
    with desk.store.transaction() as tx:
        tx.lend(lent)
    return lent


def _outranks(desk: Desk, lender: str) -> bool:
    ranks = {level.person: level.rank for level in desk.policy.management}
    return ranks.get(desk.by, -1) > ranks.get(lender, -1)


def delegations(desk: Desk) -> list[Delegation]:
    """List the delegations that have not ended, earliest end first."""
    lent = [d for d in desk.store.read().delegations() if d.until > desk.now]
    return sorted(lent, key=lambda delegation: delegation.until)
