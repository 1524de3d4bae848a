"""`escalate restore`: put a backup in the place of what is there."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.errors import ExitCode

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate restore .escalate/backups/store-2026-11-23T090000Z.tar",)


@shared
def command(
    run: "Wiring",
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` has written.")],
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do not ask on a terminal.")] = False,
) -> None:
    """Put the tickets, archive and policy of a backup in the place of what is there.

    What is there is backed up first, and ids given since are not given again.
    """
    if not yes and sys.stdin.isatty() and sys.stderr.isatty():
        found = run.care.look_into(str(file))
        run.printer.say(f"{file} holds {found.tickets} tickets in {found.files} files")
        if not typer.confirm(f"put them in the place of {run.place.shown}?", err=True):
            run.printer.say("nothing was changed")
            raise typer.Exit(ExitCode.NO)
    done = run.care.restore(str(file), run.now)
    run.printer.document(
        {
            "restored": str(file),
            "files": done.bundle.files,
            "tickets": done.bundle.tickets,
            "messages": done.bundle.messages,
            "kept_before": done.kept_before,
        }
    )
    if done.bundle.messages:
        run.printer.say(
            "messages that wait may have been sent since it was made, and would be sent again: "
            "escalate outbox list, then escalate outbox drop"
        )
