"""The report on a period as calm tables, with the number of cases beside each figure."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.render.parts.terminal import cell, joined
from escalate_cli.render.parts.text_table import Column, show, table
from escalate_cli.render.parts.time_text import Wall, spell
from escalate_cli.render.parts.timeline import wrapped

if TYPE_CHECKING:  # Rich costs as much start-up as all the rest; only a table needs it
    from rich.console import Console
    from rich.text import Text

    from escalate_cli.usecases.insight.report import Move, Report
    from escalate_cli.usecases.insight.statistics import ClockFigures, LevelFigures

_INDENT: Final = 2
_BAR: Final = 8
_CAUSES: Final = 5
_CLOCKS: Final = (
    Column("CLOCK"),
    Column("JUDGED"),
    Column("MET"),
    Column("BREACHED"),
    Column("OPEN"),
    Column("MEDIAN", turn=2),
    Column("90 %", turn=1),
    Column("OF", turn=3),
)
_LEVELS: Final = (
    Column("LEVEL", least=8),
    Column("TIME"),
    Column("SHARE"),
    Column("VISITS"),
    Column("OPEN"),
    Column("MEDIAN", turn=2),
    Column("90 %", turn=1),
    Column("OF", turn=3),
)
_WAYS: Final = (Column("LADDER"), Column("HOW"), Column("MOVES"))
_REASONS: Final = (Column("KIND"), Column("TRIGGER", least=12), Column("MOVES"))


def show_report(on: "Console", report: "Report", wall: Wall) -> None:
    """Print the report on a few tables that fit a screen."""
    show(on, [line for part in _page(on, report, wall) for line in part])


def _page(on: "Console", report: "Report", wall: Wall) -> Iterator[Sequence["Text"]]:
    yield list(_head(report, wall))
    if not report.tickets:
        return
    judged = [clock for clock in report.clocks if clock.runs > clock.no_target]
    yield _titled("Promises")
    if judged:
        yield table(on, _CLOCKS, [_clock_cells(on, clock) for clock in judged], _INDENT)
    for reason, counts in _unjudged(report).items():
        yield list(wrapped(on, f"{reason}: {', '.join(counts)}", _INDENT, "dim"))
    yield _titled(f"Escalations: {_often(report.escalations.n, report.escalations.tickets)}")
    if report.escalations.n:
        yield table(on, _WAYS, [_way_cells(on, m, report) for m in report.by_ladder], _INDENT)
        yield table(
            on, _REASONS, [_reason_cells(on, m, report) for m in report.by_trigger], _INDENT
        )
    if report.levels:
        yield _titled("Levels")
        yield table(on, _LEVELS, [_level_cells(on, level) for level in report.levels], _INDENT)
    yield _titled("Afterwards")
    yield [cell(f"  {line}") for line in _afterwards(report)]


def _titled(title: str) -> list["Text"]:
    return [cell(""), cell(title, "bold")]


def _head(report: "Report", wall: Wall) -> Iterator["Text"]:
    period = report.period
    span = wall.span(period.since, period.until)
    yield joined(cell("Report", "bold"), cell(f"  tickets {period.by} from {span}"))
    finished = report.tickets - report.open
    imported = f", {report.imported} imported" if report.imported else ""
    yield cell(f"{report.tickets} tickets: {finished} resolved, {report.open} open{imported}")
    reasons = {
        f"{period.by} at another time": report.outside,
        "not resolved": report.unresolved,
        "not asked for": report.unmatched,
        "withdrawn": report.withdrawn,
        "damaged": report.damaged,
    }
    told = ", ".join(f"{n} {reason}" for reason, n in reasons.items() if n)
    yield cell(f"left out: {told or 'none'}", "dim")


def _clock_cells(on: "Console", clock: "ClockFigures") -> list["Text"]:
    late = f" ({clock.breached_open} open)" if clock.breached_open else ""
    return [
        cell(spaced(clock.clock)),
        cell(str(clock.judged)),
        cell(_share(on, clock.met_share, str(clock.met))),
        cell(f"{clock.breached}{late}", "red" if clock.breached else "dim"),
        cell(str(clock.running)),
        cell(_length(clock.elapsed.median)),
        cell(_length(clock.elapsed.p90)),
        cell(str(clock.elapsed.n), "dim"),
    ]


def _unjudged(report: "Report") -> dict[str, list[str]]:
    """Return the runs that have no verdict and never will, by reason."""
    told: dict[str, list[str]] = {}
    for clock in report.clocks:
        for reason, n in (("dropped", clock.dropped), ("without a target", clock.no_target)):
            if n:
                told.setdefault(reason, []).append(f"{spaced(clock.clock)} {n}")
    return told


def _level_cells(on: "Console", level: "LevelFigures") -> list["Text"]:
    return [
        cell(level.level),
        cell(_length(level.spent)),
        cell(_share(on, level.of_all, "-")),
        cell(str(level.visits)),
        cell(str(level.still_there)),
        cell(_length(level.each.median)),
        cell(_length(level.each.p90)),
        cell(str(level.each.n), "dim"),
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
