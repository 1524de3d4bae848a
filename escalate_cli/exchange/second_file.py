"""A second file beside an export: its rows join those of the tickets that they belong to."""

from collections.abc import Callable, Iterator
from typing import Any

from escalate_cli.exchange.files.table import ForeignFileError, RejectedRow, Row, Table
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.mappings.mapping import Beside, Mapping, Notes
from escalate_cli.exchange.mappings.sources import Source, Texts
from escalate_cli.exchange.reading.word_reader import cached

_FEWEST = 2


def beside_of(mapping: Mapping, second: ForeignFile) -> tuple[Beside, Table] | None:
    """Return the section of a mapping that is for a second file, with its rows."""
    for beside in mapping.beside:
        table = second.rows(beside.records)
        texts = Texts(table.shape, mapping.nothing, mapping.references)
        if texts.raw(beside.key or beside.of) is not None and table.rows:
            return beside, table
    return None


def reads_of(mapping: Mapping, second: ForeignFile) -> int:
    """Count the names that a mapping reads in a second file and the file has.

    Where they are not an instant and a text there is none: many files name a ticket.
    """
    found = beside_of(mapping, second)
    if found is None:
        return 0
    beside, table = found
    notes = (notes for notes in mapping.notes if notes.each.text == beside.name)
    paths = {path for each in notes for path in (*_read_of(each), *each.when, *each.unless)}
    count = sum(table.shape.getter(path) is not None for path in paths)
    return count if count >= _FEWEST else 0


def _read_of(notes: Notes) -> Iterator[str]:
    for source in (notes.text, notes.at, notes.by):
        if source is not None:
            yield from (path.text for path in source.paths())


def joined(mapping: Mapping, table: Table, second: ForeignFile) -> tuple[Table, list[RejectedRow]]:
    """Return the rows with what a second file has on them, and its rows that belong to none.

    Raises:
        ForeignFileError: the mapping knows no such file.
    """
    found = beside_of(mapping, second)
    if found is None:
        known = ", ".join(each.name for each in mapping.beside) or "none"
        raise ForeignFileError(
            f"the second file is none that belongs to {mapping.name}", f"known: {known}"
        )
    beside, other = found
    lost = list(other.rejected)
    by_key: dict[str, list[Row]] = {}
    key = _keys(mapping, other, beside.key or beside.of)
    for row in other.rows:
        by_key.setdefault(key(row.values) or "", []).append(row)
    own = _keys(mapping, table, beside.of)
    pairs = [
        (row, [each.values for each in by_key.pop(own(row.values) or "", ())]) for row in table.rows
    ]
    reason = "it belongs to no ticket of the export"
    lost += [RejectedRow(row.line, reason) for rows in by_key.values() for row in rows]
    return Table(table.shape.joined(beside.name, pairs), table.rows, table.rejected), lost


def _keys(mapping: Mapping, table: Table, source: Source) -> Callable[[Any], str | None]:
    """Return the reader of what joins the two files."""
    texts = Texts(table.shape, mapping.nothing, mapping.references)
    return cached(texts.raw(source), lambda text: texts.clean(text).strip())
