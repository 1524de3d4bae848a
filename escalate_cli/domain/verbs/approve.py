"""Approve or decline: the answer to an escalation that somebody asked for."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import msgspec

from escalate_cli.domain.engine.escalation import granted
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import POLICY
from escalate_cli.domain.ticket.people.approvers import (
    Delegation,
    entitled,
    ladder_in_office,
    speaks_for,
)
from escalate_cli.domain.ticket.ticket import Request, Ticket
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.situation import Situation
from escalate_cli.suggestions import shell_word


class Authority(msgspec.Struct, frozen=True):
    """The right to answer a request; `lender` is whose it is, where that is somebody else."""

    request: Request
    lender: str | None


def approve(at: Situation, lent: Iterable[Delegation], message: str = "") -> Done | Refused:
    """Grant the request: the ticket moves at once, unless it has moved already."""
    found = _authority(at, lent)
    if isinstance(found, Refused):
        return found
    request = found.request
    said = e.EscalationApproved(to=request.to, for_person=found.lender, message=message, **at.stamp)
    goal = at.rules.level(request.to)
    if goal is None or request.afterwards:
        return Done((said,))
    return Done((said, granted(at.ticket, request, goal, at.people, at.stamp)))


def decline(at: Situation, lent: Iterable[Delegation], message: str) -> Done | Refused:
    """Turn the request down; the ticket stays where it is."""
    found = _authority(at, lent)
    if isinstance(found, Refused):
        return found
    to, lender = found.request.to, found.lender
    return Done((e.EscalationDeclined(to=to, for_person=lender, message=message, **at.stamp),))


def _authority(at: Situation, lent: Iterable[Delegation]) -> Authority | Refused:
    """Return what somebody may answer; four eyes: never a request of their own."""
    request = at.ticket.pending_approval
    if request is None:
        return _no_request(at.ticket)
    is_on_record = at.is_on_record
    rules = at.rules if is_on_record else ladder_in_office(request, at.policy.rules, at.rules)
    may_answer = entitled(request, rules, at.people, at.now, is_on_record=is_on_record)
    is_known = is_on_record or at.people.knows(at.by)
    whose = speaks_for(at.by, request, may_answer, lent, at.now) if is_known else None
    if whose is not None:
        return Authority(request, whose if whose != at.by else None)
    return _not_entitled(at, request, may_answer)


def _no_request(ticket: Ticket) -> Refused:
    last = ticket.escalations[-1] if ticket.escalations else None
    if last is not None and last.approved_by == POLICY:
        at = format_instant(last.at)
        return Refused(
            f"{ticket.id} went to {last.to} already: nobody had answered by {at}",
            f"escalate show {ticket.id} tells the story",
        )
    return Refused(
        f"{ticket.id} has no request to answer",
        "escalate list is:pending shows the tickets that have one",
    )


def _not_entitled(at: Situation, request: Request, may_answer: AbstractSet[str]) -> Refused:
    by, ticket_id = at.by, at.ticket.id
    others = may_answer - {request.by}
    names = [name for name in request.asked if name in others] or sorted(others)
    lender = shell_word(names[0] if names else "PERSON")
    lends = f"escalate delegate {lender} --to {shell_word(by)} --until TIME lends the authority"
    return Refused(
        f"{by} may not answer for {ticket_id}: "
        f"it needs {request.approver} ({', '.join(names) or 'nobody named'})",
        "one's own request needs another one's yes" if by == request.by else lends,
    )
