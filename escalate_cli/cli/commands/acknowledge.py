"""`escalate acknowledge`: take responsibility."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.arguments import Ids, Message
from escalate_cli.cli.global_options import shared
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.acknowledge import acknowledge

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = (
    "escalate ack 12",
    "escalate ack 12 14 -m 'looking at both'",
    "escalate ack 12 --take -m 'bo is ill'",
)


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Ids,
    take: Annotated[
        bool, typer.Option("--take", help="Take it, though it is another one's; they are told.")
    ] = False,
    message: Message = "",
) -> None:
    """Take responsibility for tickets at your level.

    A second person's acknowledgement is recorded; the first one stays the owner.
    """
    done = acknowledge(run.context, ids, message, take=take)
    for each in done:
        if each.effect.former is not None:
            run.printer.say(f"{each.standing.ticket.id} was {each.effect.former}'s")

    def verb(standing: TicketSnapshot) -> str:
        return "acknowledged" if standing.ticket.owner == run.context.by else "acknowledged too"

    run.printer.show(ChangedResult([each.standing for each in done], verb, many=len(ids) > 1))
