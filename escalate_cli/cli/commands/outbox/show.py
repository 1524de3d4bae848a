"""`escalate outbox show`: messages in full."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.cli.global_options import shared
from escalate_cli.render.results.json_documents import message_document
from escalate_cli.sanitize import sanitized
from escalate_cli.usecases.outbox.outbox import show

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

EXAMPLES = ("escalate outbox show T-1:1:critical:1:0:max",)


@shared
def command(
    run: "Wiring",
    key: Annotated[str, typer.Argument(metavar="KEY", help="The key of a message.")],
) -> None:
    """Show a message: its text, its state, and what it waits for."""
    document = message_document(show(run.context, key))
    text = document.pop("text") if run.printer.is_table and not run.settings.fields else None
    run.printer.document(document)
    if text is not None:
        sys.stdout.write(f"\n{sanitized(str(text))}\n")
