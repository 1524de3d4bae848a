"""The list of tickets as a person sees it: what presses, where, whose."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.standing import Standing
from escalate_cli.render import signs
from escalate_cli.render.ages import Wall
from escalate_cli.render.columns import Column, show, table
from escalate_cli.render.ink import Ink
from escalate_cli.render.outlet import Outlet
from escalate_cli.render.terminal import cell

if TYPE_CHECKING:  # Rich costs as much start-up as all the rest; only a table needs it
    from rich.text import Text

COLUMNS: Final = (
    Column(""),
    Column("ID"),
    Column("P"),
    Column("LVL"),
    Column("STATUS", turn=2),
    Column("DUE"),
    Column("OWNER", least=8, turn=1),
    Column("TITLE", least=16),
)


def list_tickets(out: Outlet, standings: Sequence[Standing], wall: Wall, limit: int = 0) -> None:
    """Print a row for each ticket up to a limit, and count them all; 0 is no limit."""
    shown = standings[:limit] if limit > 0 else standings
    on = out.console
    show(on, table(on, COLUMNS, [_row(standing, wall) for standing in shown]))
    hidden = len(standings) - len(shown)
    if hidden:
        more = f"{out.ink.sign('…')} {hidden} more (-n 0 shows all)"
        out.line(out.ink.paint(more, "dim"))
    out.line(_counts(standings, out.ink))


def _row(standing: Standing, wall: Wall) -> list["Text"]:
    ticket, style = standing.ticket, signs.style_of(standing)
    return [
        cell(signs.sign_of(standing), style),
        cell(ticket.id, "bold"),
        cell(ticket.priority),
        cell(signs.level_of(ticket)),
        cell(ticket.status.value),
        cell(signs.due_of(standing, wall), style),
        cell(ticket.owner or "-"),
        cell(ticket.title),
    ]


def _counts(standings: Sequence[Standing], ink: Ink) -> str:
    """Count tickets in one line: `41 tickets · 3 overdue · 2 at risk`."""
    number = len(standings)
    overdue = sum(standing.is_overdue for standing in standings)
    at_risk = sum(standing.is_at_risk for standing in standings)
    return ink.joined(
        f"{number} ticket{'s' * (number != 1)}",
        ink.paint(f"{overdue} overdue", "red") if overdue else "",
        ink.paint(f"{at_risk} at risk", "yellow") if at_risk else "",
    )
