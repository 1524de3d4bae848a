"""`escalate escalate`: move tickets up a ladder."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, Message
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.escalate import escalate

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = (
    "escalate escalate 12 -m 'needs a network engineer' --tried 'a reboot'",
    "escalate escalate 12 --to manager -m 'the customer threatens to leave'",
    "escalate escalate 12 -m 'disk array' --tell 'Our storage team has it.'",
)


@shared(sends=True)
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
    tell: Annotated[
        str, typer.Option(metavar="TEXT", help="Words to the requester: a public note.")
    ] = "",
    expect_level: Annotated[
        str | None, typer.Option(metavar="LEVEL", help="Refuse unless it is still at this level.")
    ] = None,
    break_glass: Annotated[
        bool, typer.Option("--break-glass", help="Go at once; ask for approval afterwards.")
    ] = False,
) -> None:
    """Hand tickets to a higher level, or involve management.

    A functional level takes the ticket over and must acknowledge it; a management level is
    involved, and the work stays where it is. Where the policy wants a yes, this asks for it.
    """
    wish = Wish(
        to=to,
        expected=expect_level,
        break_glass=break_glass,
        reason=message,
        tried=tried,
        impact_note=impact_note,
        next_step=next_step,
    )
    if not message:
        from escalate_cli.cli.asking.reason_questions import (  # noqa: PLC0415 - start-up time
            asked_why,
        )

        wish = asked_why(run, ids, wish)
    done = escalate(run.context, ids, wish, tell=tell)
    moved = {each.standing.ticket.id for each in done if each.effect.has_moved}

    def verb(standing: TicketSnapshot) -> str:
        return "escalated" if standing.ticket.id in moved else "asked to escalate"

    run.printer.show(ChangedResult(done, verb, many=len(ids) > 1, command="escalate"))
