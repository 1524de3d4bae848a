"""A ticket as the public JSON has it: which fields, in which order; see docs/json.md."""

from collections.abc import Callable
from operator import attrgetter
from typing import Final

from escalate_cli.domain.policy.policy import CLOCKS
from escalate_cli.domain.ticket.sla_clock import Clock, ClockState
from escalate_cli.domain.ticket.ticket import Escalation, Request
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.json_values import SCHEMA, Fields, plain, seconds, stored


def _ticket(*names: str) -> dict[str, Callable[[object], object]]:
    return stored(*(f"ticket.{name}" for name in names))


def _clocks(standing: TicketSnapshot) -> dict[str, object]:
    clocks = standing.ticket.clocks
    return {name: _clock(clocks[name]) if name in clocks else None for name in CLOCKS}


def _clock(clock: Clock) -> dict[str, object] | None:
    if clock.target is None:
        return None
    return {
        "target_seconds": seconds(clock.target.within),
        "calendar": clock.target.calendar,
        "started_at": plain(clock.started_at),
        "due_at": plain(clock.due_at),
        "elapsed_seconds": seconds(clock.spent),
        "remaining_seconds": seconds(clock.target.within - clock.spent),
        "state": clock.state.value,
        "running": clock.running and clock.ended_at is None,
        "breached_at": plain(clock.breached_at),
        "noticed_at": plain(clock.noticed_at),
        "met_at": plain(clock.ended_at) if clock.state is ClockState.MET else None,
    }


def _escalation(step: Escalation) -> dict[str, object]:
    return {
        "n": step.n,
        "ladder": step.ladder,
        "from": step.origin,
        "to": step.to,
        "mode": step.mode,
        "kind": step.kind,
        "trigger": step.trigger,
        "reason": step.reason,
        "since": plain(step.since),
        "at": plain(step.at),
        "by": step.by,
        "approved_by": step.approved_by,
        "acknowledged_at": plain(step.acknowledged_at),
    }


def _request(request: Request) -> dict[str, object]:
    return {
        "ladder": request.ladder,
        "to": request.to,
        "approver": request.approver,
        "asked": list(request.asked),
        "by": request.by,
        "at": plain(request.at),
        "auto_at": plain(request.auto_at),
        "afterwards": request.afterwards,
        "reason": request.reason,
        "tried": request.tried,
        "impact_note": request.impact_note,
        "next_step": request.next_step,
    }


def _pending(standing: TicketSnapshot) -> dict[str, object] | None:
    request = standing.ticket.pending_approval
    return _request(request) if request else None


TICKET: Final[Fields[TicketSnapshot]] = {
    "schema": lambda _: SCHEMA,
    **_ticket("id", "uid", "title", "description", "status", "priority", "impact", "urgency"),
    **_ticket("category", "service", "customer", "vip", "tags", "skills", "requester"),
    **_ticket("stakeholders", "owner", "team", "level", "management_level", "cycle", "policy"),
    **_ticket("logged_at", "updated_at", "acknowledged_at", "resolved_at", "closed_at"),
    **_ticket("reviewed_at", "resolution"),
    **stored("due_at", "next_at"),
    **_ticket("waiting_for", "key", "source"),
    "complaints": lambda standing: len(standing.ticket.complaints),
    "clocks": _clocks,
    "escalations": lambda standing: list(map(_escalation, standing.ticket.escalations)),
    "pending_approval": _pending,
}

PRESSURE: Final[Fields[TicketSnapshot]] = {
    "overdue": attrgetter("is_overdue"),
    "at_risk": attrgetter("is_at_risk"),
}
"""Read off the clocks; part of a document only where they are asked for by name."""


TICKET_COLUMNS: Final = (
    "id",
    "status",
    "priority",
    "level",
    "management_level",
    "owner",
    "due_at",
    "overdue",
    "title",
)
"""What a row says of a ticket unless other fields are asked for."""
