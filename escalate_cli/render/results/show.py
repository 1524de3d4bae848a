"""What `show` answers: tickets with their whole histories, a page each."""

from collections.abc import Sequence
from typing import Final

from escalate_cli.domain.ticket.event_document import event_document
from escalate_cli.render.parts.data.json_values import Fields, documents
from escalate_cli.render.parts.data.ticket_fields import TICKET, of_standing
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Records
from escalate_cli.usecases.insight.list_and_show import Story

STORY: Final[Fields[Story]] = {
    **of_standing(TICKET),
    "events": lambda story: list(map(event_document, story.events)),
}


class ShowResult(Records[Story]):
    """Tickets, each with its story.

    Args:
        everything: whether a page shows all of it, and not only what is needed to act.
    """

    fields = STORY

    def __init__(
        self, stories: Sequence[Story], *, many: bool = True, everything: bool = False
    ) -> None:
        super().__init__(stories, many=many)
        self._everything = everything

    def data(self, printer: Printer) -> None:
        """Write each as a document, in a pipe a field a line."""
        if printer.writer.is_json:
            super().data(printer)
        else:
            printer.writer.pairs(documents(STORY, self.things))

    def page(self, printer: Printer) -> None:
        """Show a page of each."""
        from escalate_cli.render.results import show_page  # noqa: PLC0415 - start-up time

        shows = show_page.show_whole_story if self._everything else show_page.show_story
        for number, story in enumerate(self.things):
            printer.print_lines([""] * (2 if number else 0))
            shows(printer.writer.ink, story, printer.asker(), printer.wall)
