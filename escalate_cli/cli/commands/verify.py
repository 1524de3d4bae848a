"""`escalate verify`: is the store what the histories say?"""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.jobs import Jobs, workers
from escalate_cli.errors import ExitCode
from escalate_cli.render.results.verify import VerifyResult
from escalate_cli.usecases.care.verify import head, verify

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = (
    "escalate verify",
    "escalate verify 12 --json",
    "escalate verify --head >> /var/log/escalate.heads",
)


@shared(lists=True, arranged=True)
def command(
    run: "Wiring",
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Tickets [default: all of them]")
    ] = None,
    print_head: Annotated[
        bool, typer.Option("--head", help="Only print one line that stands for all events.")
    ] = False,
    expected: Annotated[
        str | None,
        typer.Option("--expect", metavar="HEAD", help="All events up to this head must be there."),
    ] = None,
    jobs: Jobs = None,
) -> None:
    """Refold histories; recompute digests, clocks and verdicts; name what differs.

    Exit code 1 on any difference. Only a head that was kept elsewhere can tell a history that was
    written anew, or has lost its end, from a true one.
    """
    run.must_be_a_store()
    if print_head:
        run.printer.document([{"head": head(run.context)}])
        return
    verified = verify(run.context, ids or (), workers(run, jobs), expected)
    run.printer.show(VerifyResult(verified))
    if verified.differences:
        raise typer.Exit(ExitCode.NO)
