"""`escalate board`: how the open tickets of all stand, as a page for a screen on the wall."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.published_pages import publish_page
from escalate_cli.cli.typed.arguments import Query
from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.errors import UsageError
from escalate_cli.render.pages.board_html import board_html
from escalate_cli.usecases.insight.board import board_of
from escalate_cli.usecases.insight.query_parsing import parse

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

LEAST, MOST = timedelta(minutes=1), timedelta(days=30)
PANEL = "Reports"
EXAMPLES = (
    "escalate board owner:@me",
    "escalate board --html /srv/www/board.html",
    "escalate board level:L2 --html l2.html --valid 15m",
    "*/5 * * * * /usr/local/bin/escalate board --html /srv/status.html --public -q",
)


@shared
def command(
    run: "Wiring",
    query: Query = None,
    html: Annotated[
        str | None,
        typer.Option("--html", metavar="FILE", help="Write a page instead of filling the screen."),
    ] = None,
    valid: Annotated[
        str, typer.Option(metavar="DURATION", help="How long it is good if nobody makes it anew.")
    ] = "10m",
    public: Annotated[
        bool, typer.Option("--public", help="Leave out titles and people, for everybody to see.")
    ] = False,
) -> None:
    """Show how the open tickets stand on the whole screen, with acts by key; or write a page.

    On the screen ? names the keys; an act says what it causes before Enter does it. It needs the
    extra 'board'; 'escalate now --watch' prints without it, for screen readers too.

    A page says when it is no longer good, and browsers load it anew by themselves. It holds no
    script and loads nothing from elsewhere.
    """
    if html is None:
        _fill_screen(run, query or ())
        return
    good = parse_duration(valid).resolve(None)
    if not LEAST <= good <= MOST:
        raise UsageError("--valid is between a minute and 30 days", "give it as --valid 10m")
    with run.context.read() as view:
        board = board_of(run.context, view, parse(query or (), run.context))
    publish_page(run, html, lambda: board_html(board, run.printer.wall, good, public=public))


def _fill_screen(run: "Wiring", query: Sequence[str]) -> None:
    """Show the live board; raises UsageError where that cannot be."""
    run.must_be_a_store()
    parse(query, run.context)
    try:
        from escalate_cli.cli.live_board.app import run_board  # noqa: PLC0415 - an extra, and slow
        from escalate_cli.cli.live_board.desk import Desk  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        raise UsageError(
            "the board on the screen needs Textual", "pip install 'escalate-cli[board]'"
        ) from error
    run_board(Desk(run, query))
