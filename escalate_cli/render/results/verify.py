"""What `verify` answers: each thing that is not what the histories say."""

from collections.abc import Iterator

from escalate_cli.render.parts.data.json_values import stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Records
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.usecases.care.verify import Mismatch, Verified

DIFFERENCE = stored("ticket", "field", "kept", "found")


class VerifyResult(Records[Mismatch]):
    """Differences, and of how many tickets they are."""

    fields = DIFFERENCE

    def __init__(self, verified: Verified) -> None:
        super().__init__(verified.differences)
        self._verified = verified

    nothing = ""

    def page(self, printer: Printer) -> None:
        """Show a row for each, and nothing of none: the count below says it."""
        if self.things:
            super().page(printer)

    def table(self, printer: Printer) -> None:
        """Show plain rows."""
        self.data(printer)

    def remarks(self) -> Iterator[str]:
        """Count tickets and differences."""
        verified = self._verified
        differences = counted(len(verified.differences), "difference")
        found = differences if verified.differences else "all is as the histories say"
        gone = f"; {counted(verified.redacted, 'event')} redacted" if verified.redacted else ""
        yield f"verified {counted(verified.tickets, 'ticket')}: {found}{gone}"
