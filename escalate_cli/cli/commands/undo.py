"""`escalate undo`: take back what one command did."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.arguments import Message
from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.undo import UndoResult
from escalate_cli.usecases.care.undo import undo

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate undo --dry-run", "escalate undo", "escalate undo --change 118")


@shared
def command(
    run: "Wiring",
    change: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="The change [default: the last one you made]"),
    ] = None,
    message: Message = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the difference.")] = False,
) -> None:
    """Take back everything that one command recorded, and show what that alters.

    What the policy made of it since goes too. It is refused where a person has acted on the ticket
    since, and for what the policy did by itself, unless by a clock that was ahead. Undoing `log`
    withdraws the ticket.
    """
    done = undo(run.context, change, message, dry_run=dry_run)
    run.printer.show(UndoResult(done, dry_run=dry_run))
