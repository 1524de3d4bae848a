"""`escalate maintenance end`: end planned work before its time."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Message
from escalate_cli.render.results.maintenance import WindowsResult
from escalate_cli.usecases.verbs.maintenance import end

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate maintenance end 7", "escalate maintenance end 7 -m 'done early'")


@shared(lists=True)
def command(
    run: "Wiring",
    change: Annotated[int, typer.Argument(metavar="CHANGE", help="The change that announced it.")],
    message: Message = "",
) -> None:
    """End planned work now, or call it off; the next check decides what still holds.

    A window of the policy file is ended there. What remains on or planned is listed.
    """
    left = end(run.context, change, message)
    run.printer.say(f"ended the maintenance of change {change}")
    run.printer.show(WindowsResult(left))
