"""A CSV file as rows with named columns; a bad row is set aside with its reason."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from escalate_cli.exchange.files.table import Columns, ForeignFileError, RejectedRow, Row, Table

DELIMITERS = {",": ",", ";": ";", "tab": "\t", "|": "|"}
_BYTE_ORDER_MARK = "\ufeff"


def read_table(lines: Iterable[str], delimiter: str = "auto") -> Table:
    """Read a CSV file with a header; what separates the cells is seen in the header.

    Raises:
        ForeignFileError: there is no header, a quoted cell does not end, or the bytes are not
            UTF-8.
    """
    lines, mark = _separated(iter(lines), delimiter)
    records = _records(lines, mark)
    columns = _columns(records)
    rows: list[Row] = []
    rejected: list[RejectedRow] = []
    same: dict[str, str] = {}  # most cells of a log repeat, and are kept once
    for record in records:
        if isinstance(record, RejectedRow):
            rejected.append(record)
            continue
        line, cells = record
        if reason := _fault(cells, len(columns)):
            rejected.append(RejectedRow(line, reason))
        else:
            rows.append(Row(line, [same.setdefault(cell, cell) for cell in cells]))
    return Table(Columns(columns), rows, rejected)


def _separated(lines: Iterator[str], delimiter: str) -> tuple[Iterator[str], str]:
    """Return the lines with what separates their cells: what the header has most of."""
    if delimiter != "auto":
        return lines, DELIMITERS[delimiter]
    seen: list[str] = []
    try:
        for line in lines:
            seen.append(line)
            if line.strip():
                break
    except UnicodeDecodeError:
        raise ForeignFileError(_NOT_UTF8, _CONVERT) from None
    bare = "".join(seen[-1:]).split('"')[::2]
    mark = max(DELIMITERS.values(), key=lambda each: sum(part.count(each) for part in bare))
    return chain(seen, lines), mark


_NOT_UTF8 = "the file is not UTF-8"
_CONVERT = "export it again as UTF-8, or convert it: iconv -f latin1 -t utf-8"


def _records(lines: Iterator[str], mark: str) -> Iterator[tuple[int, list[str]] | RejectedRow]:
    """Yield the cells that begin at each line, without blank lines."""
    reader = csv.reader(lines, strict=True, delimiter=mark)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError:
            raise ForeignFileError(f"after line {reader.line_num}: {_NOT_UTF8}", _CONVERT) from None
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


def _columns(records: Iterator[tuple[int, list[str]] | RejectedRow]) -> tuple[str, ...]:
    """Read the header: the first line that is not blank."""
    first = next(records, None)
    if first is None:
        raise ForeignFileError("the file is empty", "the first line must name the columns")
    if isinstance(first, RejectedRow):
        raise ForeignFileError(f"line {first.line}: {first.reason}")
    return tuple(cell.removeprefix(_BYTE_ORDER_MARK).strip().lower() for cell in first[1])


def _fault(cells: Sequence[str], width: int) -> str | None:
    """Say why a row cannot be used, if that can be seen from its form."""
    if len(cells) != width:
        return f"{len(cells)} cells where the header has {width}"
    if "\0" in "".join(cells):
        return "a cell holds a NUL character"
    return None
