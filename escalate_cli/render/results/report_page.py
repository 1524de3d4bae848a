"""The report on a period as calm tables, with the number of cases beside each figure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.styled_text import Text, cell, joined
from escalate_cli.render.parts.screen.text_table import show
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.parts.words.report_headlines import nothing_before
from escalate_cli.render.parts.words.report_sections import (
    FLOW,
    LOAD,
    REVIEWS,
    SLA,
    TRIGGERS,
    Shown,
)
from escalate_cli.render.parts.words.report_sentences import left_out_reasons, missed_left_out
from escalate_cli.render.parts.words.time_text import Wall, length_of, spell
from escalate_cli.render.parts.words.timeline import wrapped
from escalate_cli.render.results import report_tables as tables
from escalate_cli.render.results.report_tables import INDENT
from escalate_cli.sanitize import one_line

if TYPE_CHECKING:
    from escalate_cli.domain.figures.period_figures import Often, PeriodFigures
    from escalate_cli.usecases.insight.report import Report

_CAUSES: Final = 5


def show_report(on: Ansi, report: "Report", wall: Wall, shown: Shown) -> None:
    """Print the report on a few tables that fit a screen."""
    show(on, [line for part in _page(on, report, wall, shown) for line in part])


def _page(on: Ansi, report: "Report", wall: Wall, shown: Shown) -> Iterator[Sequence[Text]]:
    figures, period = report.figures, report.period
    yield list(_head(on, report, wall))
    yield _compared(on, report)
    yield _titled(f"Per {period.per}", tables.parts(on, report, wall))
    yield _titled(f"By {period.group_by}", tables.groups(on, report))
    if not figures.tickets:
        return
    if SLA in shown:
        yield _titled("Promises", _promises(on, figures))
    if TRIGGERS in shown:
        moves = tables.moves(on, figures)
        yield [*_title(f"Escalations: {_often(figures.escalations)}"), *moves]
        yield _titled("What came of the decisions of rules", tables.rules(on, figures))
    if LOAD in shown:
        yield _titled("Levels", tables.levels(on, figures))
    yield _titled("Afterwards", list(_afterwards(on, figures, shown)))
    behind = [each for each in report.behind or () if shown.shows(each.of.section)]
    yield _titled("Tickets behind the figures", tables.behind(on, behind))


def _compared(on: Ansi, report: "Report") -> list[Text]:
    """Set the period before beside, or say that there is nothing in it."""
    if report.before is None:
        return []
    nothing = nothing_before(report)
    if nothing:
        return list(wrapped(on, nothing, 0, "dim"))
    period = report.before.period
    title = f"Beside the {spell(period.until - period.since)} before"
    return _titled(title, tables.compared(on, report))


def _titled(title: str, lines: Sequence[Text]) -> list[Text]:
    """Put a title above lines, if there are any."""
    return [*_title(title), *lines] if lines else []


def _title(title: str) -> list[Text]:
    return [cell(""), cell(title, "bold")]


def _promises(on: Ansi, figures: "PeriodFigures") -> list[Text]:
    lines = tables.clocks(on, figures)
    for reason, counts in _unjudged(figures).items():
        lines += wrapped(on, f"{reason}: {', '.join(counts)}", INDENT, "dim")
    means = {"MTTA": figures.mtta, "MTTR": figures.mttr}
    known = [f"{name} {length_of(it.mean)} of {it.n}" for name, it in means.items() if it.n]
    return [*lines, cell(f"  {', '.join(known)}")] if known else lines


def _head(on: Ansi, report: "Report", wall: Wall) -> Iterator[Text]:
    period, figures = report.period, report.figures
    span = wall.span(period.since, period.until)
    yield joined(cell("Report", "bold"), cell(f"  tickets {period.by} from {span}"))
    finished = figures.tickets - figures.open
    imported = f", {figures.imported} imported" if figures.imported else ""
    yield cell(
        f"{counted(figures.tickets, 'ticket')}: {finished} resolved, {figures.open} open{imported}"
    )
    yield from left_out(on, report.left_out, period.by)
    missed = missed_left_out(report.missed)
    if missed:
        yield from wrapped(on, missed, 0, "dim")
    later = report.later
    since = {"undone": later.undone, "entered later for then": later.entered}
    told = ", ".join(f"{n} {what}" for what, n in since.items() if n)
    if told:
        yield cell(f"tickets changed since: {told}", "dim")


def left_out(on: Ansi, counts: Mapping[str, int], dated_by: str) -> Iterator[Text]:
    """Say how many tickets are not looked at, and why."""
    parts = left_out_reasons(counts, dated_by)
    yield from wrapped(on, f"left out: {', '.join(parts) or 'none'}", 0, "dim")


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


def _afterwards(on: Ansi, figures: "PeriodFigures", shown: Shown) -> Iterator[Text]:
    lines = [
        *(_flow(figures) if FLOW in shown else ()),
        *(_reviews(figures) if REVIEWS in shown else ()),
    ]
    for line in lines:
        said = line.lstrip(" ")
        yield from wrapped(on, one_line(said), INDENT + len(line) - len(said), "")


def _flow(figures: "PeriodFigures") -> Iterator[str]:
    yield f"reopened: {_often(figures.reopenings)}"
    if figures.returns.n:
        yield f"returned to the level below: {_often(figures.returns)}"
    repeats = figures.repeat_complaints.n
    more = f", {repeats} of them about a ticket that had one" if repeats else ""
    yield f"complaints: {_often(figures.complaints)}{more}"


def _reviews(figures: "PeriodFigures") -> Iterator[str]:
    reviews = figures.reviews
    overdue = f", {reviews.overdue} of them overdue" if reviews.overdue else ""
    yield f"reviews: {reviews.done} done, {reviews.owed} owed{overdue}"
    for cause in reviews.root_causes[:_CAUSES]:
        yield f"  {cause.n} x {cause.root_cause}"
    more = len(reviews.root_causes) - _CAUSES
    if more > 0:
        yield f"  and {more} other root causes"
    repeated = [each for each in reviews.factors if each.n > 1]
    if repeated:
        yield "factors of more than one review:"
    yield from (f"  {each.n} x {each.factor}" for each in repeated[:_CAUSES])
    if reviews.answered:
        yield f"the policy was changed for reviews: {reviews.answered}"
    if reviews.actions:
        late = f", {reviews.overdue_actions} of them overdue" if reviews.overdue_actions else ""
        yield f"actions of reviews: {reviews.actions}, {reviews.open_actions} still open{late}"


def _often(often: "Often") -> str:
    return f"{often.n} on {counted(often.tickets, 'ticket')}" if often.n else "none"
