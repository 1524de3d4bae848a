"""`escalate undo`: take back what one command did."""

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import asdict

from escalate_cli.cli.arguments import Message
from escalate_cli.cli.global_options import shared
from escalate_cli.usecases.care.undo import Undone, undo

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate undo --dry-run", "escalate undo", "escalate undo --change 118")


def _say(run: "Wiring", done: Undone, *, dry_run: bool) -> None:
    """Name the change, and the messages that it had made."""
    verb = "would undo" if dry_run else "undid"
    what = ", ".join(done.what).replace("_", " ")
    run.printer.say(f"{verb} change {done.change} by {done.by} at {run.printer.full(done.at)}")
    run.printer.say(f"which was: {what}")
    for key in done.dropped:
        run.printer.say(f"not sent yet, dropped: {key}")
    for key in done.sent:
        run.printer.say(f"sent already, cannot be called back: {key}")


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

    It is refused where something later rests on the change. Undoing `log` withdraws the ticket.
    """
    done = undo(run.context, change, message, dry_run=dry_run)
    altered = [asdict(each) for each in done.altered]
    if run.settings.json:
        facts = {name: value for name, value in asdict(done).items() if name != "standings"}
        run.printer.document({**facts, "altered": altered, "dry_run": dry_run})
        return
    run.printer.document(altered)
    _say(run, done, dry_run=dry_run)
