"""`escalate report`: which promises were kept, what climbed, who used up the time."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.options import shared
from escalate_cli.domain.duration import parse_duration
from escalate_cli.errors import BadDurationError
from escalate_cli.usecases.query import parse
from escalate_cli.usecases.report import BASES, LOGGED, Period, report
from escalate_cli.usecases.words import one_of

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
    query: Annotated[
        list[str] | None, typer.Argument(metavar="[QUERY...]", help="Words, or field:value.")
    ] = None,
    since: Annotated[
        str, typer.Option(metavar="TIME", help="From this instant on, or so long ago.")
    ] = "30d",
    until: Annotated[
        str, typer.Option(metavar="TIME", help="Before this instant, or so long ago.")
    ] = "now",
    by: Annotated[
        str, typer.Option(metavar="EVENT", help="What falls into the period: logged or resolved.")
    ] = LOGGED,
) -> None:
    """Sum up the tickets of a period as they stand now, each figure with its number of cases.

    Fewer than five cases have no percentage. Elapsed time is business time as the clocks count it.
    """
    period = Period(
        since=_instant(run, since), until=_instant(run, until), by=one_of(by, BASES, "event")
    )
    wanted = parse(query or (), run.policy, run.desk.by, everything=True)
    run.printer.report(report(run.desk, period, wanted, run.printer.watch))


def _instant(run: "Wiring", typed: str) -> datetime:
    """Read `30d` as so long ago, and anything else as an instant."""
    try:
        return run.now - parse_duration(typed).resolve(None)
    except BadDurationError:
        return run.instant(typed)
