"""A CSV file as rows with named columns; a bad row is set aside with its reason."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from escalate_cli.errors import EscalateError

_BYTE_ORDER_MARK = "\ufeff"


class ForeignFileError(EscalateError):
    """A file of another program cannot be read as a whole."""


class RejectedRow(msgspec.Struct, frozen=True):
    """A row that is left out; lines count from 1, with the header."""

    line: int
    reason: str


class CsvRow(msgspec.Struct, frozen=True):
    """The cells of one row by column; `line` is where it begins."""

    line: int
    cells: Mapping[str, str]


class CsvTable(msgspec.Struct, frozen=True):
    """All rows of a file, good and bad; blank lines are neither."""

    columns: tuple[str, ...]
    rows: Sequence[CsvRow]
    rejected: Sequence[RejectedRow]


def read_table(lines: Iterable[str], aliases: Mapping[str, str]) -> CsvTable:
    """Read a CSV file with a header; columns under an alias get their usual name.

    Raises:
        ForeignFileError: there is no header, a column appears twice, a quoted cell does not end,
            or the bytes are not UTF-8.
    """
    records = _records(lines)
    columns = _columns(records, aliases)
    rows: list[CsvRow] = []
    rejected: list[RejectedRow] = []
    for record in records:
        if isinstance(record, RejectedRow):
            rejected.append(record)
            continue
        line, cells = record
        if reason := _fault(cells, len(columns)):
            rejected.append(RejectedRow(line, reason))
        else:
            rows.append(CsvRow(line, dict(zip(columns, cells, strict=True))))
    return CsvTable(columns, rows, rejected)


def _records(lines: Iterable[str]) -> Iterator[tuple[int, list[str]] | RejectedRow]:
    """Yield the cells that begin at each line, without blank lines."""
    reader = csv.reader(lines, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError:
            raise ForeignFileError(
                f"after line {reader.line_num}: the file is not UTF-8",
                "export it again as UTF-8, or convert it: iconv -f latin1 -t utf-8",
            ) from None
        except csv.Error as error:
            if reader.line_num > line:
                raise ForeignFileError(
                    f"line {line}: a quotation mark opens a cell that does not end",
                    "mend that line: what follows it cannot be told apart",
                ) from None
            yield RejectedRow(line, f"not CSV: {error}")
            continue
        if cells:
            yield line, cells


def _columns(
    records: Iterator[tuple[int, list[str]] | RejectedRow], aliases: Mapping[str, str]
) -> tuple[str, ...]:
    """Read the header: the first line that is not blank."""
    first = next(records, None)
    if first is None:
        raise ForeignFileError("the file is empty", "the first line must name the columns")
    if isinstance(first, RejectedRow):
        raise ForeignFileError(f"line {first.line}: {first.reason}")
    names = [cell.removeprefix(_BYTE_ORDER_MARK).strip().lower() for cell in first[1]]
    names = [aliases[name] if aliases.get(name, name) not in names else name for name in names]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ForeignFileError(
            f"the column '{twice}' appears twice", "leave one of them out of the export"
        )
    return tuple(names)


def _fault(cells: Sequence[str], width: int) -> str | None:
    """Say why a row cannot be used, if that can be seen from its form."""
    if len(cells) != width:
        return f"{len(cells)} cells where the header has {width}"
    if "\0" in "".join(cells):
        return "a cell holds a NUL character"
    return None
