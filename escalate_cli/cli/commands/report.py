"""`escalate report`: which promises were kept, what climbed, who used up the time."""

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.published_pages import publish_page
from escalate_cli.cli.typed.arguments import Query
from escalate_cli.cli.typed.periods import Since, Until, fitting_unit, part_by_part, period_of
from escalate_cli.domain.figures.counted import DATES, LOGGED
from escalate_cli.domain.figures.report_figures import GROUPS
from escalate_cli.errors import UsageError
from escalate_cli.render.results.report import ReportResult
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.report import report
from escalate_cli.usecases.verbs.policy_words import one_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Reports"
EXAMPLES = (
    "escalate report --since 'last month' --until 'last month' --html october.html",
    "escalate report --since 30d",
    "escalate report priority:P1 --since 2026-10 --until 2026-10",
    "escalate report --dated-by resolved --since 'last month' --until 'last month' --json",
    "escalate report --since 2026-W40 --per week --group-by person",
)


@shared(lists=True)
def command(
    run: "Wiring",
    query: Query = None,
    since: Since = "30d",
    until: Until = "now",
    dated_by: Annotated[
        str, typer.Option(metavar="EVENT", help="What gives a thing its date: logged or resolved.")
    ] = LOGGED,
    by: Annotated[str | None, typer.Option(metavar="EVENT", hidden=True)] = None,
    per: Annotated[
        str | None, typer.Option(metavar="UNIT", help="Also for each day, week or month.")
    ] = None,
    group_by: Annotated[
        str | None, typer.Option(metavar="GROUP", help=f"Also by {', '.join(GROUPS)}.")
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Beside the period of the same length before.")
    ] = False,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="Write it as one page to hand out.")
    ] = None,
) -> None:
    """Sum up a period, each figure with its number of cases; what comes later leaves it alone.

    A breach is judged by priority, owner, level and customer as they were then. MTTA is the mean
    of acknowledge, MTTR that of resolve: business time, as the clocks count it, of duties that
    were done. Fewer than five cases have no percentage.
    """
    if by in GROUPS:
        help_ = f"escalate report --group-by {by}"
        raise UsageError("--by says what dates a ticket: logged or resolved", help_)
    period = replace(
        period_of(run, since, until),
        by=one_of(by or dated_by, DATES, "event"),
        group_by=one_of(group_by, GROUPS, "group") if group_by else html and "priority",
    )
    if per or html:
        period = part_by_part(run, period, per or fitting_unit(period))
    wanted = parse(run.choices.query(query or ()), run.context, everything=True)
    told = report(run.context, period, wanted, run.printer.watch, compare=compare or bool(html))
    if html is None:
        run.printer.show(ReportResult(told))
        return
    from escalate_cli.render.pages.report_html import report_html  # noqa: PLC0415 - start-up time

    publish_page(run, html, lambda: report_html(told, run.printer.wall))
