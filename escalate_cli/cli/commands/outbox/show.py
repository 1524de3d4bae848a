"""`escalate outbox show`: messages in full."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.outbox import MessageResult, MessagesResult
from escalate_cli.usecases.outbox.list_retry_drop import show
from escalate_cli.usecases.verbs.ticket_words import ids_meant

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate outbox show T-1", "escalate outbox show T-1:1:critical:1:0:max")


@shared
def command(
    run: "Wiring",
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="The key of a message, or the id of a ticket.")
    ],
) -> None:
    """Show a message, or those about a ticket: text, state, and what each waits for."""
    found = show(run.context, ids_meant([key], lambda: run.context))
    is_one = [each.key for each in found] == [key]
    run.printer.show(MessageResult(found[0]) if is_one else MessagesResult(found))
