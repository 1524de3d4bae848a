"""`escalate assign`: give tickets to a person."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Message
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.assign import assign

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = ("escalate assign 12 bo", "escalate assign 12 14 @me")


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Tickets, as T-12 or 12.")],
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A person, or @me.")],
    message: Message = "",
) -> None:
    """Make somebody the owner of tickets; the level stays as it is."""
    run.printer.show(
        ChangedResult(assign(run.context, ids, person, message), "assigned", many=len(ids) > 1)
    )
