"""`escalate now`: what presses, and what is yours; `escalate` alone says the same."""

from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.typed.arguments import Limit
from escalate_cli.errors import UsageError
from escalate_cli.render.results.now import NowResult
from escalate_cli.usecases.insight.now import page_of

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

PANEL = "Tickets"
EXAMPLES = ("escalate", "escalate now --watch", "escalate now --json | jq .pressing")

_MINUTE: Final = 60


@shared(lists=True)
def command(
    run: "Wiring",
    watch: Annotated[
        bool, typer.Option("--watch", help="Print the page anew every minute, until ^C.")
    ] = False,
    limit: Limit = None,
) -> None:
    """Show what presses, what waits for you, and what the policy does next; nothing is changed.

    `escalate` alone does the same.
    """
    if watch and run.printer.writer.is_data:
        raise UsageError(
            "only a terminal can be watched", help="escalate now --json prints it once"
        )
    if watch:
        _go_on(run, limit)
    _show(run, limit, watch=False)


def _go_on(run: "Wiring", limit: int | None) -> NoReturn:
    """Print the page, and anew every minute, and at once in another size, also of the first one."""
    from escalate_cli.render.parts.screen.resizing import resizes  # noqa: PLC0415 - start-up time

    with resizes() as resized:
        _show(run, limit, watch=True)
        while True:
            resized(_MINUTE)
            run = run.anew()
            run.printer.writer.clear()
            _show(run, limit, watch=True)


def _show(run: "Wiring", limit: int | None, *, watch: bool) -> None:
    if not run.printer.writer.is_data and not run.found.is_begun:
        from escalate_cli.render.results.first_run import first_run  # noqa: PLC0415 - seldom

        run.printer.print_lines(first_run(run.found.shown))
        return
    run.must_be_a_store()
    run.has_said_unchecked = not run.printer.writer.is_data  # the page has it in its head
    with run.context.read() as view:
        run.printer.show(NowResult(page_of(run.context, view), limit), paged=not watch)
