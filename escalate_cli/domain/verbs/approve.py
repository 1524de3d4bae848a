"""Approve or decline: the answer to an escalation that somebody asked for."""

from collections.abc import Iterable

import msgspec

from escalate_cli.domain.engine.escalation import granted
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.authority import Delegation, speaks_for
from escalate_cli.domain.ticket.ticket import Request
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
    ticket, by = at.ticket, at.by
    request = ticket.pending_approval
    if request is None:
        return Refused(
            f"{ticket.id} has no request to answer",
            "escalate list is:pending shows the tickets that have one",
        )
    whose = speaks_for(by, request, at.rules, at.people, lent, at.now)
    if whose is not None:
        return Authority(request, whose if whose != by else None)
    needed = f"{request.approver} ({', '.join(request.asked) or 'nobody named'})"
    asked = request.asked[0] if request.asked else "PERSON"
    lends = (
        f"escalate delegate {shell_word(asked)} --to {shell_word(by)} --until TIME "
        "lends the authority"
    )
    return Refused(
        f"{by} may not answer for {ticket.id}: it needs {needed}",
        "one's own request needs another one's yes" if by == request.by else lends,
    )
