"""`escalate reopen`: it was not solved after all."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, PublicMessage
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.resolve import reopen

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = ("escalate reopen 12 -m 'it fails again'",)


@shared(sends=True)
def command(run: "Wiring", ids: Ids, message: PublicMessage = "") -> None:
    """Begin a new cycle on finished tickets, with new clocks."""
    run.printer.show(
        ChangedResult(reopen(run.context, ids, message), "reopened", many=len(ids) > 1)
    )
