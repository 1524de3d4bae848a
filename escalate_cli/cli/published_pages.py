"""Published pages: written where somebody asked for them, and said so."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from escalate_cli.errors import UsageError
from escalate_cli.paths import is_of_store
from escalate_cli.render.parts.data.json_values import SCHEMA

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring


def refuse_file_of_store(run: "Wiring", file: str, option: str) -> Path:
    """Return the path to write to; raises UsageError for a file of the store."""
    path = Path(file)
    if is_of_store(path, run.place.folder):
        raise UsageError(f"{file} is a file of the store", f"{option} FILE names one of its own")
    return path


def publish_page(run: "Wiring", file: str, page: Callable[[], str]) -> None:
    """Make a page and put it in place; raises EscalateError, and then what lies there stays."""
    from escalate_cli.render.pages.html import BEGINNING  # noqa: PLC0415 - start-up time
    from escalate_cli.store.file.published_file import (  # noqa: PLC0415 - start-up time
        PublishedKind,
        publish,
    )

    path = refuse_file_of_store(run, file, "--html")
    text = page()
    publish(path, text, PublishedKind("page", BEGINNING.encode()))
    run.printer.document({"schema": SCHEMA, "html": str(path), "bytes": len(text.encode())})
