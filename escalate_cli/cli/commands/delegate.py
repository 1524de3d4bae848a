"""`escalate delegate`: lend authority."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Message
from escalate_cli.errors import UsageError
from escalate_cli.render.results.delegations import DelegationsResult
from escalate_cli.usecases.verbs.delegate import delegate, delegations

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Escalation"
EXAMPLES = ("escalate delegate max --to lee --until 'mon 9:00'", "escalate delegate --list")


@shared(lists=True, arranged=True)
def command(
    run: "Wiring",
    person: Annotated[
        str | None, typer.Argument(metavar="[PERSON]", help="Whose authority is lent, or @me.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="PERSON", help="Who may use it.")] = None,
    until: Annotated[str | None, typer.Option(metavar="TIME", help="When it ends.")] = None,
    message: Message = "",
    listed: Annotated[bool, typer.Option("--list", help="List what is lent now.")] = False,
) -> None:
    """Let somebody approve for another until an instant, or list who may."""
    if listed:
        run.printer.show(DelegationsResult(delegations(run.context)))
        return
    if person is None or to is None or until is None:
        raise UsageError(
            "a delegation names two people and an end",
            "escalate delegate PERSON --to PERSON --until TIME",
        )
    lent = delegate(run.context, person, to, run.instant(until), message)
    run.printer.show(DelegationsResult([lent]))
