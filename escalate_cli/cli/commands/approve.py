"""`escalate approve`: say yes to an escalation."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, Message
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.approve import approve

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = ("escalate approve 12 -m 'go ahead'",)


@shared(sends=True)
def command(run: "Wiring", ids: Ids, message: Message = "") -> None:
    """Grant requested escalations; the tickets move at once."""
    run.printer.show(
        ChangedResult(approve(run.context, ids, message), "approved", many=len(ids) > 1)
    )
