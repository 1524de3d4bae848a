"""`escalate show`: one ticket and its story."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids
from escalate_cli.render.results.show import ShowResult
from escalate_cli.usecases.insight.list_and_show import show

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = ("escalate show 12", "escalate show 12 --json | jq '.events[].kind'")


@shared
def command(
    run: "Wiring",
    ids: Ids,
    everything: Annotated[
        bool, typer.Option("-a", "--all", help="On a terminal all of it, also the whole history.")
    ] = False,
) -> None:
    """Show tickets: whose move it is, what comes else, clocks and history."""
    found = show(run.context, ids, looks=run.printer.is_table)
    run.printer.show(ShowResult(found, many=len(ids) > 1, everything=everything))
