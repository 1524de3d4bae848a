"""The report on a period as data: one document, or a row for each figure."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from escalate_cli.render.parts.json_values import Fields, plain

if TYPE_CHECKING:  # a command imports the one use case that it needs
    from escalate_cli.usecases.insight.report import Report
    from escalate_cli.usecases.insight.statistics import ClockFigures, LevelFigures, Spread


class ReportRow(msgspec.Struct, frozen=True):
    """One figure: what it is about, which one it is, and of how many things it speaks."""

    section: str
    name: str
    figure: str
    value: object
    n: int


ROW: Final[Fields[ReportRow]] = {
    "section": lambda row: row.section,
    "name": lambda row: row.name,
    "figure": lambda row: row.figure,
    "value": lambda row: row.value,
    "n": lambda row: row.n,
}


def report_document(report: "Report") -> dict[str, object]:
    """Return the report as JSON has it."""
    period, reviews = report.period, report.reviews
    return {
        "schema": 1,
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


def _left_out(report: "Report") -> dict[str, int]:
    return {
        "outside": report.outside,
        "unresolved": report.unresolved,
        "unmatched": report.unmatched,
        "withdrawn": report.withdrawn,
        "damaged": report.damaged,
    }


def _clock(clock: "ClockFigures") -> dict[str, object]:
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


def _level(level: "LevelFigures") -> dict[str, object]:
    return {
        "level": level.level,
        "visits": level.visits,
        "still_there": level.still_there,
        "spent_seconds": plain(level.spent),
        "share": level.of_all,
        "each": _spread(level.each),
    }


def _spread(spread: "Spread") -> dict[str, object]:
    return {
        "n": spread.n,
        "median_seconds": plain(spread.median),
        "p90_seconds": plain(spread.p90),
    }


def report_rows(report: "Report") -> Iterator[ReportRow]:
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
        yield ReportRow("escalations_by_ladder", f"{move.ladder}/{move.mode}", "n", move.n, moves.n)
    for move in report.by_trigger:
        name = f"{move.kind}/{move.trigger}" if move.trigger else "person"
        yield ReportRow("escalations_by_trigger", name, "n", move.n, moves.n)
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
        yield ReportRow("root_cause", cause.root_cause, "n", cause.n, reviews.done)


def _percentiles(spread: "Spread") -> dict[str, object]:
    return {"median_seconds": plain(spread.median), "p90_seconds": plain(spread.p90)}


def _rows(
    section: str,
    name: str,
    figures: Mapping[str, object],
    n: int,
    others: Mapping[str, int] | None = None,
) -> Iterator[ReportRow]:
    for figure, value in figures.items():
        yield ReportRow(section, name, figure, value, (others or {}).get(figure, n))
