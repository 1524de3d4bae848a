"""Tables as files: CSV for spreadsheets, Markdown for documents."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from escalate_cli.render.parts.data.tsv import cell
from escalate_cli.sanitize import sanitized

Row = Sequence[object]
_FORMULA: Final = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|~&$#!])")


class _Record:
    """Takes what `csv` writes, a record at a time."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_lines(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the records of a spreadsheet (RFC 4180), names first, each without its line feed."""
    record = _Record()
    write = csv.writer(record, lineterminator="\r\n").writerow
    write(names)
    yield record.text.removesuffix("\n")
    for row in rows:
        write([_no_formula(value) for value in row])
        yield record.text.removesuffix("\n")


def markdown_lines(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a table in Markdown as GitHub reads it."""
    yield _line(names)
    yield _line(["---"] * len(names))
    for row in rows:
        yield _line([_MARKUP.sub(r"\\\1", _text(value)) for value in row])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("\n", "<br>")


def _no_formula(value: object) -> str:
    """Write a value so that no spreadsheet takes a text for a formula."""
    text = _text(value)
    is_formula = not isinstance(value, int | float) and text.lstrip()[:1] in _FORMULA
    return f"'{text}" if is_formula and text.strip() else text


def _text(value: object) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = ",".join(value)
    return sanitized(value) if isinstance(value, str) else cell(value)
