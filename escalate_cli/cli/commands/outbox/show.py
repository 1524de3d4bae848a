"""`escalate outbox show`: messages in full."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.outbox import MessageResult
from escalate_cli.usecases.outbox.list_retry_drop import show

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate outbox show T-1:1:critical:1:0:max",)


@shared
def command(
    run: "Wiring",
    key: Annotated[str, typer.Argument(metavar="KEY", help="The key of a message.")],
) -> None:
    """Show a message: its text, its state, and what it waits for."""
    run.printer.show(MessageResult(show(run.context, key)))
