"""`escalate escalate`: move tickets up a ladder."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.options import shared
from escalate_cli.cli.parameters import Ids, Message
from escalate_cli.usecases.escalate import HandOff, escalate

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = (
    "escalate escalate 12 -m 'needs a network engineer' --tried 'rebooted the switch'",
    "escalate escalate 12 --to manager -m 'the customer threatens to leave'",
)


@shared
def command(
    run: "Wiring",
    ids: Ids,
    to: Annotated[
        str | None, typer.Option(metavar="LEVEL", help="A level of either ladder [default: next]")
    ] = None,
    message: Message = "",
    tried: Annotated[str, typer.Option(metavar="TEXT", help="What was tried already.")] = "",
    impact_note: Annotated[str, typer.Option(metavar="TEXT", help="Who is affected, how.")] = "",
    next_step: Annotated[str, typer.Option(metavar="TEXT", help="What to do next.")] = "",
) -> None:
    """Hand tickets to a higher level, or involve management.

    A functional level takes the ticket over and must acknowledge it; a management level is
    involved, and the work stays where it is.
    """
    context = HandOff(reason=message, tried=tried, impact_note=impact_note, next_step=next_step)
    run.printer.changed(
        escalate(run.desk, ids, to=to, context=context), "escalated", many=len(ids) > 1
    )
