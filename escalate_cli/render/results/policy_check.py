"""What `policy check` answers: what is wrong with a policy, or its praise."""

from collections.abc import Mapping, Sequence

from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result


class PolicyCheckResult(Result):
    """Problems of a policy.

    Args:
        problems: each as a record.
        pictured: all of them in words, each with a caret at its place.
        sound: what is said where there are none.
    """

    def __init__(self, problems: Sequence[Mapping[str, object]], pictured: str, sound: str) -> None:
        self._problems = problems
        self._pictured = pictured
        self._sound = sound

    def data(self, printer: Printer) -> None:
        """Write records where they were asked for; others read words in a pipe too."""
        if printer.writer.is_json or printer.writer.has_chosen:
            printer.document(self._problems)
        else:
            self.page(printer)

    def page(self, printer: Printer) -> None:
        """Show them in words."""
        if self._problems:
            printer.writer.line(self._pictured)
        else:
            printer.say(self._sound)
