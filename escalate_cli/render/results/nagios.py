"""One line for a monitoring system, by the convention of its plug-ins.

The form, the words and the exit codes 0 to 3 are those of the Monitoring Plugins Development
Guidelines: `SERVICE STATUS - text | label=value[UOM];[warn];[crit];[min]`.
"""

from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.time_text import spell
from escalate_cli.sanitize import headline

if TYPE_CHECKING:  # a command imports the one use case that it needs
    from escalate_cli.usecases.automation.check import Pressing


class Health(IntEnum):
    """What a monitoring system understands."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


class Reading(msgspec.Struct, frozen=True):
    """The state, and the line that says it."""

    health: Health
    line: str


def reading(pressing: "Pressing", active: int, dead: int = 0) -> Reading:
    """Say how the tickets stand: critical past a target, a warning near one.

    `dead` messages, which were given up, are a warning as well.
    """
    overdue, at_risk = len(pressing.overdue), len(pressing.at_risk)
    health = Health.CRITICAL if overdue else Health.WARNING if at_risk or dead else Health.OK
    oldest, late = _oldest(pressing)
    lost = f", {dead} undelivered" if dead else ""
    text = f"{overdue} overdue, {at_risk} at risk, {active} open{oldest}{lost}"
    figures = f"overdue={overdue};;0;0 at_risk={at_risk};0;;0 open={active};;;0"
    figures += f" undelivered={dead};0;;0"
    return Reading(health, _line(health, f"{text} | {figures} oldest_overdue={late}s;;;0"))


def unknown(error: Exception) -> Reading:
    """Say that the tickets cannot be looked at: of many mistakes the number and the first."""
    return Reading(Health.UNKNOWN, _line(Health.UNKNOWN, headline(str(error)).replace("|", "/")))


def _line(health: Health, text: str) -> str:
    return f"ESCALATE {health.name} - {text}"


def _oldest(pressing: "Pressing") -> tuple[str, int]:
    """Name the ticket that has been overdue for longest, and for how many seconds."""
    lates = [(_late(standing), standing.ticket.id) for standing in pressing.overdue]
    if not lates:
        return "", 0
    late, ticket_id = max(lates)
    return f", {ticket_id} for {spell(late)}", int(late.total_seconds())


def _late(standing: TicketSnapshot) -> timedelta:
    return standing.overdue_by or timedelta(0)
