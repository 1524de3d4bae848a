"""The page now as a person sees it: what presses first, and as much as there is room for."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.data.data_writer import DataWriter
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.folding import folded
from escalate_cli.render.parts.screen.row_budget import Share, dealt
from escalate_cli.render.parts.screen.styled_text import Text, cell
from escalate_cli.render.parts.screen.text_table import Column, laid_out, show
from escalate_cli.render.parts.words import urgency_marks
from escalate_cli.render.parts.words.clock_text import owed, owed_of
from escalate_cli.render.parts.words.coming_text import coming_text
from escalate_cli.render.parts.words.time_text import Wall, spell
from escalate_cli.render.parts.words.unchecked_text import unchecked_text
from escalate_cli.sanitize import one_line
from escalate_cli.text_width import cells
from escalate_cli.usecases.insight.now import NowPage, first_due

COLUMNS: Final = (
    Column(""),
    Column(""),
    Column("", turn=2),
    Column(""),
    Column("", least=4, turn=1),
    Column("", least=12),
)
_BESIDE: Final = 40
"""What stands beside an explanation in its row."""

_INDENT: Final = 5
_LOW: Final = 12
"""On a terminal of fewer rows only what presses has rows; the rest is counted."""


class _Section(msgspec.Struct, frozen=True):
    """Tickets of one kind under a title; the page may have room for only some.

    Attributes:
        row: makes the cells of one ticket.
        does: what to type about them; `shows` what shows all of them.
        why: says what explains a row, and is never cut.
    """

    title: str
    standings: Sequence[TicketSnapshot]
    row: Callable[[TicketSnapshot], list[Text]]
    share: Share
    does: str
    shows: str
    why: Callable[[TicketSnapshot], str] = lambda _: ""

    def below(self, width: int, number: int = 1) -> list[Text]:
        """Return what explains one of its rows and has no room in it, as lines below it."""
        words = self.why(self.standings[number - 1]) if self.standings else ""
        is_short = cells(words) <= width - _BESIDE
        return [] if is_short else [cell(line) for line in folded(one_line(words), width, _INDENT)]


def show_now(out: DataWriter, page: NowPage, wall: Wall, limit: int | None = None) -> None:
    """Print the page so that it fits, and leave a line to type on.

    Args:
        out: where to.
        page: what there is to say.
        wall: the clock of whoever looks.
        limit: how many tickets of one kind are shown; 0 is all, none what there is room for.
    """
    show(out.ink, list(_lines(out, page, wall, limit)))


def _lines(out: DataWriter, page: NowPage, wall: Wall, limit: int | None) -> Iterator[Text]:
    on, height = out.ink, out.height
    head = list(_head(out, page, wall))
    yield from head
    sections = [each for each in _sections(page, wall) if each.standings]
    is_low = height is not None and height <= _LOW
    shown = sections[:1] if is_low else sections
    notes = [] if is_low else list(_notes(out, page, wall))
    if not sections and not notes:
        yield cell("nothing presses, and nothing waits for you", "dim")
    around = len(head) + 1 + len(shown) + len(notes) + (len(sections) > len(shown))
    room = None if height is None else height - around
    if limit is not None:
        room = None
    shares = [each.share for each in shown]
    more = sum(len(each.below(on.width)) for each in shown)
    explains = room is None or room - more >= sum(min(s.wanted, s.least) for s in shares)
    rows = dealt(room - more if explains and room is not None else room, shares)
    rows = [min(count, limit) if limit else count for count in rows]
    yield from _bodies(on, shown, rows, wall, explains=explains)
    if len(sections) > len(shown):
        rest = (f"{len(each.standings)} {each.title.lower()}" for each in sections[len(shown) :])
        yield _fitted(on, rest)
    yield from notes


def _bodies(
    on: Ansi, sections: Sequence[_Section], rows: Sequence[int], wall: Wall, *, explains: bool
) -> Iterator[Text]:
    """Yield each title and the rows that it gets, all in the same columns, perhaps explained."""
    given = list(zip(sections, rows, strict=True))
    cells = [each.row(standing) for each, count in given for standing in each.standings[:count]]
    laid = iter(laid_out(on, COLUMNS, cells) if cells else ())
    for section, count in given:
        yield _title(on, section, count, wall)
        for number in range(1, count + 1):
            yield next(laid)
            yield from section.below(on.width, number) if explains else ()


def _title(on: Ansi, section: _Section, rows: int, wall: Wall) -> Text:
    """Write a title, how many of its tickets are hidden, and at the right what to type."""
    number, title = len(section.standings), section.title
    count, typed = f"  {rows} of {number}", section.shows
    if rows == number:
        count, typed = "", section.does
    elif not rows:
        first = first_due(section.standings)
        count = f"  {number}" + (f", first due {wall.time(first)}" if first else "")
    line = cell(title, "bold") + cell(count)
    gap = on.width - line.cell_len - len(typed)
    return line + cell(" " * gap + typed, "dim") if typed and gap > 1 else line


def _head(out: DataWriter, page: NowPage, wall: Wall) -> Iterator[Text]:
    """Yield when, who, how many, how old the last check is; below it what is wrong with that."""
    on, ink = out.ink, out.ink
    at_risk = len(page.pressing) - page.overdue
    checked = f"checked {wall.ago(page.last_check_at)}" if page.last_check_at else "never checked"
    dot = f" {ink.sign('·')} "
    facts = [
        cell(f"{page.active} open"),
        *([cell(f"{page.overdue} overdue", "red")] if page.overdue else []),
        *([cell(f"{at_risk} at risk", "yellow")] if at_risk else []),
    ]
    who = dot.join((page.person, "+".join(page.levels))) if page.levels else page.person
    parts = [
        cell(f"{wall.dated(page.at)}  {who}"),
        Text(dot).join(facts),
        cell(checked, "yellow" if page.unchecked else "dim"),
    ]
    yield from Text("   ").join(parts).wrap(on.width)
    if page.unchecked:
        yield from cell(unchecked_text(page.unchecked, wall), "yellow").wrap(on.width)
    else:
        yield cell("")


def _sections(page: NowPage, wall: Wall) -> Iterator[_Section]:
    def row(standing: TicketSnapshot) -> list[Text]:
        return ticket_cells(standing, page.person)

    def asked(standing: TicketSnapshot) -> list[Text]:
        return _asked(standing, wall)

    level = f" AT {'+'.join(page.levels)}" if page.levels else ""
    free = "NOT TAKEN" if page.is_stranger else f"FREE{level}"
    yield _Section(
        "PRESSING",
        page.pressing,
        row,
        Share(len(page.pressing), 3),
        "" if page.is_stranger else _takes(page),
        "escalate list is:overdue",
    )
    yield _Section(
        "YOUR YES",
        page.approvals,
        asked,
        Share(len(page.approvals), 1, grows=False),
        "escalate approve ID, escalate decline ID",
        "escalate list is:pending",
        _wants,
    )
    yield _Section(
        "YOURS, LATER", page.yours, row, Share(len(page.yours), 0), "", "escalate list is:mine"
    )
    yield _Section(
        free,
        page.free,
        row,
        Share(len(page.free), 0),
        "" if page.is_stranger else "escalate ack ID",
        "escalate list is:free",
    )


def _takes(page: NowPage) -> str:
    """Say which command takes a ticket that presses; one that somebody has needs `--take`."""
    tickets = [standing.ticket for standing in page.pressing]
    others = [each for each in tickets if each.owner not in {None, page.person}]
    waits = [each for each in tickets if each not in others and each.status is Status.OPEN]
    if others and not waits:
        return "escalate ack ID --take"
    return "escalate ack ID takes it" + (", --take another one's" if others else "")


def ticket_cells(standing: TicketSnapshot, person: str) -> list[Text]:
    """Return the cells of a ticket: how it presses, what is owed when, and who has it."""
    ticket, style = standing.ticket, urgency_marks.style_of(standing)
    free = "free" if ticket.is_active else "-"
    return [
        cell(urgency_marks.sign_of(standing), style),
        cell(ticket.id, "bold"),
        cell(ticket.priority, urgency_marks.priority_style_of(standing)),
        cell(owed_of(standing), style),
        cell("you" if ticket.owner == person else ticket.owner or free),
        cell(ticket.title),
    ]


def _asked(standing: TicketSnapshot, wall: Wall) -> list[Text]:
    """Return the cells of a ticket that waits for a yes: what is asked, by whom, until when."""
    ticket = standing.ticket
    asked = ticket.pending_approval
    auto_at = asked.auto_at if asked else None
    left = owed("yes", spell(auto_at - wall.now)) if auto_at and auto_at > wall.now else "yes"
    return [
        cell("?"),
        cell(ticket.id, "bold"),
        cell(ticket.priority, urgency_marks.priority_style_of(standing)),
        cell(left),
        cell(asked.by if asked else "-"),
        cell(_wants(standing)),
    ]


def _wants(standing: TicketSnapshot) -> str:
    """Say what a ticket asks for, and why."""
    asked, title = standing.ticket.pending_approval, standing.ticket.title
    return f"asks for {asked.to}: {asked.reason or title}" if asked else title


def _notes(out: DataWriter, page: NowPage, wall: Wall) -> Iterator[Text]:
    """Yield what waits for others and what the policy does next, a line each; to a stranger why."""
    if page.is_stranger and page.active:
        yield from cell(_nobody(page.person), "yellow").wrap(out.ink.width)
    if page.waiting:
        yield _fitted(out.ink, (_waiting(each, wall) for each in page.waiting), "WAITING")
    if page.coming:
        yield _fitted(out.ink, (coming_text(each, wall) for each in page.coming), "NEXT")


def _nobody(name: str) -> str:
    """Say why nothing is theirs, and how to say who they are."""
    who = one_line(name)
    return f"nothing is yours: the policy has no '{who}'; ESCALATE_ACTOR=NAME says who you are"


def _waiting(standing: TicketSnapshot, wall: Wall) -> str:
    ticket = standing.ticket
    until = f" until {wall.time(ticket.waiting_until)}" if ticket.waiting_until else ""
    return f"{ticket.id} {ticket.waiting_for or 'somebody'}{until}"


def _fitted(on: Ansi, items: Iterator[str], title: str = "") -> Text:
    """Write as many things in one line as it has room for, and how many more there are."""
    dot = f" {on.sign('·')} "
    line, rest = cell(title, "bold"), list(items)
    margin = "  " if title else ""
    while rest:
        more = f"{dot}{len(rest) - 1} more" if len(rest) > 1 else ""
        piece = cell(f"{margin or dot}{rest[0]}" if line.cell_len or margin else rest[0])
        if line.cell_len + piece.cell_len + len(more) > on.width and line.cell_len > len(title):
            return line + cell(f"{dot}{len(rest)} more", "dim")
        line, margin = line + piece, ""
        rest.pop(0)
    return line
