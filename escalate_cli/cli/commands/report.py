"""`escalate report`: which promises were kept, what climbed, who used up the time."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.arguments import Query
from escalate_cli.cli.global_options import shared
from escalate_cli.cli.periods import Since, Until, period_of
from escalate_cli.render.results.report import ReportResult
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.report import BASES, LOGGED, report
from escalate_cli.usecases.verbs.input_validation import one_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Reports"
EXAMPLES = (
    "escalate report --since 30d",
    "escalate report priority:P1 --since 2026-10-01 --until 2026-11-01",
    "escalate report --by resolved --json",
)


@shared(lists=True)
def command(
    run: "Wiring",
    query: Query = None,
    since: Since = "30d",
    until: Until = "now",
    by: Annotated[
        str, typer.Option(metavar="EVENT", help="What falls into the period: logged or resolved.")
    ] = LOGGED,
) -> None:
    """Sum up the tickets of a period as they stand now, each figure with its number of cases.

    Fewer than five cases have no percentage. Elapsed time is business time as the clocks count it.
    """
    period = period_of(run, since, until, one_of(by, BASES, "event"))
    wanted = parse(query or (), run.context, everything=True)
    run.printer.show(ReportResult(report(run.context, period, wanted, run.printer.watch)))
