"""What waits for somebody, as tables: reviews that are owed, messages to send."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.messages.outbox_message import DEAD, PENDING, Message
from escalate_cli.render.parts.event_text import spaced
from escalate_cli.render.parts.terminal import cell
from escalate_cli.render.parts.text_table import Column, show, table
from escalate_cli.render.parts.time_text import Wall
from escalate_cli.render.parts.urgency_marks import OVERDUE, STYLES

if TYPE_CHECKING:  # Rich costs as much start-up as all the rest; only a table needs it
    from rich.console import Console
    from rich.text import Text

    from escalate_cli.usecases.verbs.review import OwedReview

_REVIEWS: Final = (
    Column(""),
    Column("ID"),
    Column("P"),
    Column("DUE"),
    Column("OWNER", least=8, turn=2),
    Column("RESOLVED", turn=1),
    Column("TITLE", least=20),
)
_MESSAGES: Final = (
    Column("ID"),
    Column("KIND", turn=3),
    Column("TO", least=10),
    Column("MADE", turn=2),
    Column("STATE", least=20),
    Column("KEY", least=12, turn=1),
)


def show_reviews(on: "Console", owed: Sequence["OwedReview"], wall: Wall) -> None:
    """Print one row for each review that is owed."""
    show(on, table(on, _REVIEWS, [_review(review, wall) for review in owed]))


def _review(review: "OwedReview", wall: Wall) -> list["Text"]:
    ticket = review.standing.ticket
    style = STYLES[OVERDUE] if review.is_overdue else ""
    return [
        cell(OVERDUE if review.is_overdue else "", style),
        cell(ticket.id, "bold"),
        cell(ticket.priority),
        cell(wall.due(review.due_at), style),
        cell(ticket.owner or "-"),
        cell(wall.time(ticket.resolved_at) if ticket.resolved_at else "-"),
        cell(ticket.title),
    ]


def show_messages(on: "Console", messages: Sequence[Message], wall: Wall) -> None:
    """Print one row for each message in the outbox."""
    show(on, table(on, _MESSAGES, [_message(message, wall) for message in messages]))


def _message(message: Message, wall: Wall) -> list["Text"]:
    return [
        cell(message.ticket, "bold"),
        cell(spaced(message.kind)),
        cell(message.to),
        cell(wall.ago(message.created_at), "dim"),
        cell(state_of(message, wall), "red" if message.state == DEAD else ""),
        cell(message.key, "dim"),
    ]


def state_of(message: Message, wall: Wall) -> str:
    """Write the state, when it is tried again, and why it has not been sent."""
    is_quiet = message.state == PENDING and message.next_at is not None
    again = f" {wall.due(message.next_at)}" if message.next_at else ""
    again = f"{again}, after quiet hours" if is_quiet else again
    why = f": {message.error}" if message.error else ""
    return f"{message.state}{again}{why}"
