"""The board as one page: made anew by whoever writes it, and good for a while."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.pages.html import html_of
from escalate_cli.render.parts.words.clock_text import owed_of
from escalate_cli.render.parts.words.coming_text import coming_text
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.parts.words.unchecked_text import unchecked_text
from escalate_cli.render.parts.words.urgency_marks import AT_RISK, OVERDUE, level_of, sign_of
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.insight.board import Board

_WORDS = {OVERDUE: "overdue", AT_RISK: "at risk"}


class BoardRow(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket of the board; on a public one without title and people."""

    id: str
    sign: str
    word: str
    priority: str
    level: str
    due: str
    owner: str
    title: str


class BoardSection(msgspec.Struct, frozen=True):
    """Tickets that want the same."""

    title: str
    rows: Sequence[BoardRow]


def board_html(board: Board, wall: Wall, valid: timedelta, *, public: bool = False) -> str:
    """Return the board as a page.

    Args:
        board: what it shows.
        wall: the clock of those who look.
        valid: how long it is good, unless it is made anew; a browser looks again in half of that.
        public: leave out titles and people.
    """
    sections = {
        "Pressing": board.pressing,
        "Waiting for a yes": board.approvals,
        "Not taken yet": board.untaken,
        "In work": board.in_work,
        "Waiting for others": board.waiting,
    }
    return html_of(
        "board.html",
        title="Escalations",
        public=public,
        refresh=max(int(valid.total_seconds() / 2), 1),
        board=board,
        at_risk=len(board.pressing) - board.overdue,
        made_at=wall.moment(board.at),
        checked="never" if board.last_check_at is None else wall.ago(board.last_check_at),
        valid_until=wall.moment(board.at + valid),
        unchecked=unchecked_text(board.unchecked, wall) if board.unchecked else "",
        sections=[
            BoardSection(title, [_row(each, public=public) for each in standings])
            for title, standings in sections.items()
            if standings
        ],
        coming=[] if public else [one_line(coming_text(each, wall)) for each in board.coming],
    )


def _row(standing: TicketSnapshot, *, public: bool) -> BoardRow:
    ticket, sign = standing.ticket, sign_of(standing)
    return BoardRow(
        id=ticket.id,
        sign=sign,
        word=_WORDS.get(sign, ""),
        priority=one_line(ticket.priority),
        level=level_of(ticket),
        due=owed_of(standing),
        owner="" if public else one_line(ticket.owner or "-"),
        title="" if public else one_line(ticket.title),
    )
