"""`escalate show`: one ticket and its story."""

from typing import TYPE_CHECKING

from escalate_cli.cli.arguments import Ids
from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.show import ShowResult
from escalate_cli.usecases.insight.list_and_show import show

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = ("escalate show 12", "escalate show 12 --json | jq '.events[].kind'")


@shared
def command(run: "Wiring", ids: Ids) -> None:
    """Show tickets with their clocks, escalations and history."""
    run.printer.show(ShowResult(show(run.context, ids), many=len(ids) > 1))
