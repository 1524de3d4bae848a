"""Move open tickets to the policy as it stands today."""

from collections.abc import Iterator, Sequence

from escalate_cli.domain.policy.policy import FUNCTIONAL
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.ticket.ticket_snapshot import Standing
from escalate_cli.errors import NotAllowedError
from escalate_cli.usecases.unit_of_work import Desk, number_of, settle, stand
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.status_guard import must_be


def apply_policy(desk: Desk, ids: Sequence[str]) -> list[Standing]:
    """Let tickets, or all open ones, follow the current file; verdicts so far stay."""
    asked = input_validation.numbers_of(ids)
    with desk.store.transaction() as tx:
        tx.pin(desk.policy.id, desk.source)
        numbers = asked or [number_of(t) for t in tx.tickets(active=True)]
        moved = []
        for number in numbers:
            history = desk.history(tx, number)
            for event in _apply(desk, history):
                history.add(event)
                settle(desk, tx, history)
                moved.append(history)
        return [stand(desk, history) for history in moved]


def _apply(desk: Desk, history: History) -> Iterator[e.Event]:
    ticket = history.ticket
    if ticket.policy == desk.policy.id:
        return
    must_be(ticket, ACTIVE, "moved to another policy")
    for held, what in ((ticket.level, FUNCTIONAL), (ticket.management_level, "management")):
        if held is not None and desk.policy.level(held) is None:
            raise NotAllowedError(
                f"{ticket.id} is at the {what} level {held}, which the policy no longer has",
                "keep that level in the file until no open ticket is at it",
            )
    if ticket.priority not in desk.policy.priorities:
        raise NotAllowedError(
            f"{ticket.id} has priority {ticket.priority}, which the policy no longer has",
            f"escalate edit {ticket.id} --priority gives it another one first",
        )
    yield e.PolicyApplied(policy=desk.policy.id, **desk.stamp)


def outdated(desk: Desk) -> int:
    """Count the open tickets that follow an older version of the policy."""
    return desk.store.read().outdated_count(desk.policy.id)
