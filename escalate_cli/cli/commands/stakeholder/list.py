"""`escalate stakeholder list`: who hears how a ticket goes."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids
from escalate_cli.render.results.stakeholders import StakeholdersResult
from escalate_cli.usecases.verbs.stakeholders import informed_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate stakeholder list 12",)


@shared(lists=True)
def command(run: "Wiring", ids: Ids) -> None:
    """List who is informed of tickets: requester, customer, stakeholders and who subscribed."""
    run.printer.show(StakeholdersResult(informed_of(run.context, ids)))
