"""`escalate why`: the arithmetic behind every verdict."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.why import WhyResult
from escalate_cli.usecases.insight.why import why

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Reports"
EXAMPLES = ("escalate why 12", "escalate why 12 resolve", "escalate why 12 --json")


@shared
def command(
    run: "Wiring",
    ticket: Annotated[str, typer.Argument(metavar="ID", help="A ticket, as T-12 or 12.")],
    clock: Annotated[
        str | None, typer.Argument(metavar="[CLOCK]", help="One clock [default: all, and triggers]")
    ] = None,
) -> None:
    """Show what each clock counted and why, and what each trigger did or waits for."""
    run.printer.show(WhyResult(why(run.context, ticket, clock)))
