"""`escalate wait`: somebody else must act first."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.arguments import Ids, PublicMessage
from escalate_cli.cli.global_options import shared
from escalate_cli.usecases.verbs.wait import wait

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate wait 12 --for requester -m 'asked for the log file'",
    "escalate wait 12 --for vendor --until 'mon 9:00'",
)


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Ids,
    reason: Annotated[
        str, typer.Option("--for", metavar="WHOM", help="requester, vendor or other.")
    ] = "other",
    until: Annotated[
        str | None, typer.Option(metavar="TIME", help="When the wait ends by itself.")
    ] = None,
    message: PublicMessage = "",
) -> None:
    """Pause tickets while the requester, a vendor or somebody else must act."""
    ends_at = run.instant(until) if until else None
    standings = wait(run.context, ids, reason, until=ends_at, message=message)
    if ends_at is not None:
        run.printer.say(f"waiting until {run.printer.full(ends_at)}")
    run.printer.changed(standings, "waiting", many=len(ids) > 1)
