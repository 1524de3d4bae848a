"""What `report` answers: one document, a row for each figure, or a page."""

from collections.abc import Iterator, Mapping

from escalate_cli.render.parts.json_values import SCHEMA, plain
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.usecases.insight.report import Report
from escalate_cli.usecases.insight.statistics import ClockFigures, LevelFigures, Spread

Row = tuple[str, str, str, object, int]
"""What a figure is about, which one it is, and of how many things it speaks."""


class ReportResult(Document):
    """What became of the tickets of a period."""

    columns = ("section", "name", "figure", "value", "n")

    def __init__(self, report: Report) -> None:
        self._report = report

    def document(self) -> dict[str, object]:
        """Return the report as JSON has it."""
        return report_document(self._report)

    def rows(self) -> Iterator[Row]:
        """Return every figure, with the number of things it speaks of."""
        return report_rows(self._report)

    def page(self, printer: Printer) -> None:
        """Show tables that fit a screen."""
        from escalate_cli.render.results.report_page import (  # noqa: PLC0415 - start-up time
            show_report,
        )

        show_report(printer.writer.console, self._report, printer.wall)


def report_document(report: Report) -> dict[str, object]:
    """Return the report as JSON has it."""
    period, reviews = report.period, report.reviews
    return {
        "schema": SCHEMA,
        "now": plain(report.now),
        "since": plain(period.since),
        "until": plain(period.until),
        "by": period.by,
        "tickets": {
            "n": report.tickets,
            "open": report.open,
            "imported": report.imported,
            "left_out": _left_out(report),
        },
        "clocks": [_clock(clock) for clock in report.clocks],
        "escalations": {
            "n": report.escalations.n,
            "tickets": report.escalations.tickets,
            "by_ladder": [{"ladder": m.ladder, "mode": m.mode, "n": m.n} for m in report.by_ladder],
            "by_trigger": [
                {"kind": m.kind, "trigger": m.trigger, "n": m.n} for m in report.by_trigger
            ],
        },
        "levels": [_level(level) for level in report.levels],
        "reopenings": plain(report.reopenings),
        "complaints": plain(report.complaints),
        "reviews": plain(reviews),
    }


def _left_out(report: Report) -> dict[str, int]:
    return {
        "outside": report.outside,
        "unresolved": report.unresolved,
        "unmatched": report.unmatched,
        "withdrawn": report.withdrawn,
        "damaged": report.damaged,
    }


def _clock(clock: ClockFigures) -> dict[str, object]:
    return {
        "clock": clock.clock,
        "runs": clock.runs,
        "judged": clock.judged,
        "met": clock.met,
        "breached": clock.breached,
        "breached_open": clock.breached_open,
        "running": clock.running,
        "dropped": clock.dropped,
        "no_target": clock.no_target,
        "met_share": clock.met_share,
        "elapsed": _spread(clock.elapsed),
    }


def _level(level: LevelFigures) -> dict[str, object]:
    return {
        "level": level.level,
        "visits": level.visits,
        "still_there": level.still_there,
        "spent_seconds": plain(level.spent),
        "share": level.of_all,
        "each": _spread(level.each),
    }


def _spread(spread: Spread) -> dict[str, object]:
    return {
        "n": spread.n,
        "median_seconds": plain(spread.median),
        "p90_seconds": plain(spread.p90),
    }


def report_rows(report: Report) -> Iterator[Row]:
    """Yield every figure as a row of its own, with the number of things it speaks of."""
    n = report.tickets
    yield from _rows("tickets", "", {"n": n, "open": report.open, "imported": report.imported}, n)
    yield from _rows("left_out", "", _left_out(report), sum(_left_out(report).values()))
    for clock in report.clocks:
        figures = {k: v for k, v in _clock(clock).items() if k not in {"clock", "elapsed"}}
        judged = dict.fromkeys(("met", "breached", "met_share"), clock.judged)
        yield from _rows("clock", clock.clock, figures, clock.runs, judged)
        yield from _rows("clock", clock.clock, _percentiles(clock.elapsed), clock.elapsed.n)
    moves = report.escalations
    yield from _rows("escalations", "", {"n": moves.n, "tickets": moves.tickets}, n)
    for move in report.by_ladder:
        yield ("escalations_by_ladder", f"{move.ladder}/{move.mode}", "n", move.n, moves.n)
    for move in report.by_trigger:
        name = f"{move.kind}/{move.trigger}" if move.trigger else "person"
        yield ("escalations_by_trigger", name, "n", move.n, moves.n)
    visits = sum(level.visits for level in report.levels)
    for level in report.levels:
        figures = {k: v for k, v in _level(level).items() if k not in {"level", "each"}}
        yield from _rows("level", level.level, figures, level.visits, {"share": visits})
        yield from _rows("level", level.level, _percentiles(level.each), level.each.n)
    for name, often in (("reopenings", report.reopenings), ("complaints", report.complaints)):
        yield from _rows(name, "", {"n": often.n, "tickets": often.tickets}, n)
    reviews = report.reviews
    counts = {"done": reviews.done, "owed": reviews.owed, "overdue": reviews.overdue}
    yield from _rows("reviews", "", counts, reviews.done + reviews.owed)
    for cause in reviews.root_causes:
        yield ("root_cause", cause.root_cause, "n", cause.n, reviews.done)


def _percentiles(spread: Spread) -> dict[str, object]:
    return {"median_seconds": plain(spread.median), "p90_seconds": plain(spread.p90)}


def _rows(
    section: str,
    name: str,
    figures: Mapping[str, object],
    n: int,
    others: Mapping[str, int] | None = None,
) -> Iterator[Row]:
    for figure, value in figures.items():
        yield (section, name, figure, value, (others or {}).get(figure, n))
