"""`escalate redact`: remove a text that should never have been typed."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Message
from escalate_cli.errors import UsageError
from escalate_cli.render.results.redacted import ChangeRedactedResult, RedactedResult
from escalate_cli.usecases.care.redact import redact
from escalate_cli.usecases.care.redact_standing import redact_standing

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = (
    "escalate redact 12 --event 118 -m 'a password'",
    "escalate redact --change 31 -m 'a diagnosis'",
)


@shared
def command(
    run: "Wiring",
    ticket: Annotated[
        str | None, typer.Argument(metavar="ID", help="A ticket, as T-12 or 12.")
    ] = None,
    event: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Its event, as show --all numbers it.")
    ] = None,
    change: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Instead: what was said for the team, as oncall has."
        ),
    ] = None,
    message: Message = "",
) -> None:
    """Put a tombstone in the place of an event's text; `verify` still holds, and can tell.

    With `--change`, in that of why a duty was taken over, authority lent or maintenance announced.

    Files that are kept and may still hold the text are named.
    """
    if change is not None and ticket is None and event is None:
        done = redact_standing(run.context, change, message)
        run.printer.show(ChangeRedactedResult(done))
    elif change is None and ticket is not None and event is not None:
        run.printer.show(RedactedResult(redact(run.context, ticket, event, message)))
    else:
        raise UsageError("name what to redact", "give ID --event N, or --change N alone")
