"""One line for a monitoring system, by the convention of its plug-ins.

The form, the words and the exit codes 0 to 3 are those of the Monitoring Plugins Development
Guidelines: `SERVICE STATUS - text | label=value[UOM];[warn];[crit];[min]`.
"""

from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import msgspec

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.words.time_text import spell
from escalate_cli.sanitize import headline
from escalate_cli.usecases.unchecked import PATIENCE

if TYPE_CHECKING:  # a command imports the one use case that it needs
    from escalate_cli.usecases.automation.check import Pressing
    from escalate_cli.usecases.automation.vitals import Vitals

_UNBEARABLE: Final = timedelta(hours=1)
"""A decision that is due for longer, as no check runs, is critical."""


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


def reading(vitals: "Vitals") -> Reading:
    """Say how the tickets stand: critical past a target, a warning near one.

    Messages that failed for good are a warning as well, and decisions that are long due, as no
    check runs; those are critical after an hour. Those without a contact are counted only.
    """
    overdue, at_risk = len(vitals.pressing.overdue), len(vitals.pressing.at_risk)
    dead, unreachable = vitals.left.dead, vitals.left.unreachable
    waits = vitals.unchecked
    unchecked = vitals.now - waits.since if waits else timedelta(0)
    warns = at_risk or dead or unchecked >= PATIENCE
    is_critical = overdue or unchecked > _UNBEARABLE
    health = Health.CRITICAL if is_critical else Health.WARNING if warns else Health.OK
    oldest, late = _oldest(vitals.pressing)
    text = f"{overdue} overdue, {at_risk} at risk, {vitals.active} open{oldest}"
    text += f", {dead} undelivered" if dead else ""
    text += f", {unreachable} without a contact" if unreachable else ""
    text += f", {waits.tickets} due for a check for {spell(unchecked)}" if waits else ""
    figures = (
        f"overdue={overdue};;0;0 at_risk={at_risk};0;;0 open={vitals.active};;;0",
        f"undelivered={dead};0;;0 oldest_overdue={late}s;;;0 unreachable={unreachable};;;0",
        f"last_check_age={_age(vitals)};;;0",
        f"unchecked={_seconds(unchecked)}s;{_seconds(PATIENCE)};{_seconds(_UNBEARABLE)};0",
    )
    return Reading(health, _line(health, f"{text} | {' '.join(figures)}"))


def _age(vitals: "Vitals") -> str:
    """Write how long ago the last check was, `U` where that is not known."""
    at = vitals.last_check_at
    return "U" if at is None or at > vitals.now else f"{_seconds(vitals.now - at)}s"


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())


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
    return f", {ticket_id} for {spell(late)}", _seconds(late)


def _late(standing: TicketSnapshot) -> timedelta:
    return standing.overdue_by or timedelta(0)
