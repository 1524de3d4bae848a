"""The state machine: how each event changes a ticket."""

from datetime import datetime
from functools import singledispatch

from msgspec import UNSET
from msgspec.structs import asdict, replace

from escalate_cli.domain.policy.policy import FUNCTIONAL
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Complaint, Escalation, Request, Status, Ticket


def logged(event: e.TicketLogged) -> Ticket:
    """Begin a ticket from the event that wrote it down."""
    return Ticket(
        id=event.id,
        status=Status.OPEN,
        uid=event.uid,
        title=event.title,
        policy=event.policy,
        level=event.level,
        priority=event.priority,
        logged_at=event.at,
        updated_at=event.at,
        arrived_at=event.at,
        touched_at=event.at,
        description=event.description,
        impact=event.impact,
        urgency=event.urgency,
        requester=event.requester,
        customer=event.customer,
        vip=event.vip,
        service=event.service,
        category=event.category,
        tags=event.tags,
        skills=event.skills,
        stakeholders=event.stakeholders,
        team=event.team,
        owner=event.owner,
        key=event.key,
        source=event.source,
        imported_at=event.imported_at,
        rules=event.rules,
    )


def apply(ticket: Ticket, event: e.Event) -> Ticket:
    """Return the ticket after one more event; clocks are left to `clocks`."""
    touched_at = ticket.touched_at if event.is_of_policy else event.at
    return replace(_after(event, ticket), updated_at=event.at, touched_at=touched_at)


def awake(ticket: Ticket) -> Ticket:
    """Return the ticket with its wait over."""
    return replace(ticket, status=Status.ACKNOWLEDGED, waiting_for=None, waiting_until=None)


def wait_ended_at(ticket: Ticket, by: datetime) -> datetime | None:
    """Return when a wait with an end was over, if that was by the given instant."""
    until = ticket.waiting_until
    return until if until is not None and until <= by else None


def _taken(ticket: Ticket, event: e.Event) -> Ticket:
    """The level's duty to acknowledge is done; the first to take it owns it."""
    escalations = ticket.escalations
    last = next((n for n in reversed(escalations) if n.ladder == FUNCTIONAL), None)
    if last is not None and last.acknowledged_at is None:
        escalations = tuple(
            replace(n, acknowledged_at=event.at) if n is last else n for n in escalations
        )
    return replace(
        ticket,
        acknowledged_at=ticket.acknowledged_at or event.at,
        escalations=escalations,
    )


@singledispatch
def _after(event: e.Event, ticket: Ticket) -> Ticket:
    """Notes, findings and reviews of others leave the state alone."""
    return ticket


@_after.register
def _assessed(event: e.TicketAssessed, ticket: Ticket) -> Ticket:
    taken = awake(_taken(ticket, event))
    return replace(
        taken,
        owner=ticket.owner or event.by,
        priority=event.priority,
        impact=event.impact or ticket.impact,
        urgency=event.urgency or ticket.urgency,
        category=event.category or ticket.category,
        skills=ticket.skills if event.skills is None else event.skills,
        decisions_asked=(*ticket.decisions_asked, event.at)
        if event.needs_decision
        else ticket.decisions_asked,
    )


@_after.register
def _acknowledged(event: e.TicketAcknowledged, ticket: Ticket) -> Ticket:
    if ticket.status is Status.OPEN:
        ticket = replace(ticket, status=Status.ACKNOWLEDGED)
    elif not event.take:
        return ticket
    return replace(_taken(ticket, event), owner=event.by)


@_after.register
def _escalated(event: e.TicketEscalated, ticket: Ticket) -> Ticket:
    step = Escalation(
        n=len(ticket.escalations) + 1,
        ladder=event.ladder,
        origin=event.origin,
        to=event.to,
        mode=event.mode,
        kind=event.trigger_kind,
        trigger=event.trigger,
        reason=event.reason,
        since=event.since or event.at,
        at=event.at,
        by=event.by,
        approved_by=event.approved_by,
    )
    moved = replace(ticket, escalations=(*ticket.escalations, step))
    if event.ladder != FUNCTIONAL:
        return replace(moved, management_level=event.to)
    return replace(_arrived(moved, event), level=event.to, team=event.team, owner=event.owner)


def _arrived(ticket: Ticket, event: e.Event) -> Ticket:
    """Wait for somebody at the level to acknowledge."""
    return replace(
        ticket,
        status=Status.OPEN,
        arrived_at=event.at,
        acknowledged_at=None,
        waiting_for=None,
        waiting_until=None,
    )


