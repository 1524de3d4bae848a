"""`escalate forecast`: what happens if nobody acts."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.what_if import edits_of
from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.render.results.forecast import ForecastResult
from escalate_cli.usecases.insight.forecast import forecast

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Reports"
EXAMPLES = ("escalate forecast 12", "escalate forecast 12 --for 1w --if priority=P1")


@shared
def command(
    run: "Wiring",
    ticket: Annotated[str, typer.Argument(metavar="ID", help="A ticket, as T-12 or 12.")],
    within: Annotated[
        str, typer.Option("--for", metavar="DURATION", help="How far to look ahead.")
    ] = "3d",
    suppose: Annotated[
        list[str], typer.Option("--if", metavar="FIELD=VALUE", help="As if it were so; repeatable.")
    ] = [],  # noqa: B006 - Typer makes a new list each time
) -> None:
    """Follow the policy into the future of a ticket; nothing is written, nobody is told."""
    horizon = parse_duration(within).resolve(None)
    run.printer.show(ForecastResult(forecast(run.context, ticket, horizon, edits_of(suppose))))
