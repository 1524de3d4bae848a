"""The list of tickets as a person sees it: what presses, where, whose."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

import msgspec

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts import urgency_marks
from escalate_cli.render.parts.ansi import Ansi
from escalate_cli.render.parts.clock_text import owed_of
from escalate_cli.render.parts.data_writer import DataWriter
from escalate_cli.render.parts.terminal import cell
from escalate_cli.render.parts.text_table import Column, show, table
from escalate_cli.render.parts.time_text import Wall, largest

if TYPE_CHECKING:  # Rich costs as much start-up as all the rest; only a table needs it
    from rich.text import Text


class TicketColumn(msgspec.Struct, frozen=True):
    """A column, what it says of a ticket, and how wide a terminal must be for it."""

    column: Column
    says: Callable[[TicketSnapshot, Wall], "Text"]
    wide: int = 0


def _mark(standing: TicketSnapshot, _: Wall) -> "Text":
    return cell(urgency_marks.sign_of(standing), urgency_marks.style_of(standing))


def _due(standing: TicketSnapshot, _: Wall) -> "Text":
    return cell(owed_of(standing), urgency_marks.style_of(standing))


def _age(standing: TicketSnapshot, wall: Wall) -> "Text":
    return cell(largest(wall.now - standing.ticket.logged_at))


def _next(standing: TicketSnapshot, wall: Wall) -> "Text":
    at = standing.next_at
    return cell("-" if at is None else "at a check" if at <= wall.now else wall.time(at))


PARTS: Final = (
    TicketColumn(Column(""), _mark),
    TicketColumn(Column("ID"), lambda standing, _: cell(standing.ticket.id, "bold")),
    TicketColumn(Column("P", turn=3), lambda standing, _: cell(standing.ticket.priority)),
    TicketColumn(
        Column("LVL", turn=2),
        lambda standing, _: cell(urgency_marks.short_level_of(standing.ticket)),
    ),
    TicketColumn(
        Column("STATUS"), lambda standing, _: cell(standing.ticket.status.value), wide=140
    ),
    TicketColumn(
        Column("OWNER", least=6, turn=1, most=8),
        lambda standing, _: cell(standing.ticket.owner or "-"),
    ),
    TicketColumn(
        Column("CUSTOMER", least=8, most=12),
        lambda standing, _: cell(standing.ticket.customer or "-"),
        wide=100,
    ),
    TicketColumn(Column("AGE"), _age, wide=120),
    TicketColumn(Column("DUE"), _due),
    TicketColumn(Column("NEXT"), _next, wide=160),
    TicketColumn(Column("TITLE", least=12), lambda standing, _: cell(standing.ticket.title)),
)
_AROUND: Final = 3
"""The headings, the counts, and the line at which the person types on."""


def list_tickets(
    out: DataWriter, standings: Iterable[TicketSnapshot], wall: Wall, limit: int | None = None
) -> int:
    """Print a row for each ticket up to a limit, and count them all.

    Without a limit there are as many rows as the terminal has room for; 0 is no limit.
    Returns how many there are; of none, nothing is printed.
    """
    height = None if limit is not None else out.height
    most = limit or None if height is None else max(height - _AROUND, 1)
    counts, parts = _Footer(), [part for part in PARTS if part.wide <= out.console.width]
    rows = []
    for standing in standings:
        counts.add(standing)
        if most is None or counts.number <= most:
            rows.append([part.says(standing, wall) for part in parts])
    if not rows:
        return 0
    if height is not None and counts.number > len(rows) > 1:
        rows.pop()  # the line that says how many more there are needs room too
    show(out.console, table(out.console, [part.column for part in parts], rows))
    out.line(counts.line(out.ink))
    hidden = counts.number - len(rows)
    if hidden:
        more = f"{out.ink.sign('…')} {hidden} more (-n 0 shows all)"
        out.line(out.ink.paint(more, "dim"))
    return counts.number


class _Footer:
    """Counts tickets in one line: `41 tickets · 3 overdue · 2 at risk`."""

    def __init__(self) -> None:
        self.number = self.overdue = self.at_risk = 0

    def add(self, standing: TicketSnapshot) -> None:
        """Count one more."""
        self.number += 1
        self.overdue += standing.is_overdue
        self.at_risk += standing.is_at_risk

    def line(self, ink: Ansi) -> str:
        """Say how many there were, and how many of them press."""
        return ink.joined(
            f"{self.number} ticket{'s' * (self.number != 1)}",
            ink.paint(f"{self.overdue} overdue", "red") if self.overdue else "",
            ink.paint(f"{self.at_risk} at risk", "yellow") if self.at_risk else "",
        )
