"""Later approvers: who may answer a request by now, and was never asked."""

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec.structs import replace

from escalate_cli.domain.engine.decision import Outcome, decision_on
from escalate_cli.domain.messages.notifications import asking_others
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.actor import THE_POLICY
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key
from escalate_cli.domain.ticket.people.approvers import (
    Delegation,
    asked_from,
    ladder_in_office,
    with_stand_ins,
)
from escalate_cli.domain.ticket.ticket import Ticket

Lent = Callable[[], Iterable[Delegation]]
"""Looks up the authority that people lent each other; most tickets need not know."""


def later_approvers(
    ticket: Ticket,
    own: Rules,
    today: Policy,
    lent: Callable[[], Iterable[Delegation]],
    at: datetime,
) -> tuple[str, ...]:
    """Name who came on duty, or into somebody's place, since a request was made.

    It is answered by the policy of today, or by the ticket's own rules where that lost its level.
    """
    request = ticket.pending_approval
    if request is None:
        return ()
    rules = ladder_in_office(request, today.rules, own)
    now = asked_from(request.approver, request.by, rules, today.people, at)
    loans = tuple(lent())
    wanted = with_stand_ins(now.people if now else (), request.by, loans, at)
    heard = {*with_stand_ins(request.asked, request.by, loans, request.at), request.by}
    return tuple(name for name in wanted if name not in heard and today.people.knows(name))


def ask_later_approvers(history: History, today: Policy, lent: Lent, now: datetime) -> Outcome:
    """Let a request that nobody has answered reach those who may answer it by now, each once."""
    at = max(now, history.latest_at)
    request = history.ticket.pending_approval
    asked = later_approvers(history.ticket, history.rules, today, lent, at)
    if request is None or not asked:
        return Outcome()
    first = next(
        event for event in reversed(history.effective) if isinstance(event, e.EscalationRequested)
    )
    event = e.ApproversAsked(
        to=request.to, approver=request.approver, asked=asked, **THE_POLICY.stamp(at)
    )
    history.add(event)
    ticket = history.ticket
    key = Key.of_act(ticket.id, ticket.cycle, "approval.later-approvers", len(history.events), at)
    said = replace(
        decision_on(key, request.at, at, Action.ASKED),
        origin=first.origin,
        to=request.to,
        notified=asked,
    )
    messages = asking_others(history, event, first, today.people)
    return Outcome(decisions=(said,), messages=tuple(messages))
