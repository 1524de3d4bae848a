"""`escalate release`: hand back what one has."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Message
from escalate_cli.errors import UsageError
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.release import release, release_all

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = (
    "escalate release 12 -m 'wrong ticket'",
    "escalate release --mine --to-duty -m 'end of shift'",
    "escalate release 12 --take -m 'bo is ill'",
)


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Tickets: 12, 52..54, @last.")
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="All that you have.")] = False,
    to_duty: Annotated[
        bool, typer.Option("--to-duty", help="They wait for who is on duty, who is told.")
    ] = False,
    take: Annotated[
        bool, typer.Option("--take", help="Do it, though it is another one's; they are told.")
    ] = False,
    message: Message = "",
) -> None:
    """Hand tickets back to their level, which must acknowledge them anew.

    They stay at the level, and one that waits goes on waiting; nobody owns them until one takes
    them. No other duty is put off.
    """
    if bool(ids) is mine:
        raise UsageError(
            "tickets are named by ids, or are all that you have", "give ID... or --mine"
        )
    if mine and take:
        raise UsageError("what you have need not be taken from anybody", "leave --take away")
    if mine:
        done = release_all(run.context, message, to_duty=to_duty)
    else:
        done = release(run.context, ids or (), message, to_duty=to_duty, take=take)
    run.printer.show(ChangedResult(done, "released", many=mine or len(ids or ()) > 1))
