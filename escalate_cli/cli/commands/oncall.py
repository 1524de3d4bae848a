"""`escalate oncall`: whose turn it is."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.oncall import OncallResult
from escalate_cli.usecases.insight.oncall import on_call

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = ("escalate oncall", "escalate oncall network --at 'tomorrow 9:00'")


@shared(lists=True)
def command(
    run: "Wiring",
    team: Annotated[
        str | None, typer.Argument(metavar="[TEAM]", help="A team [default: all of them]")
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When [default: now]")] = None,
) -> None:
    """Show who takes a team's tickets, until when, and who stands in."""
    run.printer.show(OncallResult(on_call(run.context, team, run.instant(at) if at else run.now)))
