"""What `policy explain` answers: a code, why it matters, and an example each way."""

from collections.abc import Iterator, Mapping

from escalate_cli.render.parts.data.json_values import SCHEMA
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.render.parts.screen.folding import folded

_INDENT = "    "


class ExplanationResult(Document[Mapping[str, str]]):
    """One code: `severity`, `title`, `why`, and the examples `bad` and `good`."""

    def document(self) -> dict[str, object]:
        """Return everything, texts as the page has them."""
        return {"schema": SCHEMA, **self.value}

    def data(self, printer: Printer) -> None:
        """Write a document where one was asked for; others read words in a pipe too."""
        if printer.writer.is_json or printer.writer.has_chosen:
            super().data(printer)
        else:
            self.page(printer)

    def page(self, printer: Printer) -> None:
        """Show it in words, the examples as they stand in a file."""
        printer.print_lines(self._lines(printer.writer.ink.width))

    def _lines(self, width: int) -> Iterator[str]:
        said = self.value
        yield f"{said['code']} ({said['severity']}): {said['title']}"
        yield ""
        yield from folded(said["why"], width)
        for name in ("bad", "good"):
            yield ""
            yield f"{name.capitalize()}:"
            yield ""
            yield from (f"{_INDENT}{line}".rstrip() for line in said[name].splitlines())
