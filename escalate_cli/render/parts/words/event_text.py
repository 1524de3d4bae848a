"""Events in words: one line each, with local times and an arrow that can be shown."""

from datetime import datetime

from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.events.wording import Clause, MoveUp
from escalate_cli.render.parts.words.time_text import Wall


def headline(event: Event, wall: Wall, arrow: str = "→") -> str:
    """Say in one line what happened."""
    return ", ".join(text for clause in event.line if (text := _said(clause, wall, arrow)))


def _said(clause: Clause, wall: Wall, arrow: str) -> str:
    pieces = (clause,) if isinstance(clause, str) else clause
    return "".join(_piece(piece, wall, arrow) for piece in pieces)


def _piece(piece: str | datetime | MoveUp, wall: Wall, arrow: str) -> str:
    if isinstance(piece, MoveUp):
        return move(piece.origin, piece.to, arrow)
    return piece if isinstance(piece, str) else wall.time(piece)


def move(origin: str | None, to: str | None, arrow: str = "→") -> str:
    """Write a move up a ladder; the first step of management has no origin."""
    return f"{origin} {arrow} {to}" if origin else f"to {to}"


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: `1 ticket`, `2 tickets`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
