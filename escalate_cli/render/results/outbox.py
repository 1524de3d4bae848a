"""What the commands of the outbox answer: messages that wait to be sent."""

from typing import TYPE_CHECKING, Final

from escalate_cli.domain.messages.outbox_message import DEAD, PENDING, Message
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.render.parts.json_values import SCHEMA, Fields, document, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document, Records
from escalate_cli.render.parts.terminal import cell
from escalate_cli.render.parts.text_table import Column, show, table
from escalate_cli.render.parts.time_text import Wall
from escalate_cli.sanitize import sanitized

if TYPE_CHECKING:  # Rich costs as much start-up as all the rest; only a table needs it
    from rich.text import Text

MESSAGE: Final[Fields[Message]] = {
    "schema": lambda _: SCHEMA,
    **stored("key", "ticket", "kind", "to", "state", "attempts", "next_at", "error", "batch"),
    **stored("created_at", "text"),
}
_COLUMNS: Final = (
    Column("ID"),
    Column("KIND", turn=3),
    Column("TO", least=10),
    Column("MADE", turn=2),
    Column("STATE", least=20),
    Column("KEY", least=12, turn=1),
)


class OutboxResult(Records[Message]):
    """Messages of the outbox."""

    fields = MESSAGE
    columns = ("key", "ticket", "kind", "to", "state", "created_at", "text")
    nothing = "the outbox is empty"

    def table(self, printer: Printer) -> None:
        """Show a row for each."""
        on = printer.writer.console
        show(on, table(on, _COLUMNS, [_message(each, printer.wall) for each in self.things]))


class MessageResult(Document[Message]):
    """One message in full."""

    def document(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return document(MESSAGE, self.value)

    def page(self, printer: Printer) -> None:
        """Show its text below all the rest."""
        found = self.document()
        text = found.pop("text")
        printer.document(found)
        printer.print_lines(["", sanitized(str(text))])


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
