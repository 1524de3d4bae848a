"""`escalate stakeholder remove`: keep people informed no longer."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.stakeholders import remove

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate stakeholder remove 12 max", "escalate stakeholder remove 12 kim@example.org")


@shared(sends=True)
def command(
    run: "Wiring",
    ticket: Annotated[str, typer.Argument(metavar="ID", help="A ticket, as T-12 or 12.")],
    people: Annotated[
        list[str], typer.Argument(metavar="PERSON...", help="People, or their addresses.")
    ],
) -> None:
    """Keep people informed of a ticket no longer."""
    run.printer.show(ChangedResult(remove(run.context, ticket, people), "has fewer stakeholders"))
