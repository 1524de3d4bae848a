"""What `show` answers: tickets with their whole histories, a page each."""

from collections.abc import Callable, Sequence
from typing import Final

from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.event_document import event_document
from escalate_cli.render.parts.json_values import Fields, document
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result
from escalate_cli.render.parts.ticket_fields import TICKET
from escalate_cli.usecases.insight.list_and_show import Story


def _of_standing(get: Callable[[TicketSnapshot], object]) -> Callable[[Story], object]:
    return lambda story: get(story.standing)


STORY: Final[Fields[Story]] = {
    **{name: _of_standing(get) for name, get in TICKET.items()},
    "events": lambda story: list(map(event_document, story.events)),
}


class ShowResult(Result):
    """Tickets, each with its story."""

    def __init__(self, stories: Sequence[Story], *, many: bool = False) -> None:
        self._stories = stories
        self._many = many

    def data(self, printer: Printer) -> None:
        """Write each as a document, in a pipe a field a line."""
        if printer.writer.is_json:
            printer.writer.records(self._stories, STORY, (), many=self._many)
        else:
            printer.writer.pairs([document(STORY, story) for story in self._stories])

    def page(self, printer: Printer) -> None:
        """Show a page of each."""
        from escalate_cli.render.results.show_page import show_story  # noqa: PLC0415 - start-up time

        for number, story in enumerate(self._stories):
            printer.print_lines([""] * (2 if number else 0))
            show_story(printer.writer.console, story, printer.wall)
