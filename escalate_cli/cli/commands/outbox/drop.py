"""`escalate outbox drop`: take messages out unsent."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.options import shared
from escalate_cli.usecases.outbox import drop

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate outbox drop T-1:1:critical:1:0:max",)


@shared
def command(
    run: "Wiring",
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="Keys of messages.")],
) -> None:
    """Take messages out of the outbox, told by hand or no longer needed."""
    run.printer.say(f"dropped {drop(run.desk, keys)}")
