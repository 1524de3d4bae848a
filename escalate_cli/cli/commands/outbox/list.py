"""`escalate outbox list`: what waits to be sent."""

from typing import TYPE_CHECKING

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.outbox import OutboxResult
from escalate_cli.usecases.outbox.list_retry_drop import outbox

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate outbox list", "escalate outbox list --json")


@shared(lists=True, arranged=True)
def command(run: "Wiring") -> None:
    """List the messages that wait to be sent, oldest first, and those given up."""
    run.printer.show(OutboxResult(outbox(run.context)))
