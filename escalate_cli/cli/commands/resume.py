"""`escalate resume`: go on with tickets that were waiting."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, Message
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.wait import resume

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = ("escalate resume 12 -m 'the part has arrived'",)


@shared(sends=True)
def command(run: "Wiring", ids: Ids, message: Message = "") -> None:
    """End a wait; the clocks run again."""
    run.printer.show(ChangedResult(resume(run.context, ids, message), "resumed", many=len(ids) > 1))
