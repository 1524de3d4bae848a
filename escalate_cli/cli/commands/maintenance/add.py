"""`escalate maintenance add`: announce planned work on some tickets."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Message
from escalate_cli.errors import UsageError
from escalate_cli.render.results.maintenance import WindowAddedResult
from escalate_cli.usecases.verbs.maintenance import add, when_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = (
    "escalate maintenance add --when service:payments --until +2h -m 'new database'",
    "escalate maintenance add --when tag:db --from 'sat 22:00' --until 'sun 2:00'",
)


@shared
def command(
    run: "Wiring",
    when: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD:VALUE",
            help="Which tickets, as service:db,web or not:tag:urgent; all of several must match.",
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="From when on [default: now]")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="TIME", help="Until when.")] = None,
    message: Message = "",
    yes: Annotated[
        bool, typer.Option("-y", "--yes", help="Let it last longer than 30 days.")
    ] = False,
) -> None:
    """Keep the policy silent about some tickets while planned work goes on.

    Nobody is moved, told or reminded by it; clocks count on. What still holds at the end is decided
    once.
    """
    if until is None:
        raise UsageError("a window needs an end", "add --until TIME")
    meant = when_of(when or ())
    begins = run.instant(since) if since else None
    done = add(run.context, meant, begins, run.instant(until), message, may_be_long=yes)
    run.printer.show(WindowAddedResult(done))
