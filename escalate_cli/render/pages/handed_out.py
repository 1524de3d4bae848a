"""A document as the answer of a command: Markdown, or its parts as JSON."""

from escalate_cli.render.pages.documents import HandOut, markdown_of
from escalate_cli.render.parts.data.json_values import SCHEMA
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result


class HandedOut(Result):
    """A document that somebody reads, or a program puts elsewhere."""

    def __init__(self, document: HandOut) -> None:
        self._document = document

    def data(self, printer: Printer) -> None:
        """Write its parts where JSON was asked for, else Markdown."""
        if not printer.writer.is_json:
            self.page(printer)
            return
        document = self._document
        printer.document(
            {
                "schema": SCHEMA,
                "title": document.title,
                "lead": document.lead,
                "sections": [
                    {"title": each.title, "items": list(each.items), "quoted": each.quoted}
                    for each in document.sections
                ],
            }
        )

    def page(self, printer: Printer) -> None:
        """Print Markdown."""
        printer.print_text(markdown_of(self._document))
