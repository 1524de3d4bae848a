"""What `review --due` answers: reviews that are owed, then actions of reviews, earliest first."""

from typing import Final

from escalate_cli.render.parts.data.json_values import SCHEMA, Fields, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Records
from escalate_cli.render.parts.screen.styled_text import Text, cell
from escalate_cli.render.parts.screen.text_table import Column, show, table
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.parts.words.urgency_marks import OVERDUE, STYLES
from escalate_cli.usecases.verbs.review_actions import OwedReview

REVIEW: Final[Fields[OwedReview]] = {
    "schema": lambda _: SCHEMA,
    **stored("ticket=standing.ticket.id", "standing.ticket.priority", "standing.ticket.owner"),
    **stored("standing.ticket.resolved_at", "due_at", "overdue=is_overdue"),
    **stored("standing.ticket.action_of", "standing.ticket.title"),
}
_COLUMNS: Final = (
    Column(""),
    Column("ID"),
    Column("P"),
    Column("DUE"),
    Column("OWNER", least=8, turn=2),
    Column("RESOLVED", turn=1),
    Column("WHAT", turn=3),
    Column("TITLE", least=20),
)


class ReviewsResult(Records[OwedReview]):
    """Reviews that are owed, and actions that are not done."""

    fields = REVIEW
    columns = ("ticket", "priority", "owner", "resolved_at", "due_at", "overdue", "title")
    nothing = "no review and no action is owed"

    def table(self, printer: Printer) -> None:
        """Show a row for each."""
        on = printer.writer.ink
        show(on, table(on, _COLUMNS, [_review(owed, printer.wall) for owed in self.things]))


def _review(review: OwedReview, wall: Wall) -> list[Text]:
    ticket = review.standing.ticket
    style = STYLES[OVERDUE] if review.is_overdue else ""
    return [
        cell(OVERDUE if review.is_overdue else "", style),
        cell(ticket.id, "bold"),
        cell(ticket.priority),
        cell(wall.due(review.due_at) if review.due_at else "-", style),
        cell(ticket.owner or "-"),
        cell(wall.time(ticket.resolved_at) if ticket.resolved_at else "-"),
        cell(f"action of {ticket.action_of}" if ticket.action_of else "review"),
        cell(ticket.title),
    ]
