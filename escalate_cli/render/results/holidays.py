"""What `policy holidays` answers: a list that a calendar of the policy takes as it stands."""

from collections.abc import Sequence
from datetime import date

from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result
from escalate_cli.sanitize import one_line


class HolidaysResult(Result):
    """Public holidays: dates and names, in order."""

    def __init__(self, holidays: Sequence[tuple[date, str]]) -> None:
        self._holidays = holidays

    def data(self, printer: Printer) -> None:
        """Write records where they were asked for; a pipe leads into a policy."""
        if printer.writer.is_json or printer.writer.has_chosen:
            printer.document([{"date": day, "name": name} for day, name in self._holidays])
        else:
            self.page(printer)

    def page(self, printer: Printer) -> None:
        """Write a key of a calendar, a holiday a line."""
        rows = (f"      - {day}  # {one_line(name)}" for day, name in self._holidays)
        printer.print_lines(["    holidays:", *rows])
