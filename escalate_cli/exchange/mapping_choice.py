"""Which mapping a foreign file is read by: the one that is named, or the one that fits."""

from collections.abc import Callable, Sequence
from typing import TextIO

import msgspec
from msgspec.structs import replace

from escalate_cli.exchange.column_evidence import ColumnEvidence
from escalate_cli.exchange.files.table import ForeignFileError, Table
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.mappings.importers import importer_named, read_by
from escalate_cli.exchange.mappings.mapping import Mapping
from escalate_cli.exchange.mappings.mapping_catalogue import every_shipped, mapping_named
from escalate_cli.exchange.mappings.sources import First, Path, Source, Texts
from escalate_cli.exchange.reading.row_reader import RowReader
from escalate_cli.exchange.reading.times import formats_in
from escalate_cli.exchange.second_file import reads_of
from escalate_cli.extensions import is_extension

_PROPOSE = "escalate import FILE --propose > own.yaml writes one to fill in, for --from own.yaml"
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
        return _of_times(mapping, table), table
    fits = [fit for mapping in every_shipped() if (fit := _fit(file, mapping))]
    whole = [fit for fit in fits if fit.missing is None]
    whole = [fit for fit in whole if not fit.mapping.generic] or whole
    most = max((len(fit.mapping.fits) for fit in whole), default=0)
    whole = [fit for fit in whole if len(fit.mapping.fits) == most]
    if len(whole) == 1:
        return _of_times(whole[0].mapping, whole[0].table), whole[0].table
    if whole:
        names = ", ".join(fit.mapping.name for fit in whole)
        raise ForeignFileError(f"several mappings fit the file: {names}", _CHOOSE)
    raise _no_fit(file, [fit for fit in fits if fit.is_near])


def _of_times(mapping: Mapping, table: Table) -> Mapping:
    """Return a mapping for a file whose times are only known by the usual names of columns.

    It reads seconds where they are counted, days of a spreadsheet where all times of logging are
    some, and no column that is called as a time usually is, and holds none, such as a duration. Of
    a known system all is as the mapping says.
    """
    if not mapping.generic:
        return mapping
    evidence = ColumnEvidence(table, Texts(table.shape, mapping.nothing, mapping.references))
    found = {name: getattr(mapping.times, name) for name in ("acknowledged", "resolved", "closed")}
    logged = mapping.times.logged.paths() if mapping.times.logged else ()
    has_days = any(evidence.holds_days(path.text) for path in logged)

    def may_hold_times(name: str) -> bool:
        return evidence.may_hold_times(name) or (has_days and evidence.holds_days(name))

    times = {name: _part_of(source, may_hold_times) for name, source in found.items()}
    sources = (mapping.times.logged, mapping.times.updated, *times.values())
    paths = [path.text for source in sources if source for path in source.paths()]
    counted = formats_in([text for path in paths for text in evidence.values(path)])
    formats = (*mapping.times.formats, *counted, *(["days"] if has_days else []))
    return replace(mapping, times=replace(mapping.times, formats=formats, **times))


def _part_of(source: Source | None, fits: Callable[[str], bool]) -> Source | None:
    match source:
        case Path():
            return source if fits(source.text) else None
        case First():
            parts = tuple(part for each in source.parts if (part := _part_of(each, fits)))
            return First(parts=parts) if parts else None
    return source


def _no_fit(file: ForeignFile, near: Sequence[_Fit]) -> ForeignFileError:
    """Return the refusal of a file that no mapping reads by itself, and the way on."""
    for fit in near:
        if not fit.mapping.generic:
            return ForeignFileError(
                f"it looks like {fit.mapping.name}, but {fit.missing}",
                fit.missing.help if fit.missing else None,
            )
    most = max(every_shipped(), key=lambda mapping: reads_of(mapping, file))
    if reads_of(most, file):
        return ForeignFileError(
            f"the file has what belongs to tickets of {most.name}, and no tickets",
            "import the tickets, and give this file by --with",
        )
    usual = "".join(f", and by the usual names {fit.missing}" for fit in near[:1])
    return ForeignFileError(f"no mapping fits the file{usual}", _PROPOSE)


def must_be_for_import(mapping: Mapping) -> None:
    """Refuse the mapping of a feed, which tells no history; raises ForeignFileError."""
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
        return _Fit(mapping, table, error, reader.is_near)
    return _Fit(mapping, table, None, is_near=True)
