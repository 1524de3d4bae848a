"""What `report` answers: one document, a row for each figure, or a page."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from escalate_cli.domain.figures.clock_figures import ClockFigures
from escalate_cli.domain.figures.level_figures import LevelFigures
from escalate_cli.domain.figures.period_figures import PeriodFigures, ResponseFigures
from escalate_cli.domain.figures.report_figures import PERSON, Group
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.data.json_values import SCHEMA, Fields, document, documents, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.usecases.insight.report import Report

Row = tuple[object, ...]
"""What a figure is about, which one it is, its value, and of how many things it speaks."""

_COLUMNS: Final = ("section", "name", "figure", "value", "n")
_TICKETS: Final = stored("n=tickets", "open", "imported")
_OFTEN: Final = stored("n", "tickets")
_SPREAD: Final = stored(
    "n", "mean_seconds=mean", "median_seconds=median", "p90_seconds=p90", "longest_seconds=longest"
)
_CLOCK: Final[Fields[ClockFigures]] = {
    **stored("clock", "runs", "judged", "met", "breached", "breached_open", "running", "dropped"),
    **stored("no_target", "excused", "met_share", "target_seconds=target"),
    "elapsed": lambda clock: document(_SPREAD, clock.elapsed),
}
_LEVEL: Final[Fields[LevelFigures]] = {
    **stored("level", "visits", "still_there", "spent_seconds=spent", "share=of_all"),
    "each": lambda level: document(_SPREAD, level.each),
}
_MEANS: Final = stored("mtta_seconds=mtta.mean", "mttr_seconds=mttr.mean")
_RESPONSES: Final[Fields[ResponseFigures]] = {
    **stored("given", "answered", "handed_on", "resolved", "open"),
    "elapsed": lambda responses: document(_SPREAD, responses.elapsed),
}
_FIGURES: Final[Fields[PeriodFigures]] = {
    "tickets": lambda figures: document(_TICKETS, figures),
    "clocks": lambda figures: documents(_CLOCK, figures.clocks),
    **_MEANS,
    "escalations": lambda figures: {
        **document(_OFTEN, figures.escalations),
        "by_ladder": documents(stored("ladder", "mode", "n"), figures.by_ladder),
        "by_trigger": documents(stored("kind", "trigger", "n"), figures.by_trigger),
    },
    "levels": lambda figures: documents(_LEVEL, figures.levels),
    **stored("reopenings", "complaints", "reviews"),
}
_PERIOD: Final = stored("since", "until", "by", "dated_by=by", "per", "group_by")
_WORST: Final = stored(
    "ticket", "title", "priority", "clock", "over_seconds=over", "still_owed", "cause"
)
_PART: Final = stored("since", "until", "logged", "resolved", "backlog")


class ReportResult(Document[Report]):
    """What became of the tickets of a period."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        parts = ("period",) if report.period.per else ()
        groups = ("group",) if report.period.group_by else ()
        self.columns = (*_COLUMNS, *parts, *groups)

    def document(self) -> dict[str, object]:
        """Return the report as JSON has it."""
        report = self.value
        figures = document(_FIGURES, report.figures)
        return {
            "schema": SCHEMA,
            "now": plain(report.now),
            **document(_PERIOD, report.period),
            **figures,
            "tickets": {**document(_TICKETS, report.figures), "left_out": report.left_out},
            "later": plain(report.later),
            "periods": [
                {**document(_PART, part), **document(_FIGURES, part.figures)}
                for part in report.parts
            ],
            "groups": [self._group(group) for group in report.groups],
            "escalation_hours": documents(stored("weekday", "hour", "n"), report.hours),
            "worst": documents(_WORST, report.worst),
            "before": self._before(),
        }

    def _before(self) -> dict[str, object] | None:
        before = self.value.before
        if before is None:
            return None
        return {**document(_PERIOD, before.period), **document(_FIGURES, before.figures)}

    def _group(self, group: Group) -> dict[str, object]:
        found = {"group": group.name, **document(_FIGURES, group.figures)}
        if self.value.period.group_by == PERSON:
            found["responses"] = document(_RESPONSES, group.figures.responses)
        return found

    def rows(self) -> Iterator[Row]:
        """Return every figure, with the number of things it speaks of."""
        report = self.value
        yield from self._of(_figures(report.figures, report.left_out))
        for part in report.parts:
            flow = document(stored("logged", "resolved", "backlog"), part)
            figures = chain(_rows("flow", "", flow, part.figures.tickets), _figures(part.figures))
            yield from self._of(figures, period=plain(part.since))
        for group in report.groups:
            figures = chain(_figures(group.figures), _responses(group.figures.responses))
            yield from self._of(figures, group=group.name)

    def _of(self, rows: Iterable[Row], **named: object) -> Iterator[Row]:
        """Add to rows of which part and group they are, where the columns say so."""
        rest = [named.get(column, "") for column in self.columns[len(_COLUMNS) :]]
        return ((*row, *rest) for row in rows)

    def page(self, printer: Printer) -> None:
        """Show tables that fit a screen."""
        from escalate_cli.render.results import report_page  # noqa: PLC0415 - start-up time

        report_page.show_report(printer.writer.ink, self.value, printer.wall)


def _figures(figures: PeriodFigures, left_out: Mapping[str, int] | None = None) -> Iterator[Row]:
    n, moves, reviews = figures.tickets, figures.escalations.n, figures.reviews
    yield from _rows("tickets", "", document(_TICKETS, figures), n)
    if left_out is not None:
        yield from _rows("left_out", "", left_out, sum(left_out.values()))
    for clock in figures.clocks:
        judged = dict.fromkeys(("met", "breached", "met_share"), clock.judged)
        yield from _rows("clock", clock.clock, document(_CLOCK, clock), clock.runs, judged)
    yield from _rows("escalations", "", document(_OFTEN, figures.escalations), n)
    for move in figures.by_ladder:
        yield "escalations_by_ladder", f"{move.ladder}/{move.mode}", "n", move.n, moves
    for move in figures.by_trigger:
        name = f"{move.kind}/{move.trigger}" if move.trigger else "person"
        yield "escalations_by_trigger", name, "n", move.n, moves
    visits = {"share": sum(level.visits for level in figures.levels)}
    for level in figures.levels:
        yield from _rows("level", level.level, document(_LEVEL, level), level.visits, visits)
    yield from _rows("reopenings", "", document(_OFTEN, figures.reopenings), n)
    yield from _rows("complaints", "", document(_OFTEN, figures.complaints), n)
    counts = document(stored("done", "owed", "overdue"), reviews)
    yield from _rows("reviews", "", counts, reviews.done + reviews.owed)
    for cause in reviews.root_causes:
        yield "root_cause", cause.root_cause, "n", cause.n, reviews.done


def _responses(responses: ResponseFigures) -> Iterator[Row]:
    """Yield how a person responded, if the figures are those of a person."""
    if responses.given:
        yield from _rows("responses", "", document(_RESPONSES, responses), responses.given)


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
