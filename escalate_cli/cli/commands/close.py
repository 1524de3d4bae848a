"""`escalate close`: the resolution is confirmed."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, PublicMessage
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.resolve import close

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = ("escalate close 12", "escalate close 12 -m 'confirmed by the customer'")


@shared(sends=True)
def command(run: "Wiring", ids: Ids, message: PublicMessage = "") -> None:
    """Close resolved tickets, and closed ones again where a word since then needs no answer."""
    run.printer.show(ChangedResult(close(run.context, ids, message), "closed", many=len(ids) > 1))
