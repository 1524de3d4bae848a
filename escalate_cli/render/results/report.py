"""What `report` answers: one document, a row for each figure, a spreadsheet, or a page."""

from collections.abc import Iterable, Iterator

from msgspec.structs import asdict

from escalate_cli.domain.figures.period_figures import PeriodFigures
from escalate_cli.domain.figures.report_figures import PERSON, Group, Part
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.data.json_values import SCHEMA, document, documents, stored
from escalate_cli.render.parts.data.table_files import csv_lines
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.render.parts.words.report_sections import EVERY, PEOPLE, Shown
from escalate_cli.render.results.report_documents import (
    BEHIND,
    FIGURES,
    HOUR,
    PART,
    PERIOD,
    RESPONSES,
    TICKETS,
    WORST,
)
from escalate_cli.render.results.report_rows import ReportRows, Row
from escalate_cli.usecases.insight.report import Report


class ReportResult(Document[Report]):
    """What became of the tickets of a period.

    Args:
        shown: the sections of it that are asked for.
    """

    def __init__(self, report: Report, shown: Shown = EVERY) -> None:
        super().__init__(report)
        self._shown = shown
        self._rows = ReportRows(report, shown)
        self.columns = self._rows.columns

    def document(self) -> dict[str, object]:
        """Return the report as JSON has it."""
        report = self.value
        shown = [each for each in report.behind or () if self._shown.shows(each.of.section)]
        return self._shown.of(
            {
                "schema": SCHEMA,
                "now": plain(report.now),
                **document(PERIOD, report.period),
                **document(FIGURES, report.figures),
                "tickets": {**document(TICKETS, report.figures), "left_out": report.left_out},
                "missed": {"n": report.missed.n, **asdict(report.missed)},
                "later": plain(report.later),
                "periods": [self._part(part) for part in report.parts],
                "groups": [self._group(group) for group in report.groups],
                "escalation_hours": documents(HOUR, report.hours),
                "worst": documents(WORST, report.worst),
                "before": self._before(),
                "behind": None if report.behind is None else documents(BEHIND, shown),
            }
        )

    def _figures(self, figures: PeriodFigures) -> dict[str, object]:
        return self._shown.of(document(FIGURES, figures))

    def _part(self, part: Part) -> dict[str, object]:
        span = document(stored("since", "until"), part)
        return {**span, **self._shown.of(document(PART, part)), **self._figures(part.figures)}

    def _before(self) -> dict[str, object] | None:
        before = self.value.before
        if before is None:
            return None
        return {**document(PERIOD, before.period), **self._figures(before.figures)}

    def _group(self, group: Group) -> dict[str, object]:
        shown = EVERY if PEOPLE in self._shown else self._shown
        found = {"group": group.name, **shown.of(document(FIGURES, group.figures))}
        if self.value.period.group_by == PERSON:
            found["responses"] = document(RESPONSES, group.figures.responses)
        return shown.of(found)

    def rows(self) -> Iterable[Row]:
        """Return every figure with the number of things it speaks of, or the tickets behind it."""
        return self._rows

    def csv_lines(self, printer: Printer) -> Iterator[str]:
        """Yield the rows as a spreadsheet reads them, with the columns that were chosen."""
        names = printer.writer.chosen(self.columns, self.columns)
        places = [self.columns.index(name) for name in names]
        return csv_lines(names, ([row[place] for place in places] for row in self._rows))

    def page(self, printer: Printer) -> None:
        """Show tables that fit a screen."""
        from escalate_cli.render.results import report_page  # noqa: PLC0415 - start-up time

        report_page.show_report(printer.writer.ink, self.value, printer.wall, self._shown)
