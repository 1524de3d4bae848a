"""The tables of a report: what each says of a clock, a rule, a level, a part or a group."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.figures.report_figures import PERSON
from escalate_cli.domain.figures.rule_figures import Fate
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.sparkline import sparkline
from escalate_cli.render.parts.screen.styled_text import Text, cell
from escalate_cli.render.parts.screen.text_table import Column, table
from escalate_cli.render.parts.words.report_headlines import ON_BEFORE, headlines
from escalate_cli.render.parts.words.report_sentences import breached_share
from escalate_cli.render.parts.words.time_text import Wall, length_of

if TYPE_CHECKING:
    from escalate_cli.domain.figures.clock_figures import ClockFigures
    from escalate_cli.domain.figures.level_figures import LevelFigures
    from escalate_cli.domain.figures.period_figures import Move, PeriodFigures, ResponseFigures
    from escalate_cli.domain.figures.rule_figures import RuleFigures
    from escalate_cli.domain.figures.tickets_behind import Behind
    from escalate_cli.usecases.insight.report import Report

INDENT: Final = 2
_BAR: Final = 8
_LABEL: Final = 10
_LEAST_PARTS: Final = 3
"""Of fewer parts no line is drawn."""
_NAMED: Final = 40
"""So many tickets behind one figure are named on a terminal."""
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

_RULES: Final = (Column("RULE", least=12), Column("DECIDED"), Column("TICKETS", turn=1))
_COMPARED: Final = (
    Column("FIGURE", least=12),
    Column("NOW"),
    Column("BEFORE"),
    Column("CHANGE", turn=1),
)
_TURN_STYLES: Final = {"better": "green", "worse": "red", "": "dim"}
_BEHIND: Final = (Column("FIGURE"), Column("N"), Column("TICKETS", least=20, folds=True))


def compared(on: Ansi, report: "Report") -> list[Text]:
    """Lay out the main figures beside those of the period before."""
    rows = [
        [
            cell(each.label),
            cell(each.value),
            cell(each.before),
            cell(each.change.removesuffix(ON_BEFORE), _TURN_STYLES[each.turn]),
        ]
        for each in headlines(report)
    ]
    return table(on, _COMPARED, rows, INDENT)


def clocks(on: Ansi, figures: "PeriodFigures") -> list[Text]:
    """Lay out how each duty was met; those without any verdict to come are left out."""
    judged = [clock for clock in figures.clocks if clock.runs > clock.no_target]
    rows = [_clock_cells(on, clock) for clock in judged]
    return table(on, _CLOCKS, rows, INDENT) if rows else []


def moves(on: Ansi, figures: "PeriodFigures") -> list[Text]:
    """Lay out in which ways tickets moved, and why."""
    n = figures.escalations.n
    if not n:
        return []
    ways = [_way_cells(on, move, n) for move in figures.by_ladder]
    reasons = [_reason_cells(on, move, n) for move in figures.by_trigger]
    return table(on, _WAYS, ways, INDENT) + table(on, _REASONS, reasons, INDENT)


def rules(on: Ansi, figures: "PeriodFigures") -> list[Text]:
    """Lay out what came of the decisions of each rule; what came of none has no column."""
    fates = [fate for fate in Fate if any(getattr(rule, fate) for rule in figures.rules)]
    columns = (*_RULES, *(Column(spaced(fate).upper()) for fate in fates))
    rows = [_rule_cells(rule, fates) for rule in figures.rules]
    return table(on, columns, rows, INDENT) if rows else []


def levels(on: Ansi, figures: "PeriodFigures") -> list[Text]:
    """Lay out what time each level has used up."""
    rows = [_level_cells(on, level) for level in figures.levels]
    return table(on, _LEVELS, rows, INDENT) if rows else []


def parts(on: Ansi, report: "Report", wall: Wall) -> list[Text]:
    """Lay out the period part by part, and below it how that went up and down."""
    rows = [
        [
            cell(wall.day(part.since)),
            *(cell(str(n)) for n in (part.logged, part.resolved, part.backlog)),
            *_sums(part.figures),
        ]
        for part in report.parts
    ]
    if not rows:
        return []
    return table(on, (Column("SINCE"), *_FLOW, *_SUMS), rows, INDENT) + list(_lines(on, report))


def _lines(on: Ansi, report: "Report") -> Iterator[Text]:
    """Draw the figures of the parts as lines, the last ones that there is room for."""
    if on.is_ascii or len(report.parts) < _LEAST_PARTS:
        return
    shown = report.parts[-(on.width - INDENT - _LABEL) :]
    lines: dict[str, Sequence[float | None]] = {
        "logged": [part.logged for part in shown],
        "resolved": [part.resolved for part in shown],
        "backlog": [part.backlog for part in shown],
        "breached": [breached_share(part.figures) for part in shown],
    }
    for label, values in lines.items():
        yield cell(f"{' ' * INDENT}{label:<{_LABEL}}{sparkline(values)}", "dim")


def groups(on: Ansi, report: "Report") -> list[Text]:
    """Lay out the figures of each group; of people also how they responded."""
    by = report.period.group_by
    turns = _TURNS if by == PERSON else ()
    rows = [
        [
            cell(group.name or "-"),
            *(_turns(group.figures.responses) if turns else ()),
            *_sums(group.figures),
        ]
        for group in report.groups
    ]
    columns = (Column((by or "").upper(), least=8), *turns, *_SUMS)
    return table(on, columns, rows, INDENT) if rows else []


def behind(on: Ansi, figures: Sequence["Behind"]) -> list[Text]:
    """Lay out which tickets are behind each count."""
    rows = [_behind_cells(each) for each in figures]
    return table(on, _BEHIND, rows, INDENT) if rows else []


def _behind_cells(each: "Behind") -> list[Text]:
    of = each.of
    named = [f"{ticket} x {n}" if n > 1 else ticket for ticket, n in each.tickets[:_NAMED]]
    more = len(each.tickets) - len(named)
    rest = f" and {more} more" if more else ""
    name = " ".join(spaced(word) for word in of if word)
    return [cell(name), cell(str(each.n)), cell(", ".join(named) + rest)]


def _rule_cells(rule: "RuleFigures", fates: Sequence[Fate]) -> list[Text]:
    counts = (rule.n, rule.tickets, *(getattr(rule, fate) for fate in fates))
    return [cell(rule.trigger), *(cell(str(n)) for n in counts)]


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


def _share(on: Ansi, part: float | None, otherwise: str) -> str:
    """Draw a share as a bar with its percentage; too few things have neither."""
    return otherwise if part is None else f"{_bar(on, part)} {part:4.0%}"


def _part(on: Ansi, n: int, of: int) -> str:
    return f"{_bar(on, n / of)} {n}"


def _bar(on: Ansi, part: float) -> str:
    full, empty = ("#", ".") if on.is_ascii else ("█", "░")
    filled = round(part * _BAR)
    return full * filled + empty * (_BAR - filled)
