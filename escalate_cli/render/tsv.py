"""Rows as tab-separated text: one record a line, values in full."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import islice
from typing import Final, TextIO

import msgspec

from escalate_cli.render.harmless import harmless

_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_BATCH: Final = 1000


def write_rows(
    rows: Iterable[Sequence[object]], out: TextIO, header: Sequence[str] | None = None
) -> None:
    """Write each row as a line; a header only if one is given."""
    if header is not None:
        out.write("\t".join(header) + "\n")
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        out.write("".join("\t".join(map(cell, row)) + "\n" for row in batch))


def cell(value: object) -> str:
    r"""Write one value: empty for nothing, `\t` `\n` `\r` `\\` for what would break the line.

    Instants are RFC 3339 in UTC, durations seconds, lists joined by commas, documents JSON.
    """
    write = _WRITERS.get(type(value))
    return write(value) if write is not None else _unusual(value)


def _text(value: object) -> str:
    text = str(value)
    if text.isprintable() and text.isascii() and "\\" not in text:
        return text
    return harmless(text.translate(_ESCAPES))


def _instant(value: object) -> str:
    if not isinstance(value, datetime):
        return _text(value)
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _seconds(value: object) -> str:
    if not isinstance(value, timedelta):
        return _text(value)
    return f"{value.total_seconds():.6f}".rstrip("0").rstrip(".")


def _unusual(value: object) -> str:
    if isinstance(value, Enum):
        return cell(value.value)
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, Mapping | msgspec.Struct):
        return _json(value)
    if isinstance(value, Sequence | frozenset | set) and not isinstance(value, str | bytes):
        return _list(value)
    return _text(value)


def _list(value: Sequence[object] | frozenset[object] | set[object]) -> str:
    if any(isinstance(item, Mapping | msgspec.Struct) for item in value):
        return _json(value)
    items = value if isinstance(value, Sequence) else sorted(value, key=str)
    return ",".join(map(cell, items))


def _json(value: object) -> str:
    return _text(msgspec.json.encode(value).decode())


_WRITERS: Final[Mapping[type, Callable[[object], str]]] = {
    str: _text,
    int: str,
    float: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "",
    datetime: _instant,
    timedelta: _seconds,
}
