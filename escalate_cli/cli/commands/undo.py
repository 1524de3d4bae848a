"""`escalate undo`: take back what one command did."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Message
from escalate_cli.errors import UsageError
from escalate_cli.render.results.undo import UndoResult
from escalate_cli.usecases.care.undo import change_meant, undo

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = (
    "escalate undo --dry-run",
    "escalate undo",
    "escalate undo 12",
    "escalate undo 12 --event 118",
    "escalate undo --change 118",
)


@shared
def command(
    run: "Wiring",
    ticket: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="Your last change of this ticket [default: of any]"),
    ] = None,
    event: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="The change that made this event, as show --all numbers it."
        ),
    ] = None,
    change: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="The change [default: the last one you made]"),
    ] = None,
    message: Message = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the difference.")] = False,
) -> None:
    """Take back everything that one command recorded, and show what that alters.

    What the policy made of it since goes too. It is refused where a person has acted on the ticket
    since, and for what the policy did by itself, unless by a clock that was ahead. What another
    person did, or what takes a missed target off the record, wants -m; the latter only from who
    could excuse it. Undoing `log` withdraws the ticket, which `reopen` takes back. An undo stays:
    what it took back is done again by its command.
    """
    if change is not None and ticket is not None:
        raise UsageError("a change is named by its number or by a ticket", "leave one of them out")
    if event is not None and ticket is None:
        raise UsageError("an event is one of a ticket", f"escalate undo ID --event {event}")
    if ticket is not None:
        change = change_meant(run.context, ticket, event)
    done = undo(run.context, change, message, dry_run=dry_run)
    run.printer.show(UndoResult(done, dry_run=dry_run))
