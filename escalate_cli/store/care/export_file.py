"""An export: the rows of a store as JSON Lines, between a first line and a checksum.

    {"export":"escalate","format":3,"whole":true,"meta":{"seq":17,"change":9,"next":4,"head":"…"}}
    {"table":"tickets","number":1,"row":{"status":"open"}}
    {"sha256":"…"}

The same rows always make the same bytes. The checksum is that of all lines before it; while it
fits, rows are taken as they are, and otherwise as those of a file that was edited by hand.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from escalate_cli.errors import UsageError
from escalate_cli.sanitize import escaped_json
from escalate_cli.store.file.file_format import FORMAT, Image
from escalate_cli.store.rows.tables import LARGEST, TABLES
from escalate_cli.usecases.records import Dump

BEGINNING: Final = b'{"export":'
_FIRST_BYTES: Final = 64
AGAIN: Final = "write it again: escalate export"


class _First(msgspec.Struct, frozen=True):
    """What the rows are of; `whole` tells whether they are all of it."""

    export: Literal["escalate"]
    format: Annotated[int, msgspec.Meta(ge=1)]
    whole: bool
    meta: dict[str, int | str]


class _Line(msgspec.Struct, frozen=True):
    table: str
    number: Annotated[int, msgspec.Meta(ge=1, le=LARGEST)]
    row: msgspec.Raw


class _Last(msgspec.Struct, frozen=True):
    sha256: str


_to_first = msgspec.json.Decoder(_First)
_to_line = msgspec.json.Decoder(_Line)
_to_last = msgspec.json.Decoder(_Last)
_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def export_lines(dump: Dump) -> Iterator[str]:
    """Yield the lines of an export, without their ends."""
    seal = hashlib.sha256()

    def sealed(line: bytes) -> str:
        text = escaped_json(line.decode())
        seal.update(f"{text}\n".encode())
        return text

    meta = {name: value for name, value in dump.meta.items() if isinstance(value, int | str)}
    yield sealed(msgspec.json.encode(_First("escalate", FORMAT, dump.whole, meta)))
    for table, number, row in dump.rows:
        yield sealed(b'{"table":"%s","number":%d,"row":%s}' % (table.encode(), number, row))
    yield msgspec.json.encode(_Last(seal.hexdigest())).decode()


def is_export(raw: bytes) -> bool:
    """Tell whether a file begins as an export does, however a tool has spaced it."""
    return raw[:_FIRST_BYTES].replace(b" ", b"").startswith(BEGINNING)


def begins_export(file: Path) -> bool:
    """Tell whether a file begins as an export does, and read no more of it than that."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as stream:
            return is_export(stream.read(_FIRST_BYTES))
    except OSError:
        return False


def read_export(raw: bytes, named: str) -> Image:
    """Read an export to its end; raises UsageError with the number of a line that is wrong."""
    end = raw.rstrip().rfind(b"\n") + 1
    try:
        seal = _to_last.decode(raw[end:]).sha256
    except _BROKEN as error:
        raise UsageError(f"{named} is not all of an export: its last line is missing", AGAIN) from (
            error
        )
    fits = hashlib.sha256(memoryview(raw)[:end]).hexdigest() == seal
    lines = BytesIO(raw[:end])
    with _naming(f"{named}:1"):
        first = _to_first.decode(next(lines, b""))
    image = Image.empty(*TABLES)
    for number, line in enumerate(lines, 2):
        with _naming(f"{named}:{number}"):
            _put(image, _to_line.decode(line), as_it_is=fits)
    image.meta.update(first.meta)
    image.format = first.format
    image.edited = not (fits and first.whole)
    return image


def _put(image: Image, line: _Line, *, as_it_is: bool) -> None:
    if line.table not in TABLES:
        raise ValueError(f"no store has a table '{line.table}'")
    if image.get(line.table, line.number) is not None:
        raise ValueError(f"row {line.number} of {line.table} is there twice")
    row = bytes(line.row)
    if not as_it_is or b"\\u" in row:  # a tool has perhaps spaced and escaped it in its own way
        row = msgspec.json.encode(msgspec.json.decode(row))
    image.put(line.table, line.number, row)


@contextmanager
def _naming(place: str) -> Iterator[None]:
    """Name the line that is none of an export."""
    try:
        yield
    except (*_BROKEN, ValueError) as error:
        deep = isinstance(error, RecursionError)
        raise UsageError(f"{place}: {'it is nested too deep' if deep else error}", AGAIN) from error
