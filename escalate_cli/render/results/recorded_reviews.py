"""What `review ID` answers: what was learned from a ticket, as it was recorded."""

from typing import Final

from escalate_cli.render.parts.data.json_values import SCHEMA, Fields, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Records
from escalate_cli.render.parts.screen.styled_text import cell
from escalate_cli.render.parts.screen.text_table import show
from escalate_cli.render.parts.words.timeline import wrapped
from escalate_cli.sanitize import sanitized
from escalate_cli.usecases.verbs.review import RecordedReview

RECORDED_REVIEW: Final[Fields[RecordedReview]] = {
    "schema": lambda _: SCHEMA,
    **stored("ticket=standing.ticket.id", "standing.ticket.title", "at=learned.at"),
    **stored("by=learned.by", "learned.root_cause", "learned.factors", "learned.went_well"),
    **stored("learned.actions", "learned.tickets", "learned.answered_by"),
}

_REPLAY: Final = "escalate policy replay --ticket {} tells what the policy of today would have done"


class RecordedReviewsResult(Records[RecordedReview]):
    """Reviews that are recorded."""

    fields = RECORDED_REVIEW
    columns = ("ticket", "at", "by", "root_cause", "factors", "went_well", "actions", "title")

    def table(self, printer: Printer) -> None:
        """Show each under its ticket."""
        on = printer.writer.ink
        for each in self.things:
            ticket, learned = each.standing.ticket, each.learned
            said = f"reviewed by {learned.by}, {printer.wall.time(learned.at)}"
            show(
                on,
                [
                    *cell(f"{ticket.id}  {ticket.title}", "bold").wrap(on.width),
                    *wrapped(on, said, 2, "dim"),
                    *wrapped(on, sanitized(learned.written), 2, ""),
                    *(
                        wrapped(on, _REPLAY.format(ticket.id), 2, "dim")
                        if learned.answered_by
                        else ()
                    ),
                ],
            )
