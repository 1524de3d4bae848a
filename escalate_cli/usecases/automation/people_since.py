"""Tickets that wait for people: those for which somebody came since."""

from collections.abc import Iterable, Iterator

from escalate_cli.domain.engine.later_approvers import later_approvers
from escalate_cli.domain.ticket.action import Action
from escalate_cli.errors import EscalateError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import View


def met_by_people(context: Context, view: View, numbers: Iterable[int]) -> Iterator[int]:
    """Yield the tickets on which a run has more to do, though nothing is due."""
    return (number for number in numbers if _is_met(context, view, number))


def _is_met(context: Context, view: View, number: int) -> bool:
    """Tell whether somebody may be asked or found who was not; deciding says what is unreadable."""
    try:
        return _may_be_answered(context, view, number) or _finds_somebody(context, view, number)
    except EscalateError:
        return True


def _may_be_answered(context: Context, view: View, number: int) -> bool:
    ticket = view.ticket(number)
    if ticket.pending_approval is None:
        return False
    own = context.rules_of(view)(ticket.policy)
    return bool(later_approvers(ticket, own, context.today, view.delegations, context.now))


def _finds_somebody(context: Context, view: View, number: int) -> bool:
    history = context.history(view, number)
    if all(fired.action != Action.UNANSWERED for fired in history.decisions):
        return False
    return context.engine(history).finds_somebody(context.now)
