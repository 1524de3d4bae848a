"""The report on a period: a document, rows for scripts, calm tables for people."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from escalate_cli.render.ages import Wall, spell
from escalate_cli.render.columns import Column, show, table
from escalate_cli.render.plain import Fields, plain
from escalate_cli.render.terminal import cell, joined
from escalate_cli.render.wording import spaced

if TYPE_CHECKING:  # Rich costs as much start-up as all the rest; only a table needs it
    from rich.console import Console
    from rich.text import Text

    from escalate_cli.usecases.figures import ClockFigures, LevelFigures, Spread
    from escalate_cli.usecases.report import Move, Report

_INDENT: Final = 2
_BAR: Final = 10
_CAUSES: Final = 5
_CLOCKS: Final = (
    Column("CLOCK"),
    Column("JUDGED"),
    Column("MET"),
    Column("BREACHED"),
    Column("RUNNING"),
    Column("MEDIAN"),
    Column("90 % WITHIN"),
    Column("TIMED", turn=2),
    Column("UNJUDGED", turn=1),
)
_LEVELS: Final = (
    Column("LEVEL", least=8),
    Column("TIME USED UP"),
    Column("SHARE"),
    Column("VISITS"),
    Column("STILL THERE"),
    Column("MEDIAN"),
    Column("90 % WITHIN"),
)
_WAYS: Final = (Column("LADDER"), Column("HOW"), Column("MOVES"))
_REASONS: Final = (Column("KIND"), Column("TRIGGER", least=12), Column("MOVES"))


class Row(msgspec.Struct, frozen=True):
    """One figure: what it is about, which one it is, and of how many things it speaks."""

    section: str
    name: str
    figure: str
    value: object
    n: int


ROW: Final[Fields[Row]] = {
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


def report_rows(report: "Report") -> Iterator[Row]:
    """Yield every figure as a row of its own, with the number of things it speaks of."""
    n = report.tickets
    yield from _rows("tickets", "", {"n": n, "open": report.open, "imported": report.imported}, n)
    yield from _rows("left_out", "", _left_out(report), sum(_left_out(report).values()))
    for clock in report.clocks:
        figures = {k: v for k, v in _clock(clock).items() if k not in {"clock", "elapsed"}}
        judged = dict.fromkeys(("met", "breached", "met_share"), clock.judged)
        yield from _rows("clock", clock.clock, figures, clock.runs, judged)
        yield from _rows("clock", clock.clock, _percentiles(clock.elapsed), clock.elapsed.n)
    for move in report.by_ladder:
        yield Row("escalations", f"{move.ladder}/{move.mode}", "n", move.n, report.escalations.n)
    for move in report.by_trigger:
        name = f"{move.kind or ''}/{move.trigger or ''}"
        yield Row("escalations", name, "n", move.n, report.escalations.n)
    for level in report.levels:
        figures = {k: v for k, v in _level(level).items() if k not in {"level", "each"}}
        yield from _rows("level", level.level, figures, level.visits)
        yield from _rows("level", level.level, _percentiles(level.each), level.each.n)
    for name, often in (("reopenings", report.reopenings), ("complaints", report.complaints)):
        yield from _rows(name, "", {"n": often.n, "tickets": often.tickets}, n)
    reviews = report.reviews
    counts = {"done": reviews.done, "owed": reviews.owed, "overdue": reviews.overdue}
    yield from _rows("reviews", "", counts, reviews.done + reviews.owed)
    for cause in reviews.root_causes:
        yield Row("root_cause", cause.root_cause, "n", cause.n, reviews.done)


def _percentiles(spread: "Spread") -> dict[str, object]:
    return {"median_seconds": plain(spread.median), "p90_seconds": plain(spread.p90)}


def _rows(
    section: str,
    name: str,
    figures: Mapping[str, object],
    n: int,
    others: Mapping[str, int] | None = None,
) -> Iterator[Row]:
    for figure, value in figures.items():
        yield Row(section, name, figure, value, (others or {}).get(figure, n))


def show_report(on: "Console", report: "Report", wall: Wall) -> None:
    """Print the report on a few tables that fit a screen."""
    show(on, [line for part in _page(on, report, wall) for line in part])


def _page(on: "Console", report: "Report", wall: Wall) -> Iterator[Sequence["Text"]]:
    yield list(_head(report, wall))
    if not report.tickets:
        return
    clocks = [clock for clock in report.clocks if clock.runs > clock.no_target]
    if clocks:
        yield _titled("Promises")
        yield table(on, _CLOCKS, [_clock_cells(on, clock) for clock in clocks], _INDENT)
    silent = [spaced(clock.clock) for clock in report.clocks if clock not in clocks]
    if silent:
        yield [cell(f"  without a target: {', '.join(silent)}", "dim")]
    yield _titled(f"Escalations: {_often(report.escalations.n, report.escalations.tickets)}")
    if report.escalations.n:
        yield table(on, _WAYS, [_way_cells(on, m, report) for m in report.by_ladder], _INDENT)
        yield table(
            on, _REASONS, [_reason_cells(on, m, report) for m in report.by_trigger], _INDENT
        )
    yield _titled("Levels")
    yield table(on, _LEVELS, [_level_cells(on, level) for level in report.levels], _INDENT)
    yield _titled("Afterwards")
    yield [cell(f"  {line}") for line in _afterwards(report)]


def _titled(title: str) -> list["Text"]:
    return [cell(""), cell(title, "bold")]


def _head(report: "Report", wall: Wall) -> Iterator["Text"]:
    period = report.period
    span = f"{_instant(period.since, wall)} to {_instant(period.until, wall)}"
    yield joined(cell("Report", "bold"), cell(f"  tickets {period.by} from {span}"))
    finished = report.tickets - report.open
    imported = f", {report.imported} imported" if report.imported else ""
    yield cell(f"{report.tickets} tickets: {finished} resolved, {report.open} open{imported}")
    reasons = {
        f"{period.by} at another time": report.outside,
        "not resolved": report.unresolved,
        "not asked for": report.unmatched,
        "damaged": report.damaged,
    }
    told = ", ".join(f"{n} {reason}" for reason, n in reasons.items() if n)
    yield cell(f"left out: {told or 'none'}", "dim")


def _instant(at: datetime, wall: Wall) -> str:
    return f"{wall.day(at)} {wall.clock(at)}"


def _clock_cells(on: "Console", clock: "ClockFigures") -> list["Text"]:
    late = f" ({clock.breached_open} not done)" if clock.breached_open else ""
    return [
        cell(spaced(clock.clock)),
        cell(str(clock.judged)),
        cell(_share(on, clock.met_share, str(clock.met))),
        cell(f"{clock.breached}{late}", "red" if clock.breached else "dim"),
        cell(str(clock.running)),
        cell(_length(clock.elapsed.median)),
        cell(_length(clock.elapsed.p90)),
        cell(str(clock.elapsed.n), "dim"),
        cell(_unjudged(clock), "dim"),
    ]


def _unjudged(clock: "ClockFigures") -> str:
    untimed = f" + {clock.no_target} no target" if clock.no_target else ""
    return f"{clock.dropped}{untimed}"


def _level_cells(on: "Console", level: "LevelFigures") -> list["Text"]:
    return [
        cell(level.level),
        cell(_length(level.spent)),
        cell(_share(on, level.of_all, "-")),
        cell(str(level.visits)),
        cell(str(level.still_there)),
        cell(_length(level.each.median)),
        cell(_length(level.each.p90)),
    ]


def _way_cells(on: "Console", move: "Move", report: "Report") -> list["Text"]:
    return [
        cell(move.ladder or "-"),
        cell(move.mode or "-"),
        cell(_part(on, move.n, report.escalations.n)),
    ]


def _reason_cells(on: "Console", move: "Move", report: "Report") -> list["Text"]:
    return [
        cell(move.kind or "by a person"),
        cell(move.trigger or "-"),
        cell(_part(on, move.n, report.escalations.n)),
    ]


def _afterwards(report: "Report") -> Iterator[str]:
    yield f"reopened: {_often(report.reopenings.n, report.reopenings.tickets)}"
    yield f"complaints: {_often(report.complaints.n, report.complaints.tickets)}"
    reviews = report.reviews
    overdue = f", {reviews.overdue} of them overdue" if reviews.overdue else ""
    yield f"reviews: {reviews.done} done, {reviews.owed} owed{overdue}"
    for cause in reviews.root_causes[:_CAUSES]:
        yield f"  {cause.n} x {cause.root_cause}"
    more = len(reviews.root_causes) - _CAUSES
    if more > 0:
        yield f"  and {more} other root causes"


def _often(n: int, tickets: int) -> str:
    return f"{n} on {tickets} tickets" if n else "none"


def _share(on: "Console", part: float | None, otherwise: str) -> str:
    """Draw a share as a bar with its percentage; too few things have neither."""
    return otherwise if part is None else f"{_bar(on, part)} {part:4.0%}"


def _part(on: "Console", n: int, of: int) -> str:
    return f"{_bar(on, n / of)} {n}"


def _bar(on: "Console", part: float) -> str:
    full, empty = ("#", ".") if on.options.ascii_only else ("█", "░")
    filled = round(part * _BAR)
    return full * filled + empty * (_BAR - filled)


def _length(length: timedelta | None) -> str:
    return "-" if length is None else spell(length, days=False)
