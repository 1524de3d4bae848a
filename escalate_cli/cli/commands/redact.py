"""`escalate redact`: remove a text that should never have been typed."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Message
from escalate_cli.render.results.redacted import RedactedResult
from escalate_cli.usecases.care.redact import redact

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate redact 12 --event 118 -m 'a password'",)


@shared
def command(
    run: "Wiring",
    ticket: Annotated[str, typer.Argument(metavar="ID", help="A ticket, as T-12 or 12.")],
    event: Annotated[
        int, typer.Option(metavar="N", min=1, help="Its event, as show --all numbers it.")
    ],
    message: Message = "",
) -> None:
    """Put a tombstone in the place of an event's text; `verify` still holds, and can tell.

    Files that are kept and may still hold the text are named.
    """
    run.printer.show(RedactedResult(redact(run.context, ticket, event, message)))
