"""What `report` answers: one document, a row for each figure, or a page."""

from collections.abc import Iterator, Mapping
from typing import Final

from escalate_cli.render.parts.json_values import SCHEMA, Fields, document, documents, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.usecases.insight.report import Report
from escalate_cli.usecases.insight.statistics import ClockFigures, LevelFigures

Row = tuple[str, str, str, object, int]
"""What a figure is about, which one it is, and of how many things it speaks."""

_TICKETS: Final = stored("n=tickets", "open", "imported")
_LEFT_OUT: Final = stored("outside", "unresolved", "unmatched", "withdrawn", "damaged")
_RUNS: Final = stored(
    *("runs", "judged", "met", "breached", "breached_open", "running", "dropped", "no_target"),
    "met_share",
)
_VISITS: Final = stored("visits", "still_there", "spent_seconds=spent", "share=of_all")
_PERCENTILES: Final = stored("median_seconds=median", "p90_seconds=p90")
_SPREAD: Final = stored("n") | _PERCENTILES
_CLOCK: Final[Fields[ClockFigures]] = {
    **stored("clock"),
    **_RUNS,
    "elapsed": lambda clock: document(_SPREAD, clock.elapsed),
}
_LEVEL: Final[Fields[LevelFigures]] = {
    **stored("level"),
    **_VISITS,
    "each": lambda level: document(_SPREAD, level.each),
}


class ReportResult(Document[Report]):
    """What became of the tickets of a period."""

    columns = ("section", "name", "figure", "value", "n")

    def document(self) -> dict[str, object]:
        """Return the report as JSON has it."""
        report = self.value
        return {
            "schema": SCHEMA,
            **document(stored("now", "period.since", "period.until", "period.by"), report),
            "tickets": document(_TICKETS, report) | {"left_out": document(_LEFT_OUT, report)},
            "clocks": documents(_CLOCK, report.clocks),
            "escalations": {
                **document(stored("n", "tickets"), report.escalations),
                "by_ladder": documents(stored("ladder", "mode", "n"), report.by_ladder),
                "by_trigger": documents(stored("kind", "trigger", "n"), report.by_trigger),
            },
            "levels": documents(_LEVEL, report.levels),
            **document(stored("reopenings", "complaints", "reviews"), report),
        }

    def rows(self) -> Iterator[Row]:
        """Return every figure, with the number of things it speaks of."""
        report = self.value
        n, left_out = report.tickets, document(_LEFT_OUT, report)
        yield from _rows("tickets", "", document(_TICKETS, report), n)
        outside = report.outside + report.unresolved + report.unmatched
        yield from _rows("left_out", "", left_out, outside + report.withdrawn + report.damaged)
        for clock in report.clocks:
            judged = dict.fromkeys(("met", "breached", "met_share"), clock.judged)
            yield from _rows("clock", clock.clock, document(_RUNS, clock), clock.runs, judged)
            spread = document(_PERCENTILES, clock.elapsed)
            yield from _rows("clock", clock.clock, spread, clock.elapsed.n)
        moves = report.escalations
        yield from _rows("escalations", "", {"n": moves.n, "tickets": moves.tickets}, n)
        for move in report.by_ladder:
            yield "escalations_by_ladder", f"{move.ladder}/{move.mode}", "n", move.n, moves.n
        for move in report.by_trigger:
            name = f"{move.kind}/{move.trigger}" if move.trigger else "person"
            yield "escalations_by_trigger", name, "n", move.n, moves.n
        visits = {"share": sum(level.visits for level in report.levels)}
        for level in report.levels:
            figures = document(_VISITS, level)
            yield from _rows("level", level.level, figures, level.visits, visits)
            yield from _rows("level", level.level, document(_PERCENTILES, level.each), level.each.n)
        for name, often in (("reopenings", report.reopenings), ("complaints", report.complaints)):
            yield from _rows(name, "", {"n": often.n, "tickets": often.tickets}, n)
        reviews = report.reviews
        counts = document(stored("done", "owed", "overdue"), reviews)
        yield from _rows("reviews", "", counts, reviews.done + reviews.owed)
        for cause in reviews.root_causes:
            yield "root_cause", cause.root_cause, "n", cause.n, reviews.done

    def page(self, printer: Printer) -> None:
        """Show tables that fit a screen."""
        from escalate_cli.render.results import report_page  # noqa: PLC0415 - start-up time

        report_page.show_report(printer.writer.console, self.value, printer.wall)


def _rows(
    section: str,
    name: str,
    figures: Mapping[str, object],
    n: int,
    others: Mapping[str, int] | None = None,
) -> Iterator[Row]:
    for figure, value in figures.items():
        yield section, name, figure, value, (others or {}).get(figure, n)
