"""`escalate acknowledge`: take responsibility."""

from typing import TYPE_CHECKING

from escalate_cli.cli.arguments import Ids, Message
from escalate_cli.cli.global_options import shared
from escalate_cli.usecases.verbs.acknowledge import acknowledge

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = ("escalate ack 12", "escalate ack 12 14 -m 'looking at both'")


@shared(sends=True)
def command(run: "Wiring", ids: Ids, message: Message = "") -> None:
    """Take responsibility for tickets at their level.

    A second person's acknowledgement is recorded; the first one stays the owner.
    """
    standings = acknowledge(run.context, ids, message)
    mine = all(standing.ticket.owner == run.context.by for standing in standings)
    verb = "acknowledged" if mine else "acknowledged too, the owner stays"
    run.printer.changed(standings, verb, many=len(ids) > 1)
