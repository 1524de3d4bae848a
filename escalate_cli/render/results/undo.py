"""What `undo` answers: what it alters, and the messages that the change had made."""

from collections.abc import Iterator

from msgspec.structs import asdict

from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.usecases.care.undo import Undone


class UndoResult(Document[Undone]):
    """A change that was taken back, or would be."""

    def __init__(self, done: Undone, *, dry_run: bool) -> None:
        super().__init__(done)
        self._dry_run = dry_run

    def document(self) -> dict[str, object]:
        """Return everything but the tickets as they are now."""
        facts = {name: value for name, value in asdict(self.value).items() if name != "standings"}
        return {**facts, "altered": self._altered(), "dry_run": self._dry_run}

    def data(self, printer: Printer) -> None:
        """Write one document; in a pipe what people see."""
        if printer.writer.is_json:
            super().data(printer)
        else:
            self.page(printer)

    def page(self, printer: Printer) -> None:
        """Show a row for each value that is altered, and say what became of messages."""
        printer.document(self._altered())
        for line in self._said(printer):
            printer.say(line)

    def _altered(self) -> list[dict[str, object]]:
        return [asdict(each) for each in self.value.altered]

    def _said(self, printer: Printer) -> Iterator[str]:
        done, verb = self.value, "would undo" if self._dry_run else "undid"
        yield f"{verb} change {done.change} by {done.by} at {printer.full(done.at)}"
        yield f"which was: {', '.join(done.what).replace('_', ' ')}"
        if done.followed:
            yield f"with what the policy made of it: {', '.join(done.followed).replace('_', ' ')}"
        yield from (f"not sent yet, dropped: {key}" for key in done.dropped)
        yield from (f"sent already, cannot be called back: {key}" for key in done.sent)
