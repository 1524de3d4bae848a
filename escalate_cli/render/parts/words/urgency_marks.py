"""Marks of urgency: overdue and at risk as a sign, a word and a colour."""

from datetime import datetime
from typing import Final

from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.words.clock_text import late_by
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.sanitize import one_line

OVERDUE: Final = "!"
AT_RISK: Final = "~"
WANTS_YES: Final = "?"
WAITS: Final = "z"
ESCALATED: Final = "^"
STYLES: Final = {OVERDUE: "red", AT_RISK: "yellow"}


def sign_of(standing: TicketSnapshot) -> str:
    """Return the most pressing thing about a ticket as one sign, or nothing.

    A clock that was missed and still runs is marked, whatever time it was given since.
    """
    if standing.is_overdue or standing.was_given_time:
        return OVERDUE
    if standing.is_at_risk:
        return AT_RISK
    ticket = standing.ticket
    if ticket.pending_approval:
        return WANTS_YES
    if ticket.status is Status.WAITING:
        return WAITS
    return ESCALATED if ticket.is_active and ticket.escalations else ""


def style_of(standing: TicketSnapshot) -> str:
    """Return the colour that goes with the sign."""
    return STYLES.get(sign_of(standing), "")


def priority_style_of(standing: TicketSnapshot) -> str:
    """Return the weight of a priority: the most urgent stands out, the least one back."""
    ranks, priority = standing.rules.priorities, standing.ticket.priority
    return "bold" if priority == ranks[0] else "dim" if priority == ranks[-1] else ""


def due_of(standing: TicketSnapshot, wall: Wall) -> str:
    """Write the next due for a table: `in 1h 20m`, `-4h 5m`, `waiting`, `-`.

    What is overdue is so by business time; what is due but not yet late, as over a weekend, reads
    `now`.
    """
    worst, due_at = standing.worst, standing.due_at
    if worst is not None:
        return f"-{late_by(worst)}"
    if due_at is None:
        return "waiting" if standing.ticket.status is Status.WAITING else "-"
    return wall.due(due_at) if due_at > standing.now else "now"


def pressure_of(standing: TicketSnapshot, wall: Wall) -> str:
    """Write the next due for a sentence; nothing where nothing is due."""
    due_at, ticket = standing.due_at, standing.ticket
    if standing.worst is not None:
        return f"overdue by {late_by(standing.worst)}"
    if due_at is not None:
        return f"due {due_of(standing, wall)}"
    if ticket.status is not Status.WAITING:
        return ""
    until = f" until {wall.time(ticket.waiting_until)}" if ticket.waiting_until else ""
    return f"waiting for {one_line(ticket.waiting_for or 'somebody')}{until}"


def asked_of(standing: TicketSnapshot, wall: Wall) -> str:
    """Write which escalation waits for whose approval; nothing where none does."""
    request = standing.ticket.pending_approval
    if request is None:
        return ""
    whose = ", ".join(request.asked) or request.approver
    auto = f", or by itself {_by_itself(request.auto_at, wall)}" if request.auto_at else ""
    return one_line(f"{request.to}, to be approved by {whose}{auto}")


def _by_itself(at: datetime, wall: Wall) -> str:
    return wall.due(at) if at > wall.now else "at the next check"


def short_level_of(ticket: Ticket) -> str:
    """Write the level for a narrow column, the management level by its first letter: `L2+m`."""
    above = f"+{ticket.management_level[:1]}" if ticket.management_level else ""
    return one_line(f"{ticket.level}{above}")


def level_of(ticket: Ticket) -> str:
    """Write the level that holds a ticket, and the highest one of management involved."""
    above = f"/{ticket.management_level}" if ticket.management_level else ""
    return one_line(f"{ticket.level}{above}")
