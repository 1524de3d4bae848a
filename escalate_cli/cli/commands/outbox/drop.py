"""`escalate outbox drop`: take messages out unsent."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Message
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.results.outbox import OutboxResult
from escalate_cli.usecases.outbox.list_retry_drop import drop
from escalate_cli.usecases.verbs.input_validation import text_of
from escalate_cli.usecases.verbs.ticket_words import ids_meant

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate outbox drop T-1:1:critical:1:0:max -m 'told him on the phone'",
    "escalate outbox drop T-1",
)


@shared(lists=True)
def command(
    run: "Wiring",
    messages: Annotated[
        list[str], typer.Argument(metavar="KEY...", help="Keys of messages, or ids of tickets.")
    ],
    message: Message = "",
) -> None:
    """Take messages out of the outbox, told by hand or no longer needed; their tickets remember."""
    dropped = drop(run.context, ids_meant(messages, lambda: run.context), text_of(message))
    if not run.printer.is_table:
        run.printer.show(OutboxResult(dropped))
    run.printer.say(f"dropped {counted(len(dropped), 'message')}")
