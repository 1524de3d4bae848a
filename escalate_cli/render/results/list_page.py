"""The list of tickets as a person sees it: what presses, where, whose."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.data.arrangement import group_of, grouped, headings
from escalate_cli.render.parts.data.data_writer import DataWriter
from escalate_cli.render.parts.data.ticket_fields import PRESSURE, TICKET, TICKET_ORDER
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.folding import folded
from escalate_cli.render.parts.screen.styled_text import Text, cell
from escalate_cli.render.parts.screen.text_table import (
    Column,
    laid_out,
    show,
    table_rows,
    under_headings,
)
from escalate_cli.render.parts.words import urgency_marks
from escalate_cli.render.parts.words.clock_text import owed_of
from escalate_cli.render.parts.words.time_text import Wall, largest


class TicketColumn(msgspec.Struct, frozen=True):
    """A column: which field it shows, in which words, and from which width of a terminal on."""

    column: Column
    field: str
    says: Callable[[TicketSnapshot, Wall], Text]
    wide: int = 0


def _mark(standing: TicketSnapshot, _: Wall) -> Text:
    return cell(urgency_marks.sign_of(standing), urgency_marks.style_of(standing))


def _due(standing: TicketSnapshot, _: Wall) -> Text:
    return cell(owed_of(standing), urgency_marks.style_of(standing))


def _age(standing: TicketSnapshot, wall: Wall) -> Text:
    return cell(largest(wall.now - standing.ticket.logged_at))


def _next(standing: TicketSnapshot, wall: Wall) -> Text:
    at = standing.next_at
    return cell("-" if at is None else "at a check" if at <= wall.now else wall.time(at))


PARTS: Final = (
    TicketColumn(Column(""), "", _mark),
    TicketColumn(Column("ID"), "id", lambda standing, _: cell(standing.ticket.id, "bold")),
    TicketColumn(
        Column("P", turn=3),
        "priority",
        lambda standing, _: cell(
            standing.ticket.priority, urgency_marks.priority_style_of(standing)
        ),
    ),
    TicketColumn(
        Column("LVL", turn=2),
        "level",
        lambda standing, _: cell(urgency_marks.short_level_of(standing.ticket)),
    ),
    TicketColumn(
        Column("STATUS"),
        "status",
        lambda standing, _: cell(standing.ticket.status.value),
        wide=140,
    ),
    TicketColumn(
        Column("OWNER", least=6, turn=1, most=8),
        "owner",
        lambda standing, _: cell(standing.ticket.owner or "-"),
    ),
    TicketColumn(
        Column("CUSTOMER", least=8, most=12),
        "customer",
        lambda standing, _: cell(standing.ticket.customer or "-"),
        wide=100,
    ),
    TicketColumn(Column("AGE"), "logged_at", _age, wide=120),
    TicketColumn(Column("DUE"), "due_at", _due),
    TicketColumn(Column("NEXT"), "next_at", _next, wide=160),
    TicketColumn(
        Column("TITLE", least=12), "title", lambda standing, _: cell(standing.ticket.title)
    ),
)
_LEAST: Final = 8
_MOST: Final = 24
_INDENT: Final = 3
_AROUND: Final = 3
"""The headings, the counts, and the line at which the person types on."""

_NARROW: Final = 60
"""In fewer columns a title has a line of its own."""


class ListPage:
    """Rows of tickets on a terminal, as many as it has room for unless a number was asked for.

    Args:
        out: where to.
        wall: the clock of whoever looks.
        asked: how many rows, and in which groups.
        names: the fields that are shown; without any, as many as the terminal is wide for.
    """

    def __init__(
        self, out: DataWriter, wall: Wall, asked: Invocation, names: Sequence[str] = ()
    ) -> None:
        self._out, self._wall, self._asked = out, wall, asked
        known = {part.field: part for part in PARTS}
        wide = [part for part in PARTS if part.wide <= out.ink.width]
        self._parts = [known.get(name) or self._plain(name) for name in names] or wide
        self._group = group_of(TICKET_ORDER, asked)
        is_narrow = out.ink.width < _NARROW and self._parts[-1] is PARTS[-1]
        self._title = self._parts.pop() if is_narrow and self._parts[1:] else None

    def _plain(self, name: str) -> TicketColumn:
        """Return a column for a field that has no look of its own."""
        get = {**TICKET, **PRESSURE}[name]
        return TicketColumn(
            Column(name.upper(), least=_LEAST, most=_MOST),
            name,
            lambda standing, _: cell(self._out.shown(name, get(standing))),
        )

    def show(self, standings: Iterable[TicketSnapshot], number: int | None = None) -> int:
        """Print the first tickets, and count them all; of none, nothing is printed.

        Where their number is told, no more is looked at than is shown or presses.
        """
        counts, listed = _Footer(), []
        limit = self._asked.limit
        height = self._out.height if limit is None else None
        most = limit or (None if height is None else max(height - _AROUND, 1))
        for standing in standings:
            if number and most and counts.number >= most and not standing.presses:
                counts.number = number
                break
            counts.add(standing)
            if most is None or counts.number <= most:
                listed.append(standing)
        if height is not None:
            listed = self._fitting(listed, counts.number, height - _AROUND)
        if listed:
            self._print(list(grouped(listed, TICKET_ORDER, self._asked)))
            self._out.line(counts.line(self._out.ink))
        if counts.number > len(listed):
            self._out.more(counts.number - len(listed))
        return counts.number

    def _fitting(
        self, listed: list[TicketSnapshot], number: int, room: int
    ) -> list[TicketSnapshot]:
        """Return as many of the first tickets as there is room for, and one at least."""
        while len(listed) > 1:
            more = number > len(listed)  # the line that says how many there are needs room too
            groups = len({self._group_value(each) for each in listed}) if self._group else 0
            asked = sum(len(self._asked_of(each)) for each in listed)
            if len(listed) * (2 if self._title else 1) + asked + groups + more <= room:
                break
            listed = listed[:-1]
        return listed

    def _asked_of(self, standing: TicketSnapshot) -> list[Text]:
        """Return what a ticket waits to be approved for and by whom, as lines below it."""
        asked = urgency_marks.asked_of(standing, self._wall)
        said = f"asks for {asked}" if asked else ""
        return [cell(line, "dim") for line in folded(said, self._out.ink.width, _INDENT)]

    def _group_value(self, standing: TicketSnapshot) -> str:
        name = self._group or ""
        return self._out.shown(name, {**TICKET, **PRESSURE}[name](standing))

    def _print(self, listed: Sequence[TicketSnapshot]) -> None:
        on, wall = self._out.ink, self._wall
        cells = [[part.says(standing, wall) for part in self._parts] for standing in listed]
        laid = table_rows(on, [part.column for part in self._parts], cells)
        for lines, standing in zip(laid[1:], listed, strict=True):
            if self._title:
                title = [[self._title.says(standing, wall)]]
                lines.extend(laid_out(on, [self._title.column], title, _INDENT))
            lines.extend(self._asked_of(standing))
        values = map(self._group_value, listed) if self._group else ()
        show(on, under_headings(laid, headings(self._group or "", values)))


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
