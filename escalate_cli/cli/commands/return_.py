"""`escalate return`: hand a ticket back."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, Message
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.return_ticket import return_ticket

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = ("escalate return 12 -m 'nothing was tried yet'",)


@shared(sends=True)
def command(run: "Wiring", ids: Ids, message: Message = "") -> None:
    """Hand tickets back to the level they came from, with a reason.

    No rule moves them up again for the same cause; the time they cost stays with this level.
    """
    run.printer.show(
        ChangedResult(return_ticket(run.context, ids, message), "returned", many=len(ids) > 1)
    )
