"""`escalate outbox retry`: let messages be tried again."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.outbox import OutboxResult
from escalate_cli.usecases.outbox.list_retry_drop import retry
from escalate_cli.usecases.verbs.ticket_words import ids_meant

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate outbox retry",
    "escalate outbox retry T-1",
    "escalate outbox retry T-1:1:critical:1:0:max",
)


@shared(lists=True)
def command(
    run: "Wiring",
    messages: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY...]",
            help="Keys of messages, or ids of tickets [default: all that are dead]",
        ),
    ] = None,
) -> None:
    """Let messages be tried again by the next `check` or `outbox deliver`, at once."""
    named = ids_meant(messages or (), lambda: run.context)
    run.printer.show(OutboxResult(retry(run.context, named)))
