"""A report as rows: each figure with its section, its name, and of how many things it speaks."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from escalate_cli.domain.figures.missed_figures import MissedFigures
from escalate_cli.domain.figures.period_figures import REVIEW_COUNTS, PeriodFigures, ResponseFigures
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.data.json_values import document, stored
from escalate_cli.render.parts.words.report_sections import PEOPLE, Shown
from escalate_cli.render.results.report_documents import (
    CLOCK,
    LEVEL,
    OFTEN,
    PART,
    RESPONSES,
    RULE,
    TICKETS,
)
from escalate_cli.usecases.insight.report import Report

Row = tuple[object, ...]
"""What a figure is about, which one it is, its value, and of how many things it speaks."""

_COLUMNS: Final = ("section", "name", "figure", "value", "n")
_KEY: Final = 3
"""So many columns name a figure."""
_BEFORE: Final = ("before", "before_n")
_BEHIND: Final = ("section", "name", "figure", "ticket", "n")


class ReportRows:
    """The rows of a report, or, where they are asked for, the tickets behind each."""

    def __init__(self, report: Report, shown: Shown) -> None:
        self._report, self._shown = report, shown
        parts = ("period",) if report.period.per else ()
        groups = ("group",) if report.period.group_by else ()
        self._named = (*parts, *groups, *(_BEFORE if report.before else ()))
        self.columns = _COLUMNS + self._named if report.behind is None else _BEHIND

    def __iter__(self) -> Iterator[Row]:
        return self._figures() if self._report.behind is None else self._behind()

    def _behind(self) -> Iterator[Row]:
        for behind in self._report.behind or ():
            if self._shown.shows(behind.of.section):
                yield from ((*behind.of, ticket, n) for ticket, n in behind.tickets)

    def _figures(self) -> Iterator[Row]:
        report = self._report
        for row, was in _beside(_figures(report.figures, report), self._before()):
            yield from self._of([row], **dict(zip(_BEFORE, was, strict=True)))
        for part in report.parts:
            flow = document(PART, part)
            figures = chain(_rows("flow", "", flow, part.figures.tickets), _figures(part.figures))
            yield from self._of(figures, period=plain(part.since))
        for group in report.groups:
            figures = chain(_figures(group.figures), _responses(group.figures.responses))
            yield from self._of(figures, group=group.name)

    def _before(self) -> Iterator[Row]:
        return _figures(self._report.before.figures) if self._report.before else iter(())

    def _of(self, rows: Iterable[Row], **named: object) -> Iterator[Row]:
        """Add their part and group to rows, where there are columns for them."""
        rest = [named.get(column, "") for column in self._named]
        is_whole = "group" in named and PEOPLE in self._shown
        return ((*row, *rest) for row in rows if is_whole or self._shown.shows(str(row[0])))


def _beside(rows: Iterable[Row], former: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield rows, each with the value and number of its like in others; then those without one."""
    rest = {row[:_KEY]: row[_KEY:] for row in former}
    for row in rows:
        yield row, rest.pop(row[:_KEY], ("", ""))
    yield from (((*what, "", 0), was) for what, was in rest.items())


def _figures(figures: PeriodFigures, whole: Report | None = None) -> Iterator[Row]:
    n, moves, reviews = figures.tickets, figures.escalations.n, figures.reviews
    yield from _rows("tickets", "", document(TICKETS, figures), n)
    if whole is not None:
        yield from _rows("left_out", "", whole.left_out, sum(whole.left_out.values()))
        yield from _missed(whole.missed)
    for clock in figures.clocks:
        judged = dict.fromkeys(("met", "breached", "met_share"), clock.judged)
        yield from _rows("clock", clock.clock, document(CLOCK, clock), clock.runs, judged)
    yield from _rows("escalations", "", document(OFTEN, figures.escalations), n)
    for move in figures.by_ladder:
        yield "escalations_by_ladder", f"{move.ladder}/{move.mode}", "n", move.n, moves
    for move in figures.by_trigger:
        yield "escalations_by_trigger", move.reason, "n", move.n, moves
    for rule in figures.rules:
        yield from _rows("trigger", rule.name, document(RULE, rule), rule.n)
    visits = {"share": sum(level.visits for level in figures.levels)}
    for level in figures.levels:
        yield from _rows("level", level.level, document(LEVEL, level), level.visits, visits)
    yield from _rows("reopenings", "", document(OFTEN, figures.reopenings), n)
    yield from _rows("returns", "", document(OFTEN, figures.returns), n)
    yield from _rows("complaints", "", document(OFTEN, figures.complaints), n)
    yield from _rows("repeat_complaints", "", document(OFTEN, figures.repeat_complaints), n)
    counts = document(stored(*REVIEW_COUNTS), reviews)
    yield from _rows("reviews", "", counts, reviews.done + reviews.owed)
    for cause in reviews.root_causes:
        yield "root_cause", cause.root_cause, "n", cause.n, reviews.done
    for each in reviews.factors:
        yield "factor", each.factor, "n", each.n, reviews.done


def _missed(missed: MissedFigures) -> Iterator[Row]:
    """Yield what became of every missed target."""
    counts = {"n": missed.n, "counted": missed.counted, "excused": missed.excused}
    yield from _rows("missed", "", {**counts, **missed.left_out}, missed.n)


def _responses(responses: ResponseFigures) -> Iterator[Row]:
    """Yield how a person responded, if the figures are those of a person."""
    if responses.given:
        yield from _rows("responses", "", document(RESPONSES, responses), responses.given)


def _rows(
    section: str,
    name: str,
    figures: Mapping[str, object],
    n: int,
    others: Mapping[str, int] | None = None,
) -> Iterator[Row]:
    """Yield the figures of a document; those of a document within it have their own `n`."""
    for figure, value in figures.items():
        if isinstance(value, dict):
            yield from (
                (section, name, part, value[part], value["n"]) for part in value if part != "n"
            )
        elif not isinstance(value, str):
            yield section, name, figure, value, (others or {}).get(figure, n)
