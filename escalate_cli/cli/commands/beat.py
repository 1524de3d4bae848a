"""`escalate beat`: say that a job has run, or see how the heartbeats stand."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.heartbeats import BeatResult, HeartbeatsResult
from escalate_cli.usecases.verbs.beat import beat, heartbeats

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Automation"
EXAMPLES = ("backup && escalate beat backup-job", "escalate beat")


@shared(lists=True, sends=True)
def command(
    run: "Wiring",
    keys: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY...]", help="Heartbeats of the policy that have beaten."),
    ] = None,
) -> None:
    """Say that all is well with what the policy expects to hear of; without a KEY, list it.

    When a heartbeat is missing, check logs a ticket under its KEY; the next beat resolves that.
    Outside a terminal a beat prints only what it ended.
    """
    if keys:
        run.printer.show(BeatResult(beat(run.context, keys)))
        return
    with run.context.read() as view:
        standings = heartbeats(run.context, view)
    run.printer.show(HeartbeatsResult(standings))
