"""`escalate resolve`: the issue is solved."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import PublicMessage
from escalate_cli.errors import UsageError
from escalate_cli.render.results.changed import ChangedResult
from escalate_cli.usecases.verbs.resolve import resolve, resolve_key

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = (
    "escalate resolve 12 -m 'replaced the switch'",
    "escalate resolve 12 --outcome invalid -m 'it was the screensaver'",
    "escalate resolve --key disk-db1 -m '61 % used'",
)


@shared(sends=True)
def command(
    run: "Wiring",
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Tickets, as T-12 or 12.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="The unresolved ticket under a key; none is no error."),
    ] = None,
    outcome: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="As what, such as duplicate: the policy has the words."),
    ] = None,
    message: PublicMessage = "",
) -> None:
    """Record that tickets are solved, and how; every clock ends."""
    if bool(ids) is (key is not None):
        raise UsageError("tickets are named by ids or by a key", "give ID... or --key KEY")
    if not message:
        from escalate_cli.cli.asking.reason_questions import (  # noqa: PLC0415 - start-up time
            asked_what_solved,
        )

        message = asked_what_solved(run, ids or (), key, outcome)
    if key is None:
        done = resolve(run.context, ids or (), message, outcome)
    else:
        done = resolve_key(run.context, key, message, outcome)
    is_list = key is not None or len(ids or ()) > 1
    run.printer.show(ChangedResult(done, "resolved", many=is_list))
