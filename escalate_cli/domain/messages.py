"""The texts people get: templates of the policy, filled with plain facts."""

from datetime import datetime
from string import Template

from escalate_cli.domain import events as e
from escalate_cli.domain.instant import format_instant
from escalate_cli.domain.policy import Policy
from escalate_cli.domain.ticket import Ticket

BUILT_IN = {
    "handoff": "$id $title ($priority) is now with you at $level ($level_name). "
    "Reason: $reason. Tried: $tried. Next step: $next_step.",
    "alert": "$id $title ($priority, $level): $reason.",
    "management": "$id $title ($priority) was escalated to you as $level_name. Reason: $reason.",
    "status_update": "$id $title is $status at $level, owner: $owner.",
    "stakeholder_update": "$id: $title has been escalated to $level_name. "
    "Next update by $update_due.",
    "approval_request": "$by asks to escalate $id $title ($priority) to $to. Reason: $reason. "
    "Answer with: escalate approve $id, or escalate decline $id.",
    "returned": "$id $title ($priority) comes back to $level ($level_name). Reason: $reason.",
    "resolution": "$id: $title is resolved. $reason",
    "closure": "$id: $title is closed. $reason",
}
"""Every message has a text without a policy; the policy's own text goes first."""

FIELDS = (
    "id",
    "title",
    "priority",
    "status",
    "level",
    "level_name",
    "owner",
    "team",
    "requester",
    "customer",
    "service",
    "reason",
    "tried",
    "impact_note",
    "next_step",
    "due",
    "update_due",
    "trigger",
    "by",
    "to",
)
"""What a text may mention as `$field`; checked when a policy is read."""


def text_of(name: str, ticket: Ticket, policy: Policy, event: e.Event | None = None) -> str:
    """Fill in one message; ticket text is data and is never read as a template."""
    template = policy.messages.get(name) or BUILT_IN.get(name) or BUILT_IN["alert"]
    return Template(template).substitute(facts(ticket, policy, event))


def facts(ticket: Ticket, policy: Policy, event: e.Event | None) -> dict[str, str]:
    """Return the value of every field a text may mention."""
    move = event if isinstance(event, e.TicketEscalated) else None
    level = policy.level(move.to if move else ticket.level)
    update = ticket.clocks.get("update")
    return {
        "id": ticket.id,
        "title": ticket.title,
        "priority": ticket.priority,
        "status": ticket.status,
        "level": move.to if move else ticket.level,
        "level_name": level.name if level else ticket.level,
        "owner": _or_dash(ticket.owner),
        "team": _or_dash(ticket.team),
        "requester": _or_dash(ticket.requester),
        "customer": _or_dash(ticket.customer),
        "service": _or_dash(ticket.service),
        "reason": _or_dash(_reason(event)),
        "tried": _or_dash(getattr(event, "tried", None)),
        "impact_note": _or_dash(getattr(event, "impact_note", None)),
        "next_step": _or_dash(getattr(event, "next_step", None)),
        "due": _instant(_due(ticket)),
        "update_due": _instant(update.due_at if update and not update.ended_at else None),
        "trigger": _or_dash(getattr(event, "trigger", None)),
        "by": _or_dash(event.by if event else None),
        "to": _or_dash(getattr(event, "to", None)),
    }


def _reason(event: e.Event | None) -> str | None:
    for name in ("reason", "message", "resolution"):
        text = getattr(event, name, None)
        if text:
            return str(text)
    return None


def _due(ticket: Ticket) -> datetime | None:
    running = [c.due_at for c in ticket.clocks.values() if c.running and c.due_at]
    return min(running, default=None)


def _or_dash(text: str | None) -> str:
    return text or "-"


def _instant(at: datetime | None) -> str:
    return format_instant(at) if at else "-"
