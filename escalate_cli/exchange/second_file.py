"""A second file beside an export: its rows join those of the tickets that they belong to."""

from collections.abc import Callable, Iterator
from typing import Any

from escalate_cli.exchange.files.table import ForeignFileError, RejectedRow, Row, Table, walk
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.mappings.mapping import Beside, Mapping
from escalate_cli.exchange.mappings.sources import Source, Texts
from escalate_cli.exchange.reading.word_reader import cached, label_of

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
    paths = {*_paths_of_notes(mapping, beside.name)}
    count = sum(table.shape.getter(path) is not None for path in paths)
    return count if count >= _FEWEST else 0


def _paths_of_notes(mapping: Mapping, name: str) -> Iterator[str]:
    """Yield what the notes of a mapping read in a row of a second file."""
    for notes in mapping.notes:
        if notes.each.text == name:
            yield from _texts_of(notes.text, notes.at, notes.by)
            yield from (*notes.when, *notes.unless)


def _paths_of_history(mapping: Mapping, name: str) -> Iterator[str]:
    """Yield what the histories of a mapping read in a row of a second file."""
    for history in mapping.history:
        if history.each.text == name:
            yield from _texts_of(history.at, history.by)
            for setting in history.set:
                yield from (*_texts_of(setting.to, setting.before), *setting.when)


def _texts_of(*sources: Source | None) -> Iterator[str]:
    for source in sources:
        if source is not None:
            yield from (path.text for path in source.paths())


def joined(mapping: Mapping, table: Table, second: ForeignFile) -> tuple[Table, list[RejectedRow]]:
    """Return the rows with what a second file has on them, and its rows that belong to none.

    Raises:
        ForeignFileError: the mapping knows no such file.
    """
    found = beside_of(mapping, second)
    if found is None:
        known = ", ".join(
            f"{each.name}, by {label_of(each.key or each.of)}" for each in mapping.beside
        )
        raise ForeignFileError(
            f"the second file is none that belongs to {mapping.name}", f"known: {known or 'none'}"
        )
    beside, other = found
    lost = list(other.rejected)
    by_key: dict[str, list[Row]] = {}
    key = _keys(mapping, other, beside.key or beside.of)
    for row in other.rows:
        by_key.setdefault(key(row.values) or "", []).append(row)
    own = _keys(mapping, table, beside.of)
    item = _item_of(mapping, beside.name, other)
    pairs = [
        (row, [item(each.values) for each in by_key.pop(own(row.values) or "", ())])
        for row in table.rows
    ]
    reason = "it belongs to no ticket of the export"
    lost += [RejectedRow(row.line, reason) for rows in by_key.values() for row in rows]
    return Table(table.shape.joined(beside.name, pairs), table.rows, table.rejected), lost


def _item_of(mapping: Mapping, name: str, table: Table) -> Callable[[Any], Any]:
    """Return how a row becomes what notes and histories look into by name, as an object is."""
    paths = {*_paths_of_notes(mapping, name), *_paths_of_history(mapping, name)}
    found = {path: table.shape.getter(path) for path in paths}

    def item(values: Any) -> Any:
        if isinstance(values, dict):
            return values
        return {path: get(values) if get else walk(values, [path]) for path, get in found.items()}

    return item


def _keys(mapping: Mapping, table: Table, source: Source) -> Callable[[Any], str | None]:
    """Return the reader of the key that joins the two files."""
    texts = Texts(table.shape, mapping.nothing, mapping.references)
    return cached(texts.raw(source), lambda text: texts.clean(text).strip())
