"""`escalate handoff`: what the next level, or the next shift, has to know, on one page."""

from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.cli.published_pages import publish_page
from escalate_cli.cli.typed.periods import period_of
from escalate_cli.errors import UsageError
from escalate_cli.render.pages.documents import document_html
from escalate_cli.render.pages.handed_out import HandedOut
from escalate_cli.render.pages.handoff_document import shift_document, tickets_document
from escalate_cli.usecases.insight.handoff import shift_handoff, ticket_handoffs

if TYPE_CHECKING:
    from escalate_cli.render.pages.documents import HandOut
    from escalate_cli.wiring import Wiring

PANEL = "Reports"
EXAMPLES = (
    "escalate handoff",
    "escalate handoff --since 12h -m 'the vendor calls at 22:00' --html a.html",
    "escalate handoff 12 14",
)
_SHIFT = "8h"


@shared
def command(
    run: "Wiring",
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Tickets; without any the shift.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help=f"When the shift began [default: {_SHIFT}].")
    ] = None,
    message: Annotated[
        str, typer.Option("--message", "-m", metavar="TEXT", help="A word to the next shift.")
    ] = "",
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="Write it as a page of HTML.")
    ] = None,
) -> None:
    """Write what who takes over has to know: what presses, what was tried, what comes next.

    It is Markdown, made of the history; nothing is changed.
    """
    document = _document(run, ids or [], since, message)
    if html is None:
        run.printer.show(HandedOut(document))
    else:
        publish_page(run, html, lambda: document_html(document))


def _document(run: "Wiring", ids: list[str], since: str | None, message: str) -> "HandOut":
    asker, wall = run.printer.asker(), run.printer.wall
    if not ids:
        begun = period_of(run, since or _SHIFT, "now").since
        return shift_document(shift_handoff(run.context, begun, message), asker, wall)
    if since or message:
        raise UsageError(
            "--since and -m are for a shift", "escalate handoff without an ID hands one over"
        )
    return tickets_document(ticket_handoffs(run.context, ids), asker, wall)
