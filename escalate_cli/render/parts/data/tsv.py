"""Tab-separated text (TSV): one record a line, values in full."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import islice
from types import NoneType
from typing import Final, TextIO

import msgspec

from escalate_cli.sanitize import sanitized

_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_BATCH: Final = 1000
_TEXTS: Final = {str, NoneType}
_FEW: Final = {bool, NoneType}


def write_rows(
    rows: Iterable[Sequence[object]], out: TextIO, header: Sequence[str] | None = None
) -> None:
    """Write each row as a line; a header only if one is given."""
    if header is not None:
        out.write("\t".join(header) + "\n")
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        lines = zip(*map(_cells, zip(*batch, strict=True)), strict=True)
        out.write("\n".join(map("\t".join, lines)) + "\n")


def _cells(column: Sequence[object]) -> Iterable[str]:
    """Write the values of a column: where all are plain text, that is seen at once."""
    kinds = set(map(type, column))
    if kinds <= _TEXTS:
        texts = [str(value or "") for value in column]
        return texts if _is_plain("".join(texts)) else map(_text, texts)
    if kinds <= _FEW:
        known = {value: cell(value) for value in set(column)}
        return [known[value] for value in column]
    return map(cell, column)


def cell(value: object) -> str:
    r"""Write one value: empty for nothing, `\t` `\n` `\r` `\\` for what would break the line.

    Instants are RFC 3339 in UTC, durations seconds, lists joined by commas, documents JSON.
    """
    if value is None or type(value) is str:  # most cells are; no need to ask further
        return _text(value or "")
    match value:
        case Enum():
            written = cell(value.value)
        case str():
            written = _text(value)
        case bool():
            written = "true" if value else "false"
        case int() | float():
            written = str(value)
        case datetime():
            written = value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case timedelta():
            written = f"{value.total_seconds():.6f}".rstrip("0").rstrip(".")
        case Mapping() | msgspec.Struct():
            written = _json(value)
        case Sequence() | AbstractSet():
            written = _list(value)
        case _:
            written = _text(str(value))
    return written


def _text(text: str) -> str:
    return text if _is_plain(text) else sanitized(text.translate(_ESCAPES))


def _is_plain(text: str) -> bool:
    return text.isprintable() and text.isascii() and "\\" not in text


def _list(items: Sequence[object] | AbstractSet[object]) -> str:
    if any(isinstance(item, Mapping | msgspec.Struct) for item in items):
        return _json(items)
    in_order = items if isinstance(items, Sequence) else sorted(items, key=str)
    return ",".join(map(cell, in_order))


def _json(value: object) -> str:
    return _text(msgspec.json.encode(value).decode())
