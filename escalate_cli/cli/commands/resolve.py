"""`escalate resolve`: the issue is solved."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.arguments import Ids, PublicMessage
from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.resolve import resolve

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate resolve 12 -m 'replaced the switch'",
    "escalate resolve 12 --outcome invalid -m 'it was the screensaver'",
)


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Ids,
    outcome: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="As what, such as duplicate: the policy has the words."),
    ] = None,
    message: PublicMessage = "",
) -> None:
    """Record that tickets are solved, and how; every clock ends."""
    standings = resolve(run.context, ids, message, outcome)
    run.printer.show(ChangedResult(standings, "resolved", many=len(ids) > 1))
