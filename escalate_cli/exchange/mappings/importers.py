"""Importers of other packages: a mapping, and perhaps what reads a file that nothing here reads."""

from collections.abc import Callable, Iterable
from typing import TextIO

from escalate_cli.errors import ExtensionError, UsageError
from escalate_cli.exchange.files.table import Keys, Row, Table
from escalate_cli.exchange.mappings.mapping import Mapping
from escalate_cli.exchange.mappings.mapping_file import read_mapping
from escalate_cli.extensions import IMPORTERS, extension

Records = Callable[[TextIO], Iterable[dict[str, object]]]
"""Reads a file as objects, one for each row, as JSON would have them."""


def importer_named(named: str) -> tuple[Mapping, Records | None]:
    """Return what a package offers: its mapping, and its reader where it has one.

    Raises:
        ExtensionError: there is no such importer, or it is none.
        MappingError: its mapping has mistakes.
    """
    offered = extension(IMPORTERS, named)
    text = offered if isinstance(offered, str) else getattr(offered, "MAPPING", None)
    if not isinstance(text, str):
        raise ExtensionError(f"'{named}' is no importer: it has no text MAPPING")
    records = getattr(offered, "records", None)
    return read_mapping(text.encode(), named), records if callable(records) else None


def read_by(records: Records, stream: TextIO, named: str) -> Table:
    """Read a file by the reader of a package; its failure becomes an error of one line."""
    try:
        rows = [Row(number, dict(record)) for number, record in enumerate(records(stream), 1)]
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise UsageError(f"'{named}' cannot read the file: {said}") from error
    return Table(Keys(rows), rows, [])
