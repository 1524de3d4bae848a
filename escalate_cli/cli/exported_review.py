"""Exported reviews: written anew with the facts of today, and with what people typed."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from escalate_cli.cli.published_pages import publish_page, refuse_file_of_store
from escalate_cli.errors import UsageError
from escalate_cli.render.pages.documents import document_html, markdown_of
from escalate_cli.render.pages.review_document import BLOCKS, begin_of_title, review_document
from escalate_cli.render.pages.typed_blocks import (
    BEGINNING,
    DocumentChangedError,
    signed,
    typed_in,
)
from escalate_cli.render.parts.data.json_values import SCHEMA
from escalate_cli.store.file.atomic_file import read_file
from escalate_cli.store.file.published_file import PublishedKind, publish
from escalate_cli.usecases.insight.incident_record import incident_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escalate_cli.wiring import Wiring

_REVIEW: Final = PublishedKind("review", BEGINNING.encode())
_MARKDOWN, _HTML = ".md", ".html"


def export_review(run: "Wiring", ids: list[str], file: str) -> None:
    """Write the review of a ticket into a file; raises EscalateError, and then nothing is lost."""
    path = refuse_file_of_store(run, file, "--export")
    facts = incident_record(run.context, ids)
    if path.suffix == _HTML:
        typed, _ = _typed(path.with_suffix(_MARKDOWN), facts.ticket.id)
        document = review_document(facts, run.printer.wall, typed)
        publish_page(run, file, lambda: document_html(document))
        return
    if path.suffix != _MARKDOWN:
        raise UsageError(f"{file} is neither Markdown nor HTML", "name it review.md or review.html")
    typed, seen = _typed(path, facts.ticket.id)
    text = signed(markdown_of(review_document(facts, run.printer.wall, typed)))
    publish(path, text, _REVIEW, seen=seen)
    run.printer.document({"schema": SCHEMA, "file": str(path), "kept": sorted(typed)})


def _typed(path: Path, ticket_id: str) -> "tuple[Mapping[str, str], bytes | None]":
    """Return what people typed into a ticket's review file, and the bytes of the file."""
    seen = read_file(path)
    if not seen or not seen.startswith(BEGINNING.encode()):
        return {}, seen
    try:
        text = seen.decode()
    except UnicodeDecodeError as error:
        raise DocumentChangedError(path.name, "it is no UTF-8") from error
    typed = typed_in(text, path.name, BLOCKS)
    if not text.splitlines()[1].startswith(f"# {begin_of_title(ticket_id)}"):
        raise UsageError(
            f"{path.name} is the review of another ticket", f"export {ticket_id} to another file"
        )
    return typed, seen
