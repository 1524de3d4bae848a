"""A ticket as the public JSON has it: which fields, in which order; see docs/json.md."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final, Protocol

from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.ticket.clock.latched_breach import Excuse, LatchedBreach
from escalate_cli.domain.ticket.clock.sla_clock import Clock, ClockState
from escalate_cli.domain.ticket.ticket import Escalation, Request
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.data.json_values import SCHEMA, Fields, document, documents, stored


def _ticket(*names: str) -> dict[str, Callable[[object], object]]:
    return stored(*(f"ticket.{name}" for name in names))


_CLOCK: Final[Fields[Clock]] = {
    **stored("target_seconds=target.within", "target.calendar", "started_at", "due_at"),
    **stored("elapsed_seconds=spent"),
    "remaining_seconds": lambda clock: plain(clock.target and clock.target.within - clock.spent),
    **stored("state"),
    "running": lambda clock: clock.running and clock.ended_at is None,
    **stored("breached_at", "noticed_at"),
    "met_at": lambda clock: plain(clock.ended_at) if clock.state is ClockState.MET else None,
}
_BREACH: Final[Fields[LatchedBreach]] = stored(
    *("clock", "cycle", "priority", "owner", "level", "due_at=breached_at", "breached_at"),
    *("noticed_at",),
)
_EXCUSE: Final[Fields[Excuse]] = stored("by", "at", "reason")
_ESCALATION: Final[Fields[Escalation]] = stored(
    *("n", "ladder", "from=origin", "to", "mode", "kind", "trigger", "reason", "since", "at"),
    *("by", "approved_by", "acknowledged_at"),
)
_REQUEST: Final[Fields[Request]] = stored(
    *("ladder", "to", "approver", "asked", "by", "at", "auto_at", "afterwards", "reason"),
    *("tried", "impact_note", "next_step"),
)


def _clocks(standing: TicketSnapshot) -> dict[str, object]:
    clocks = standing.clocks
    held = {name: clock for name, clock in clocks.items() if clock.target}
    return {name: document(_CLOCK, held[name]) if name in held else None for name in CLOCKS}


def _breaches(standing: TicketSnapshot) -> list[dict[str, object]]:
    clocks = standing.clocks if standing.ticket.breaches else {}
    return [
        {
            **document(_BREACH, breach),
            "overrun_seconds": plain(_overrun(breach, clocks)),
            "excused": breach.excused and document(_EXCUSE, breach.excused),
        }
        for breach in standing.ticket.breaches
    ]


def _overrun(breach: LatchedBreach, clocks: Mapping[str, Clock]) -> timedelta:
    """Return by how much a run was over its target at its end, or is by now."""
    return clocks[breach.clock].overrun if breach.overrun is None else breach.overrun


def _pending(standing: TicketSnapshot) -> dict[str, object] | None:
    request = standing.ticket.pending_approval
    return document(_REQUEST, request) if request else None


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
    "escalations": lambda standing: documents(_ESCALATION, standing.ticket.escalations),
    "pending_approval": _pending,
    **stored("overdue=is_overdue", "overdue_seconds=overdue_by"),
    "worst_clock": lambda standing: standing.worst.name if standing.worst else None,
    "breaches": _breaches,
    **_ticket("outcome", "duplicate_of", "related", "agreed_due_at"),
}

PRESSURE: Final[Fields[TicketSnapshot]] = stored("at_risk=is_at_risk", "ticket.action_of")
"""Read off the clocks; part of a document only where it is asked for by name."""


def _of_priority(standing: TicketSnapshot) -> object:
    ranks, priority = standing.rules.priorities, standing.ticket.priority
    return ranks.index(priority) if priority in ranks else priority


def _of_level(standing: TicketSnapshot) -> object:
    ranks, level = [each.id for each in standing.rules.functional], standing.ticket.level
    return ranks.index(level) if level in ranks else level


TICKET_ORDER: Final[Fields[TicketSnapshot]] = {
    **TICKET,
    **PRESSURE,
    "priority": _of_priority,
    "level": _of_level,
}
"""By what a list is sorted: what the policy has in an order of its own is in that."""

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

ESCALATION_COLUMNS: Final = tuple(_ESCALATION)
BREACH_COLUMNS: Final = (*_BREACH, "overrun_seconds", "excused")


class _Standing(Protocol):
    """Something that is said of a ticket."""

    @property
    def standing(self) -> TicketSnapshot: ...


def of_standing(fields: Fields[TicketSnapshot]) -> Fields[_Standing]:
    """Return the fields of the ticket that something is said of."""
    return {name: _of_standing(get) for name, get in fields.items()}


def _of_standing(get: Callable[[TicketSnapshot], object]) -> Callable[[_Standing], object]:
    return lambda about: get(about.standing)
