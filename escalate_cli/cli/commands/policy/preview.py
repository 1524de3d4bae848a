"""`escalate policy preview`: what a message would say."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.sanitize import sanitized
from escalate_cli.usecases.policy.preview_message import preview_message
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate policy preview handoff --ticket 12",)


@shared
def command(
    run: "Wiring",
    message: Annotated[
        str, typer.Argument(metavar="MESSAGE", help="A message, such as handoff or closure.")
    ],
    ticket: Annotated[str, typer.Option(metavar="ID", help="The ticket to fill it in for.")],
) -> None:
    """Show a message filled in for a ticket, from the latest event that it could tell of."""
    run.refuse_broken_policy()
    text = preview_message(run.context, message, ticket)
    if run.settings.json or run.settings.fields:
        about = id_of(numbers_of([ticket])[0])
        run.printer.document({"message": message, "ticket": about, "text": text})
    else:
        sys.stdout.write(f"{sanitized(text)}\n")
