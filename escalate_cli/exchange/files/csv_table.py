"""A CSV file as rows with named columns; a bad row is set aside with its reason."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from escalate_cli.exchange.files.table import (
    Columns,
    ForeignFileError,
    RejectedRow,
    Row,
    Table,
    not_readable,
)

DELIMITERS = {",": ",", ";": ";", "tab": "\t", "|": "|"}
_BYTE_ORDER_MARK = "\ufeff"
_SAID = re.compile(r"\ufeff?sep=([,;|\t])\r?\n?$", re.IGNORECASE)
_MOST_ABOVE = 20
"""So many lines are looked at for the header."""
_FEWEST = 3
"""A header names a key, a status and a time at least."""


def read_table(lines: Iterable[str], delimiter: str = "auto") -> Table:
    """Read a CSV file with a header; what separates the cells is seen in the header.

    Raises:
        ForeignFileError: there is no header, a quoted cell does not end, or the bytes are not
            UTF-8.
    """
    lines, mark, above = _begun(iter(lines), delimiter)
    records = _records(lines, mark, above)
    columns = _columns(records)
    rows: list[Row] = []
    rejected: list[RejectedRow] = []
    same: dict[str, str] = {}  # most cells of a log repeat, and are kept once
    for record in records:
        if isinstance(record, RejectedRow):
            rejected.append(record)
            continue
        line, cells = record
        if not any(cells):
            continue  # spreadsheets write rows that nobody filled in
        if len(cells) > len(columns) and not any(cells[len(columns) :]):
            cells = cells[: len(columns)]
        if reason := _fault(cells, len(columns)):
            rejected.append(RejectedRow(line, reason))
        else:
            rows.append(Row(line, list(map(same.setdefault, cells, cells))))
    return Table(Columns(columns), rows, rejected)


def _begun(lines: Iterator[str], delimiter: str) -> tuple[Iterator[str], str, int]:
    """Return the lines from the header on, what separates their cells, and how many are above it.

    A spreadsheet may say what separates its cells, and have titles above its table.
    """
    try:
        first = list(islice(lines, _MOST_ABOVE))
    except UnicodeDecodeError as error:
        raise not_readable(error) from None
    said = _SAID.match(first[0]) if first else None
    given = said[1] if said else DELIMITERS.get(delimiter)
    above = 1 if said else 0
    for number, line in enumerate(first[above:], above):
        if line.count('"') % 2:
            break  # a cell goes on in the next line: that of a header, or of a row below it
        if _filled(line, given or _most_used(line)) >= _FEWEST:
            above = number
            break
    header = next((line for line in first[above:] if line.strip()), "")
    return chain(first[above:], lines), given or _most_used(header), above


def _filled(line: str, mark: str) -> int:
    """Count the cells that hold something."""
    try:
        return sum(bool(cell.strip()) for cell in next(csv.reader([line], delimiter=mark), []))
    except csv.Error:  # a cell is too long, and no name
        return 0


def _most_used(line: str) -> str:
    """Return what a line has most of, texts in quotation marks aside."""
    bare = line.split('"')[::2]
    return max(DELIMITERS.values(), key=lambda each: sum(part.count(each) for part in bare))


def _records(
    lines: Iterator[str], mark: str, above: int
) -> Iterator[tuple[int, list[str]] | RejectedRow]:
    """Yield the cells that begin at each line, without blank lines; some lines are above them.

    Most lines have no quotation mark, and are cut without more ado.
    """
    line, most = above + 1, csv.field_size_limit()
    while True:
        try:
            text = next(lines)
        except StopIteration:
            return
        except UnicodeDecodeError as error:
            raise not_readable(error, f"after line {line - 1}: ") from None
        bare = text.rstrip("\r\n")
        if '"' in bare or "\r" in bare or len(bare) > most:
            found, height = _quoted(line, chain((text,), lines), mark)
            yield found
            line += height
            continue
        if bare:
            yield line, bare.split(mark)
        line += 1


def _quoted(
    line: int, lines: Iterator[str], mark: str
) -> tuple[tuple[int, list[str]] | RejectedRow, int]:
    """Read the cells that begin at a line, with quotation marks, and over how many they go."""
    reader = csv.reader(lines, strict=True, delimiter=mark)
    try:
        return (line, next(reader)), reader.line_num
    except UnicodeDecodeError as error:
        raise not_readable(error, f"after line {line + reader.line_num - 1}: ") from None
    except csv.Error as error:
        if reader.line_num > 1:
            raise ForeignFileError(
                f"line {line}: a quotation mark opens a cell that does not end",
                "mend that line: what follows it cannot be told apart",
            ) from None
        return RejectedRow(line, f"not CSV: {error}"), 1


def _columns(records: Iterator[tuple[int, list[str]] | RejectedRow]) -> tuple[str, ...]:
    """Read the header: the first line that is not blank."""
    first = next(records, None)
    if first is None:
        raise ForeignFileError("the file is empty", "the first line must name the columns")
    if isinstance(first, RejectedRow):
        raise ForeignFileError(f"line {first.line}: {first.reason}")
    if "\0" in "".join(first[1]):
        raise ForeignFileError(
            "the header holds NUL characters, as UTF-16 does without its mark",
            "convert it: iconv -f utf-16le -t utf-8",
        )
    return tuple(cell.removeprefix(_BYTE_ORDER_MARK).strip().lower() for cell in first[1])


def _fault(cells: Sequence[str], width: int) -> str | None:
    """Say why a row cannot be used, if that can be seen from its form."""
    if len(cells) != width:
        return f"{len(cells)} cells where the header has {width}"
    if "\0" in "".join(cells):
        return "a cell holds a NUL character"
    return None
