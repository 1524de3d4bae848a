"""`escalate outbox deliver`: send what waits."""

from typing import TYPE_CHECKING

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.send_option import send
from escalate_cli.errors import ExitCode

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate outbox deliver",)


@shared
def command(run: "Wiring") -> None:
    """Send what is due, as `check` does, but decide nothing.

    Exit code 2 where something was not delivered.
    """
    done = send(run)
    left = {"pending": done.left.pending, "dead": done.left.dead}
    run.printer.document({"sent": done.sent, "failed": done.failed, **left})
    if done.undelivered:
        raise typer.Exit(ExitCode.COULD_NOT)
