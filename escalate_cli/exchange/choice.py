"""Which mapping a foreign file is read by: the one that is named, or the one that fits."""

from typing import TextIO

import msgspec

from escalate_cli.exchange.files.table import ForeignFileError, Table
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.mappings.importers import importer_named, read_by
from escalate_cli.exchange.mappings.mapping import Mapping
from escalate_cli.exchange.mappings.mapping_catalogue import every_shipped, mapping_named
from escalate_cli.exchange.reading.row_reader import RowReader
from escalate_cli.exchange.second_file import beside_of
from escalate_cli.extensions import is_extension

_CHOOSE = "choose one with --from; escalate import --list names them"


class _Fit(msgspec.Struct, frozen=True):
    """How well a mapping fits: what it misses, and how many columns it can use."""

    mapping: Mapping
    table: Table
    missing: ForeignFileError | None
    is_near: bool


def read_as(stream: TextIO, name: str | None) -> tuple[Mapping, Table]:
    """Return the mapping of a file and its rows, which a package may read in its own way.

    Raises:
        ForeignFileError: no mapping fits, or several do.
        ExtensionError: a package is named, and does not offer that.
    """
    if name is not None and is_extension(name):
        mapping, records = importer_named(name)
        if records is not None:
            return mapping, read_by(records, stream, name)
    return chosen(ForeignFile(stream), name)


def chosen(file: ForeignFile, name: str | None) -> tuple[Mapping, Table]:
    """Return the mapping of a file, and its rows.

    Raises:
        ForeignFileError: no mapping fits, or several do.
    """
    if name is not None:
        mapping = mapping_named(name)
        table = file.table(mapping.reads)
        if table is None:
            raise ForeignFileError(f"the file is {file.kind}, which '{mapping.name}' does not read")
        return mapping, table
    fits = [fit for mapping in every_shipped() if (fit := _fit(file, mapping))]
    whole = [fit for fit in fits if fit.missing is None]
    whole = [fit for fit in whole if not fit.mapping.generic] or whole
    most = max((len(fit.mapping.fits) for fit in whole), default=0)
    whole = [fit for fit in whole if len(fit.mapping.fits) == most]
    if len(whole) == 1:
        return whole[0].mapping, whole[0].table
    if whole:
        names = ", ".join(fit.mapping.name for fit in whole)
        raise ForeignFileError(f"several mappings fit the file: {names}", _CHOOSE)
    near = [fit for fit in fits if fit.is_near]
    for fit in sorted(near, key=lambda fit: fit.mapping.generic)[:1]:
        raise ForeignFileError(
            f"it looks like {fit.mapping.name}, but {fit.missing}",
            fit.missing.help if fit.missing else None,
        )
    for mapping in every_shipped():
        if beside_of(mapping, file):
            raise ForeignFileError(
                f"the file has what belongs to tickets of {mapping.name}, and no tickets",
                "import the tickets, and give this file by --with",
            )
    raise ForeignFileError("no mapping fits the file", _CHOOSE)


def must_be_for_import(mapping: Mapping) -> None:
    """Refuse a mapping of a feed, which tells nothing of before; raises ForeignFileError."""
    if mapping.rows == "feed":
        raise ForeignFileError(
            f"'{mapping.name}' is a feed: it says how things are, not how tickets went",
            f"escalate log --from {mapping.name} FILE",
        )


def _fit(file: ForeignFile, mapping: Mapping) -> _Fit | None:
    table = file.table(mapping.reads)
    if table is None or not all(table.shape.getter(path) for path in mapping.fits):
        return None
    reader = RowReader(mapping, table.shape, ("P1",), "P1")
    try:
        reader.must_have()
    except ForeignFileError as error:
        return _Fit(mapping, table, error, reader.has_key_and_status)
    return _Fit(mapping, table, None, is_near=True)
