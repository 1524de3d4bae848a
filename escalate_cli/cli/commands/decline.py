"""`escalate decline`: say no to an escalation."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, Message
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.approve import decline

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = ("escalate decline 12 -m 'try the vendor first'",)


@shared(sends=True)
def command(run: "Wiring", ids: Ids, message: Message = "") -> None:
    """Turn requested escalations down, with a reason; the tickets stay where they are."""
    run.printer.show(
        ChangedResult(decline(run.context, ids, message), "declined", many=len(ids) > 1)
    )
