"""`escalate archive`: put away what was closed long ago."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.usecases.automation.archive import archive

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate archive", "escalate archive --closed-for 1w")


@shared
def command(
    run: "Wiring",
    closed_for: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="At least so long [default: the policy's retain]"),
    ] = None,
) -> None:
    """Put tickets away that were closed long ago; `check` does so by itself.

    They are still found by their ids and by `list --all`, and reopening brings one back.
    """
    run.must_be_a_store()
    length = parse_duration(closed_for).resolve(None) if closed_for else None
    done = archive(run.context, length)
    run.printer.document({"archived": done.tickets, "held_back": done.held_back})
    if done.held_back:
        run.printer.say("messages about those held back wait to be sent: escalate outbox list")
