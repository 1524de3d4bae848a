"""What the commands of the outbox answer: messages that wait to be sent."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from escalate_cli.domain.messages.outbox_message import DEAD, PENDING, Message
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.domain.ticket.people.team import some_of
from escalate_cli.render.parts.data.json_values import SCHEMA, Fields, document, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document, Records
from escalate_cli.render.parts.screen.text_table import show
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.parts.words.timeline import wrapped
from escalate_cli.sanitize import one_line, sanitized

_MOST_NAMED: Final = 8
_INDENT: Final = 2
MESSAGE: Final[Fields[Message]] = {
    "schema": lambda _: SCHEMA,
    **stored("key", "ticket", "kind", "to", "state", "attempts", "next_at", "error", "batch"),
    **stored("created_at", "text"),
}


class OutboxResult(Records[Message]):
    """Messages of the outbox."""

    fields = MESSAGE
    columns = ("key", "ticket", "kind", "to", "state", "created_at", "text")
    nothing = "the outbox is empty"

    def table(self, printer: Printer) -> None:
        """Say why they have not gone out, once for each person and reason, and which they are."""
        on = printer.writer.ink
        for bundle in bundled(self.things, printer.wall):
            style = "red" if bundle.messages[0].state == DEAD else ""
            tickets = dict.fromkeys(message.ticket for message in bundle.messages)
            show(on, wrapped(on, bundle.line, 0, style))
            show(on, wrapped(on, one_line(some_of(tickets, _MOST_NAMED)), _INDENT, "dim"))
        count = counted(len(self.things), "message")
        printer.say(f"{count}; escalate outbox show ID shows those of a ticket, with their keys")


class MessageResult(Document[Message]):
    """One message in full."""

    def document(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return document(MESSAGE, self.value)

    def page(self, printer: Printer) -> None:
        """Show its key, what is to become of it, and below that its text."""
        message, ink = self.value, printer.writer.ink
        parts = (
            f"{spaced(message.kind)} to {message.to}",
            f"written {printer.full(message.created_at)}",
            f"goes out together as {message.batch}" if message.batch else "",
            state_of(message, printer.wall),
        )
        text = sanitized(message.text).splitlines()
        printer.print_lines([ink.paint(one_line(message.key), "bold")])
        printer.print_lines(ink.folded(map(one_line, parts), {}))
        printer.print_text(f"  {line}" for line in text)


class MessagesResult(OutboxResult):
    """Some messages, each in full on a page."""

    def table(self, printer: Printer) -> None:
        """Show each with an empty line between them, and what to type about them."""
        for number, message in enumerate(self.things):
            printer.print_lines([""] * bool(number))
            MessageResult(message).page(printer)
        about = " ".join(dict.fromkeys(message.ticket for message in self.things))
        printer.say(
            f"escalate outbox drop {about} takes them out, outbox retry {about} tries again"
        )


class Bundle(msgspec.Struct, frozen=True):
    """Messages that have not gone out to one person for one reason."""

    to: str
    state: str
    messages: Sequence[Message]

    @property
    def line(self) -> str:
        """Return the messages as one line: for whom, how many, of which kinds, in which state."""
        kinds = ", ".join(dict.fromkeys(spaced(message.kind) for message in self.messages))
        return one_line(
            f"{self.to}: {counted(len(self.messages), 'message')} ({kinds}), {self.state}"
        )


def bundled(messages: Iterable[Message], wall: Wall) -> list[Bundle]:
    """Put messages together by person and reason, in the order in which they come."""
    held: dict[tuple[str, str], list[Message]] = {}
    for message in messages:
        held.setdefault((message.to, state_of(message, wall)), []).append(message)
    return [Bundle(to, state, those) for (to, state), those in held.items()]


def state_of(message: Message, wall: Wall) -> str:
    """Write the state, when it is tried again, and why it has not been sent."""
    is_quiet = message.state == PENDING and message.next_at is not None
    again = f" {wall.due(message.next_at)}" if message.next_at else ""
    again = f"{again}, after quiet hours" if is_quiet else again
    why = f": {message.error}" if message.error else ""
    return f"{message.state}{again}{why}"
