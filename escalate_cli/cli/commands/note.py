"""`escalate note`: write on a ticket."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.elsewhere import say_elsewhere
from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.note import note

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate note 12 'restarted the print server'",
    "escalate note 12 --public 'we found the cause, update at 15:00'",
)


@shared(sends=True)
def command(
    run: "Wiring",
    ticket: Annotated[str, typer.Argument(metavar="ID", help="A ticket, as T-12 or 12.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to write.")],
    public: Annotated[bool, typer.Option("--public", help="An update the requester sees.")] = False,
    from_requester: Annotated[
        bool, typer.Option("--from-requester", help="These are the requester's words.")
    ] = False,
) -> None:
    """Add a note; internal, unless it is public or from the requester."""
    done = note(run.context, [ticket], text, public=public, from_requester=from_requester)
    say_elsewhere(run, [ticket], [each.standing for each in done])
    run.printer.show(ChangedResult(done, "noted", many=False, command="note"))
