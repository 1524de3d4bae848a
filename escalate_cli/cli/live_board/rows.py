"""The rows of the board: its tickets under what they want, laid out as wide as the screen."""

import io
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from escalate_cli.cli.live_board.desk import Seen
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.styled_text import Text, cell
from escalate_cli.render.parts.screen.text_table import laid_out
from escalate_cli.render.parts.words.unchecked_text import unchecked_text
from escalate_cli.render.results.now_page import COLUMNS, ticket_cells

_SECTIONS: Final = (
    ("PRESSING", "pressing"),
    ("NOT TAKEN YET", "untaken"),
    ("IN WORK", "in_work"),
    ("WAITING FOR OTHERS", "waiting"),
)


class ScreenRow(NamedTuple):
    """A line of the board: a ticket, or a title above some of them."""

    text: Text
    standing: TicketSnapshot | None = None

    @property
    def name(self) -> str:
        """Return what stays the same while the line changes."""
        return self.standing.ticket.id if self.standing else self.text.plain

    def behind(self, sign: str) -> "ScreenRow":
        """Return the line with a sign before it; a title has none."""
        return ScreenRow(cell(sign, "bold") + self.text, self.standing) if self.standing else self


class _Sheet(Ansi):
    """Lines of a width."""

    def __init__(self, width: int) -> None:
        super().__init__(io.StringIO(), "never")
        self._columns = width

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self._columns


def rows_of(seen: Seen, width: int) -> list[ScreenRow]:
    """Return titles and tickets, most pressing first; no ticket is there twice."""
    sections: list[tuple[str, Sequence[TicketSnapshot]]] = [
        (title, getattr(seen.board, name)) for title, name in _SECTIONS
    ]
    cells = [ticket_cells(each, seen.person) for _, some in sections for each in some]
    laid = iter(laid_out(_Sheet(width), COLUMNS, cells) if cells else ())
    return list(_under_titles(sections, laid))


def _under_titles(
    sections: Sequence[tuple[str, Sequence[TicketSnapshot]]], laid: Iterator[Text]
) -> Iterator[ScreenRow]:
    for title, standings in sections:
        if standings:
            yield ScreenRow(cell(f"{title}  {len(standings)}", "bold"))
        for standing in standings:
            yield ScreenRow(next(laid), standing)


def head_of(seen: Seen, query: Sequence[str]) -> Text:
    """Return when, who, how many, and how old the last check is."""
    board, wall = seen.board, seen.wall
    at_risk = len(board.pressing) - board.overdue
    checked = f"checked {wall.ago(board.last_check_at)}" if board.last_check_at else "never checked"
    parts = (
        cell(f"{wall.dated(wall.now)}  {seen.person}"),
        cell(f"{board.active} open"),
        cell(f"{board.overdue} overdue" if board.overdue else "", "red"),
        cell(f"{at_risk} at risk" if at_risk else "", "yellow"),
        cell(" ".join(query), "dim"),
        cell(unchecked_text(board.unchecked, wall), "yellow")
        if board.unchecked
        else cell(checked, "dim"),
    )
    return Text("   ").join(part for part in parts if part.plain)
