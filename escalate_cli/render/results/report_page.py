"""The report on a period as calm tables, with the number of cases beside each figure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.figures.report_figures import PERSON
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.styled_text import Text, cell, joined
from escalate_cli.render.parts.screen.text_table import Column, show, table
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.parts.words.time_text import Wall, spell
from escalate_cli.render.parts.words.timeline import wrapped

if TYPE_CHECKING:
    from escalate_cli.domain.figures.clock_figures import ClockFigures
    from escalate_cli.domain.figures.level_figures import LevelFigures
    from escalate_cli.domain.figures.period_figures import (
        Move,
        Often,
        PeriodFigures,
        ResponseFigures,
    )
    from escalate_cli.usecases.insight.report import Report

_INDENT: Final = 2
_BAR: Final = 8
_CAUSES: Final = 5
_CLOCKS: Final = (
    Column("CLOCK"),
    Column("JUDGED"),
    Column("MET"),
    Column("BREACHED"),
    Column("OPEN"),
    Column("MEAN", turn=3),
    Column("MEDIAN", turn=2),
    Column("90 %", turn=1),
    Column("OF", turn=4),
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
_SUMS: Final = (
    Column("TICKETS", turn=3),
    Column("JUDGED", turn=2),
    Column("BREACHED"),
    Column("MTTA", turn=1),
    Column("MTTR"),
)
_FLOW: Final = (Column("LOGGED"), Column("RESOLVED"), Column("BACKLOG"))
_TURNS: Final = (Column("GIVEN"), Column("ANSWERED"), Column("MEAN"))
_WAYS: Final = (Column("LADDER"), Column("HOW"), Column("MOVES"))
_REASONS: Final = (Column("KIND"), Column("TRIGGER", least=12), Column("MOVES"))


def show_report(on: Ansi, report: "Report", wall: Wall) -> None:
    """Print the report on a few tables that fit a screen."""
    show(on, [line for part in _page(on, report, wall) for line in part])


def _page(on: Ansi, report: "Report", wall: Wall) -> Iterator[Sequence[Text]]:
    yield list(_head(report, wall))
    yield from _breakdowns(on, report, wall)
    figures = report.figures
    if not figures.tickets:
        return
    judged = [clock for clock in figures.clocks if clock.runs > clock.no_target]
    yield _titled("Promises")
    if judged:
        yield table(on, _CLOCKS, [_clock_cells(on, clock) for clock in judged], _INDENT)
    for reason, counts in _unjudged(figures).items():
        yield list(wrapped(on, f"{reason}: {', '.join(counts)}", _INDENT, "dim"))
    means = {"MTTA": figures.mtta, "MTTR": figures.mttr}
    known = [f"{name} {length_of(it.mean)} of {it.n}" for name, it in means.items() if it.n]
    if known:
        yield [cell(f"  {', '.join(known)}")]
    yield _titled(f"Escalations: {_often(figures.escalations)}")
    moves = figures.escalations.n
    if moves:
        yield table(on, _WAYS, [_way_cells(on, m, moves) for m in figures.by_ladder], _INDENT)
        yield table(
            on, _REASONS, [_reason_cells(on, m, moves) for m in figures.by_trigger], _INDENT
        )
    if figures.levels:
        yield _titled("Levels")
        yield table(on, _LEVELS, [_level_cells(on, level) for level in figures.levels], _INDENT)
    yield _titled("Afterwards")
    yield [cell(f"  {line}") for line in _afterwards(figures)]


def _breakdowns(on: Ansi, report: "Report", wall: Wall) -> Iterator[Sequence[Text]]:
    """Yield the tables of the parts and of the groups of a report, if it has any."""
    period = report.period
    if report.parts:
        columns = (Column("SINCE"), *_FLOW, *_SUMS)
        parts = [
            [
                cell(wall.day(part.since)),
                *(cell(str(n)) for n in (part.logged, part.resolved, part.backlog)),
                *_sums(part.figures),
            ]
            for part in report.parts
        ]
        yield [*_titled(f"Per {period.per}"), *table(on, columns, parts, _INDENT)]
    if period.group_by and report.groups:
        turns = _TURNS if period.group_by == PERSON else ()
        columns = (Column(period.group_by.upper(), least=8), *turns, *_SUMS)
        groups = [
            [
                cell(group.name or "-"),
                *(_turns(group.figures.responses) if turns else ()),
                *_sums(group.figures),
            ]
            for group in report.groups
        ]
        yield [*_titled(f"By {period.group_by}"), *table(on, columns, groups, _INDENT)]


def _sums(figures: "PeriodFigures") -> list[Text]:
    return [
        cell(str(figures.tickets)),
        cell(str(figures.judged)),
        cell(str(figures.breached), "red" if figures.breached else "dim"),
        cell(length_of(figures.mtta.mean)),
        cell(length_of(figures.mttr.mean)),
    ]


def _turns(responses: "ResponseFigures") -> list[Text]:
    mean = length_of(responses.elapsed.mean)
    return [cell(str(responses.given)), cell(str(responses.answered)), cell(mean)]


def _titled(title: str) -> list[Text]:
    return [cell(""), cell(title, "bold")]


def _head(report: "Report", wall: Wall) -> Iterator[Text]:
    period, figures = report.period, report.figures
    span = wall.span(period.since, period.until)
    yield joined(cell("Report", "bold"), cell(f"  tickets {period.by} from {span}"))
    finished = figures.tickets - figures.open
    imported = f", {figures.imported} imported" if figures.imported else ""
    yield cell(
        f"{counted(figures.tickets, 'ticket')}: {finished} resolved, {figures.open} open{imported}"
    )
    yield left_out(report.left_out, period.by)
    later = report.later
    since = {"undone": later.undone, "entered later for then": later.entered}
    told = ", ".join(f"{n} {what}" for what, n in since.items() if n)
    if told:
        yield cell(f"tickets changed since: {told}", "dim")


def left_out(counts: Mapping[str, int], dated_by: str) -> Text:
    """Say how many tickets are not looked at, and why."""
    reasons = {
        "outside": f"{dated_by} at another time",
        "unresolved": "not resolved",
        "unmatched": "not asked for",
        "not_counted": "of an outcome that does not count",
    }
    parts = (f"{n} {reasons.get(why, why)}" for why, n in counts.items() if n)
    return cell(f"left out: {', '.join(parts) or 'none'}", "dim")


def _clock_cells(on: Ansi, clock: "ClockFigures") -> list[Text]:
    late = f" ({clock.breached_open} open)" if clock.breached_open else ""
    return [
        cell(spaced(clock.clock)),
        cell(str(clock.judged)),
        cell(_share(on, clock.met_share, str(clock.met))),
        cell(f"{clock.breached}{late}", "red" if clock.breached else "dim"),
        cell(str(clock.running)),
        cell(length_of(clock.elapsed.mean)),
        cell(length_of(clock.elapsed.median)),
        cell(length_of(clock.elapsed.p90)),
        cell(str(clock.elapsed.n), "dim"),
    ]


def _unjudged(figures: "PeriodFigures") -> dict[str, list[str]]:
    """Return the runs that have no verdict and never will, by reason."""
    told: dict[str, list[str]] = {}
    for clock in figures.clocks:
        reasons = {
            "dropped": clock.dropped,
            "without a target": clock.no_target,
            "excused": clock.excused,
        }
        for reason, n in reasons.items():
            if n:
                told.setdefault(reason, []).append(f"{spaced(clock.clock)} {n}")
    return told


def _level_cells(on: Ansi, level: "LevelFigures") -> list[Text]:
    return [
        cell(level.level),
        cell(length_of(level.spent)),
        cell(_share(on, level.of_all, "-")),
        cell(str(level.visits)),
        cell(str(level.still_there)),
        cell(length_of(level.each.median)),
        cell(length_of(level.each.p90)),
        cell(str(level.each.n), "dim"),
    ]


def _way_cells(on: Ansi, move: "Move", of: int) -> list[Text]:
    return [cell(move.ladder or "-"), cell(move.mode or "-"), cell(_part(on, move.n, of))]


def _reason_cells(on: Ansi, move: "Move", of: int) -> list[Text]:
    return [
        cell(move.kind or "by a person"),
        cell(move.trigger or "-"),
        cell(_part(on, move.n, of)),
    ]


def _afterwards(figures: "PeriodFigures") -> Iterator[str]:
    yield f"reopened: {_often(figures.reopenings)}"
    yield f"complaints: {_often(figures.complaints)}"
    reviews = figures.reviews
    overdue = f", {reviews.overdue} of them overdue" if reviews.overdue else ""
    yield f"reviews: {reviews.done} done, {reviews.owed} owed{overdue}"
    for cause in reviews.root_causes[:_CAUSES]:
        yield f"  {cause.n} x {cause.root_cause}"
    more = len(reviews.root_causes) - _CAUSES
    if more > 0:
        yield f"  and {more} other root causes"


def _often(often: "Often") -> str:
    return f"{often.n} on {often.tickets} tickets" if often.n else "none"


def _share(on: Ansi, part: float | None, otherwise: str) -> str:
    """Draw a share as a bar with its percentage; too few things have neither."""
    return otherwise if part is None else f"{_bar(on, part)} {part:4.0%}"


def _part(on: Ansi, n: int, of: int) -> str:
    return f"{_bar(on, n / of)} {n}"


def _bar(on: Ansi, part: float) -> str:
    full, empty = ("#", ".") if on.is_ascii else ("█", "░")
    filled = round(part * _BAR)
    return full * filled + empty * (_BAR - filled)


def length_of(length: timedelta | None) -> str:
    """Spell a length of time, or say that there is none."""
    return "-" if length is None else spell(length, days=False)
