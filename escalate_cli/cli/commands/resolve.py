"""`escalate resolve`: the issue is solved."""

from typing import TYPE_CHECKING

from escalate_cli.cli.arguments import Ids, PublicMessage
from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.resolve import resolve

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = ("escalate resolve 12 -m 'replaced the switch'",)


@shared(sends=True)
def command(run: "Wiring", ids: Ids, message: PublicMessage = "") -> None:
    """Record that tickets are solved, and how; every clock ends."""
    run.printer.show(
        ChangedResult(resolve(run.context, ids, message), "resolved", many=len(ids) > 1)
    )
