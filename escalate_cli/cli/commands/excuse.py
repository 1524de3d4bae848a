"""`escalate excuse`: a breach counts no longer."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Ids, Message
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.excuse import excuse

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Data"
EXAMPLES = ("escalate excuse 12 --clock resolve -m 'the office was closed that day'",)


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Ids,
    clock: Annotated[
        str, typer.Option(metavar="CLOCK", help="Which target was missed, such as resolve.")
    ],
    cycle: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="In which cycle; the one that is shown.")
    ] = None,
    message: Message = "",
) -> None:
    """Let a breach press and count no longer; it stays on record, with who excused it and why.

    It is for people of the management ladder, or where there is none of the team; never for whoever
    had the ticket then.
    """
    done = excuse(run.context, ids, clock, cycle, message)
    run.printer.show(ChangedResult(done, "breach excused", many=len(ids) > 1))
