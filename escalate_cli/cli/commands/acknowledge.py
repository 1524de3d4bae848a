"""`escalate acknowledge`: take responsibility."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, Message
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.acknowledge import acknowledge

if TYPE_CHECKING:
    from escalate_cli.domain.verbs.carry_out import Effect
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

    effects = {each.standing.ticket.id: each.effect for each in done}

    def verb(standing: TicketSnapshot) -> str:
        return _said(effects[standing.ticket.id])

    run.printer.show(ChangedResult(done, verb, many=len(ids) > 1))


def _said(effect: "Effect") -> str:
    """Say what came of it: nothing is recorded a second time."""
    if not effect.events:
        return "acknowledged already"
    if effect.former is not None:
        return "taken over"
    return "acknowledged" if effect.is_theirs else "acknowledged too"
