"""`escalate stakeholder add`: keep people informed."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.name_suggestions import people
from escalate_cli.usecases.verbs.stakeholders import add

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate stakeholder add 12 max", "escalate stakeholder add 12 kim@example.org")


@shared(sends=True)
def command(
    run: "Wiring",
    ticket: Annotated[str, typer.Argument(metavar="ID", help="A ticket, as T-12 or 12.")],
    names: Annotated[
        list[str], typer.Argument(metavar="PERSON...", help="People, or their addresses.")
    ],
) -> None:
    """Keep people informed of a ticket; they are told at once how it stands."""
    run.printer.show(ChangedResult(add(run.context, ticket, names), "has new stakeholders"))
    for question in people(names, run.policy.people):
        run.printer.say(question)
