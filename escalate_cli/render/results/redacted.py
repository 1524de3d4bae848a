"""What `redact` answers: what of a text is gone, and where it may still be."""

from collections.abc import Iterator, Sequence

from msgspec.structs import asdict

from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.care.redact import Redacted
from escalate_cli.usecases.care.redact_standing import ChangeRedacted


class RedactedResult(Document[Redacted]):
    """An event whose text was removed."""

    def document(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return asdict(self.value)

    def page(self, printer: Printer) -> None:
        """Say in one line what was removed."""
        done = self.value
        messages = counted(len(done.messages), "message")
        beside = f", and from {messages} in the outbox" if done.messages else ""
        printer.print_lines([f"{done.ticket} #{done.event}: the text is removed{beside}"])

    def remarks(self) -> Iterator[str]:
        """Say where else the text is."""
        done = self.value
        for number in done.also:
            again = f"escalate redact {done.ticket} --event {number} -m WHY"
            yield f"the same text is in #{number}: {again}"
        yield from _copies(done.kept)


class ChangeRedactedResult(Document[ChangeRedacted]):
    """What was said for the team, and no longer says why."""

    def document(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return asdict(self.value)

    def page(self, printer: Printer) -> None:
        """Say in one line what was removed."""
        printer.print_lines([f"change {self.value.change}: the text is removed"])

    def remarks(self) -> Iterator[str]:
        """Say where else the text is."""
        for number in self.value.also:
            again = f"escalate redact --change {number} -m WHY"
            yield f"the same text is in change {number}: {again}"
        yield from _copies(self.value.kept)


def _copies(files: Sequence[str]) -> Iterator[str]:
    if files:
        yield "these are kept and may still hold it; remove it from them by hand:"
    yield from (f"  {one_line(file)}" for file in files)