@_after.register
def _requested(event: e.EscalationRequested, ticket: Ticket) -> Ticket:
    request = Request(
        ladder=event.ladder,
        to=event.to,
        approver=event.approver,
        by=event.by,
        at=event.at,
        asked=event.asked,
        auto_at=event.auto_at,
        afterwards=event.afterwards,
        reason=event.reason,
        tried=event.tried,
        impact_note=event.impact_note,
        next_step=event.next_step,
    )
    return replace(ticket, pending_approval=request)


@_after.register
def _approved(event: e.EscalationApproved, ticket: Ticket) -> Ticket:
    pending = ticket.pending_approval
    if pending is None or not pending.afterwards:
        return ticket
    escalations = tuple(
        replace(step, approved_by=event.by) if _is_for(step, pending) else step
        for step in ticket.escalations
    )
    return replace(ticket, escalations=escalations, pending_approval=None)


def _is_for(step: Escalation, request: Request) -> bool:
    return (step.ladder, step.to, step.at) == (request.ladder, request.to, request.at)


@_after.register
def _declined(event: e.EscalationDeclined, ticket: Ticket) -> Ticket:
    return replace(ticket, pending_approval=None)


@_after.register
def _returned(event: e.TicketReturned, ticket: Ticket) -> Ticket:
    arrived = _arrived(ticket, event)
    return replace(arrived, level=event.to, team=event.team, owner=event.owner)


@_after.register
def _complained(event: e.ComplaintReceived, ticket: Ticket) -> Ticket:
    complaint = Complaint(at=event.at, elsewhere=event.elsewhere)
    return replace(ticket, complaints=(*ticket.complaints, complaint))


@_after.register
def _noted(event: e.NoteAdded, ticket: Ticket) -> Ticket:
    answered = event.from_requester and ticket.waiting_for == "requester"
    return awake(ticket) if answered else ticket


@_after.register
def _assigned(event: e.TicketAssigned, ticket: Ticket) -> Ticket:
    return replace(ticket, owner=event.owner, team=event.team or ticket.team)


@_after.register
def _paused(event: e.TicketPaused, ticket: Ticket) -> Ticket:
    taken = _taken(ticket, event) if ticket.status is Status.OPEN else ticket
    return replace(
        taken,
        status=Status.WAITING,
        owner=taken.owner or event.by,
        waiting_for=event.waiting_for,
        waiting_until=event.until,
    )


@_after.register
def _resumed(event: e.TicketResumed, ticket: Ticket) -> Ticket:
    return awake(ticket) if ticket.status is Status.WAITING else ticket


@_after.register
def _edited(event: e.TicketEdited, ticket: Ticket) -> Ticket:
    return _with(ticket, event.changes)


def _with(ticket: Ticket, changes: e.Changes) -> Ticket:
    """Return the ticket with the fields that a change sets."""
    return replace(ticket, **{n: v for n, v in asdict(changes).items() if v is not UNSET})


@_after.register
def _resolved(event: e.TicketResolved, ticket: Ticket) -> Ticket:
    pending = ticket.pending_approval
    return replace(
        awake(ticket),
        status=Status.RESOLVED,
        resolution=event.resolution,
        pending_approval=pending if pending and pending.afterwards else None,
        resolved_at=event.at,
    )


@_after.register
def _closed(event: e.TicketClosed, ticket: Ticket) -> Ticket:
    return replace(ticket, status=Status.CLOSED, closed_at=event.at)


@_after.register
def _reopened(event: e.TicketReopened, ticket: Ticket) -> Ticket:
    return replace(
        _arrived(ticket, event),
        cycle=ticket.cycle + 1,
        resolved_at=None,
        closed_at=None,
        resolution=None,
        reviewed_at=None,
        rules=event.rules,
    )


@_after.register
def _reviewed(event: e.ReviewRecorded, ticket: Ticket) -> Ticket:
    return replace(ticket, reviewed_at=event.at)


@_after.register
def _undone(event: e.ChangeUndone, ticket: Ticket) -> Ticket:
    """A ticket without its log is withdrawn: closed, and its key is free again."""
    if not event.withdrawn:
        return ticket
    return replace(
        awake(ticket),
        status=Status.CLOSED,
        resolution="undone",
        closed_at=event.at,
        pending_approval=None,
        key=None,
    )


@_after.register
def _edited_by_hand(event: e.HandEdited, ticket: Ticket) -> Ticket:
    owner = ticket.owner if event.owner is UNSET else event.owner
    return replace(_with(ticket, event.changes), owner=owner)


@_after.register
def _policy_applied(event: e.PolicyApplied, ticket: Ticket) -> Ticket:
    return replace(ticket, policy=event.policy)
