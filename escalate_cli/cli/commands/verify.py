"""`escalate verify`: is the store what the histories say?"""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.options import shared
from escalate_cli.errors import ExitCode
from escalate_cli.usecases.verify import verify

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate verify", "escalate verify 12 --json")


@shared(lists=True)
def command(
    run: "Wiring",
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Tickets [default: all of them]")
    ] = None,
) -> None:
    """Refold histories; recompute digests, clocks and verdicts; name what differs.

    Exit code 1 on any difference.
    """
    verified = verify(run.desk, ids or (), run.printer.watch)
    run.printer.verified(verified)
    if verified.differences:
        raise typer.Exit(ExitCode.NO)
