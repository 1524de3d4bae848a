"""Whose move it is on a ticket, what they owe, and by when."""

from collections.abc import Mapping
from typing import Final

from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.screen.asker import Asker
from escalate_cli.render.parts.words.clock_text import late_by
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.parts.words.urgency_marks import pressure_of

_OWES: Final[Mapping[str, str]] = {
    ClockName.FIRST_RESPONSE: "respond",
    ClockName.NEXT_RESPONSE: "answer",
    ClockName.UPDATE: "tell how it goes",
    ClockName.ACKNOWLEDGE: "take it",
    ClockName.LEVEL: "hand it on or resolve it",
}


def move_of(standing: TicketSnapshot, asker: Asker, wall: Wall) -> str:
    """Say who must do what by when; nothing where nobody must."""
    ticket, clock = standing.ticket, standing.foremost
    if ticket.status is Status.WAITING and not standing.is_overdue:
        return pressure_of(standing, wall)
    if clock is None:
        return ""
    who = asker.holder(standing)
    return f"{who or 'nobody'} must {_OWES.get(clock.name, 'resolve it')} {_by_when(clock, wall)}"


def _by_when(clock: Clock, wall: Wall) -> str:
    if clock.is_overdue and clock.target:
        at = clock.breached_at if clock.breached_target == clock.target.within else None
        since = f", was due {wall.time(at)}" if at else ""
        return f"now: -{late_by(clock)}{since}"
    return f"by {wall.time(clock.due_at)} ({wall.due(clock.due_at)})" if clock.due_at else ""
