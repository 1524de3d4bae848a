"""`escalate link`: a ticket has to do with another one, or repeats it."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, PublicMessage
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.link import link

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate link 14 15 --duplicate-of 12",
    "escalate link 14 --related 9 -m 'the same switch'",
)


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Ids,
    duplicate_of: Annotated[
        str | None, typer.Option(metavar="ID", help="Close them as duplicates of this one.")
    ] = None,
    related: Annotated[
        str | None, typer.Option(metavar="ID", help="They have to do with this one.")
    ] = None,
    message: PublicMessage = "",
) -> None:
    """Tie tickets to another one, as related or as its duplicates."""
    done = link(run.context, ids, related=related, duplicate_of=duplicate_of, message=message)
    run.printer.show(ChangedResult(done, "linked", many=len(ids) > 1))
