"""The list of tickets as a person sees it: what presses, where, whose."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts import urgency_marks
from escalate_cli.render.parts.ansi import Ansi
from escalate_cli.render.parts.data_writer import DataWriter
from escalate_cli.render.parts.terminal import cell
from escalate_cli.render.parts.text_table import Column, show, table
from escalate_cli.render.parts.time_text import Wall

if TYPE_CHECKING:  # Rich costs as much start-up as all the rest; only a table needs it
    from rich.text import Text

COLUMNS: Final = (
    Column(""),
    Column("ID"),
    Column("P", turn=4),
    Column("LVL", turn=3),
    Column("STATUS", turn=2),
    Column("DUE"),
    Column("OWNER", least=8, turn=1),
    Column("TITLE", least=16),
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
    counts = _Footer()
    rows = []
    for standing in standings:
        counts.add(standing)
        if most is None or counts.number <= most:
            rows.append(_row(standing, wall))
    if not rows:
        return 0
    if height is not None and counts.number > len(rows) > 1:
        rows.pop()  # the line that says how many more there are needs room too
    show(out.console, table(out.console, COLUMNS, rows))
    out.line(counts.line(out.ink))
    hidden = counts.number - len(rows)
    if hidden:
        more = f"{out.ink.sign('…')} {hidden} more (-n 0 shows all)"
        out.line(out.ink.paint(more, "dim"))
    return counts.number


def _row(standing: TicketSnapshot, wall: Wall) -> list["Text"]:
    ticket, style = standing.ticket, urgency_marks.style_of(standing)
    return [
        cell(urgency_marks.sign_of(standing), style),
        cell(ticket.id, "bold"),
        cell(ticket.priority),
        cell(urgency_marks.level_of(ticket)),
        cell(ticket.status.value),
        cell(urgency_marks.due_of(standing, wall), style),
        cell(ticket.owner or "-"),
        cell(ticket.title),
    ]


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
