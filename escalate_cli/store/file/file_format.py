r"""The file format: one row a line, and a checksum (CRC) in the first line.

    {"meta": {"1": {"format":3,"seq":17,"rows":{"tickets":2},"bytes":{"tickets":50},"crc":"…"}},
    "tickets": {
    "1": {"status":"open"},
    "3": {"status":"closed"}
    }}

It is plain JSON in the form that TinyDB reads, rows sorted by id. The checksum is the CRC-32 of all
bytes but its own eight digits. While it fits, lines are trusted, and rows are neither parsed nor
copied.
"""

import zlib
from collections.abc import Iterable, Iterator, KeysView, Mapping
from typing import Annotated, BinaryIO

import msgspec

from escalate_cli.errors import DamagedStoreError, NewerFormatError
from escalate_cli.store.file.row_index import RowIndex

FORMAT = 3
META = "meta"
START = b'{"meta": {"1": '
CRC = b'"crc":"'
DIGITS = 8
LONGEST_FIRST_LINE = 1 << 16
_DAMAGED = 0xFFFFFFFF
"""Is what the checksum of a file differs by that we wrote with damage in it."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What the layout itself keeps in the first line.

    Attributes:
        rows: how many rows each table has; a table named here must be in the file.
        bytes: how long the lines of each table are, line breaks included.
    """

    format: Annotated[int, msgspec.Meta(ge=1)]
    rows: dict[str, int]
    bytes: dict[str, int] = {}


class Image:
    """What one file holds; rows stay bytes.

    Attributes:
        meta: the file's own values, save those that the layout keeps.
        format: the format that the file was written in.
        edited: the checksum did not fit, but all is sound: somebody edited the file.
        damaged: rows are carried along that are damaged, so that no checksum vouches for them.
    """

    def __init__(
        self,
        meta: dict[str, object],
        tables: dict[str, RowIndex],
        *,
        format: int = FORMAT,  # noqa: A002 - the word in the file
        edited: bool = False,
    ) -> None:
        self.meta = {key: value for key, value in meta.items() if key not in OF_THE_LAYOUT}
        self.format = format
        self.edited = edited
        self.damaged = False
        self._tables = tables
        self._meta_before = dict(self.meta)
        self._tables_before = dict(tables)

    @classmethod
    def empty(cls, *tables: str) -> "Image":
        """Begin a new file with empty tables."""
        return cls({}, {name: RowIndex() for name in tables})

    @property
    def is_newer(self) -> bool:
        """Tell whether a later version wrote the file: it is read, but not written."""
        return self.format > FORMAT

    @property
    def is_changed(self) -> bool:
        """Tell whether anything differs from what was loaded."""
        return (
            self.meta != self._meta_before
            or self._tables != self._tables_before
            or any(table.changed for table in self._tables.values())
        )

    def changed_rows(self, table: str) -> list[int]:
        """Name the rows of a table that differ from what was loaded."""
        return self._tables[table].changed if table in self._tables else []

    @property
    def first_row(self) -> dict[str, object]:
        """What the row of `meta` says, save how the bytes lie."""
        rows = {name: len(table) for name, table in self._tables.items()}
        return {"format": self.format} | self.meta | {"rows": rows}

    @property
    def tables(self) -> list[str]:
        """The names of the tables, in the order of the file."""
        return list(self._tables)

    def count(self, table: str) -> int:
        """Count the rows of a table without looking at them."""
        return len(self._tables.get(table, ()))

    def length(self, table: str) -> int:
        """Tell how long the lines of a table will be, line breaks included."""
        return sum(map(len, self._tables[table].parts())) if table in self._tables else 0

    def highest(self, table: str) -> int:
        """The highest id of a table's rows, or 0, found without a scan."""
        return self._tables[table].highest if table in self._tables else 0

    def rows(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of a table by id, as they were at the start."""
        return iter(self._tables.get(table, ()))

    def holding(self, table: str, text: bytes) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of a table that have a text in them."""
        return self._tables[table].holding(text) if table in self._tables else iter(())

    def beginnings(self, table: str, end: bytes) -> Iterator[bytes]:
        """Yield a table as objects of JSON, each row only as far as a text, if it has that."""
        return self._tables[table].beginnings(end) if table in self._tables else iter(())

    def get(self, table: str, row_id: int) -> bytes | None:
        """Return one row, or nothing."""
        return self._tables[table].get(row_id) if table in self._tables else None

    def put(self, table: str, row_id: int, row: bytes) -> None:
        """Store one row: a JSON object in UTF-8, on one line."""
        if row_id < 1 or table == META or b"\n" in row or row[:1] + row[-1:] != b"{}":
            raise ValueError(f"not a row for {table}: {row_id}, {row[:40]!r}")
        self.add_table(table)
        self._tables[table].put(row_id, row)

    def delete(self, table: str, row_id: int) -> None:
        """Remove one row, which must be there."""
        if self.get(table, row_id) is None:
            raise KeyError(row_id)
        self._tables[table].put(row_id, None)

    def add_table(self, table: str) -> None:
        """Make sure that a table is in the file, if only an empty one."""
        if table not in self._tables:
            self._tables[table] = RowIndex()

    def parts(self) -> list[bytes | memoryview]:
        """Make the bytes of the file, in parts that copy nothing unchanged."""
        tail: list[bytes | memoryview] = [b'"}}']
        sizes = {}
        for name, table in self._tables.items():
            lines = table.parts()
            sizes[name] = sum(map(len, lines))
            tail += [_opening(name), *lines, b"}"]
        tail.append(b"}\n")
        meta = msgspec.json.encode(self.first_row | {"bytes": sizes})
        head = START + meta[: -len(b"}")] + b"," + CRC
        crc = zlib.crc32(head)
        for part in tail:
            crc = zlib.crc32(part, crc)
        return [head, b"%08x" % (crc ^ _DAMAGED if self.damaged else crc), *tail]


OF_THE_LAYOUT = {*Header.__struct_fields__, "crc"}


def parse(raw: bytes, path: str) -> Image:
    """Read a file's bytes; `path` is named if they are damaged."""
    if _fits(raw):
        try:
            return _trusted(raw)
        except (ValueError, msgspec.MsgspecError):
            pass  # not our lines, but perhaps JSON
    return _edited(raw, path)


def lone_table(file: BinaryIO, wanted: str) -> RowIndex | None:
    """Read one table of a file and none of the others, unchecked.

    Nothing where the file does not lie as its first line says; only reading all of it tells more.
    """
    first = file.readline(LONGEST_FIRST_LINE)
    try:
        known = msgspec.json.decode(first[len(START) : -len(b"},\n")], type=Header)
        at = len(first) - len(b",\n")
        for name in known.rows:
            opening, size = _opening(name), known.bytes.get(name, 0)
            if name == wanted:
                file.seek(at)
                raw = file.read(len(opening) + size + len(b"}"))
                is_there = raw.startswith(opening) and raw.endswith(b"\n}")
                stop = max(len(opening), len(raw) - len(b"\n}"))
                return RowIndex(raw, len(opening), stop, known.rows[name]) if is_there else None
            at += len(opening) + size + len(b"}")
    except (ValueError, msgspec.MsgspecError):
        pass
    return None


def length_said(first: bytes, tables: Iterable[str], sizes: Mapping[str, int]) -> int:
    """Tell how long a file is by its first line, and by how long the lines of its tables are."""
    lines = sum(len(_opening(name)) + sizes.get(name, 0) + len(b"}") for name in tables)
    return len(first) - len(b",\n") + lines + len(b"}\n")


def _opening(name: str) -> bytes:
    return b",\n" + msgspec.json.encode(name) + b": {\n"


def is_known_damaged(raw: bytes) -> bool:
    """Tell whether this program itself wrote a file with damage in it, unchanged since."""
    return _fits(raw, _DAMAGED)


def _fits(raw: bytes, difference: int = 0) -> bool:
    at = raw.rfind(CRC, 0, raw.find(b"\n") + 1) + len(CRC)
    if at < len(START) or not raw.startswith(START):
        return False
    view = memoryview(raw)
    crc = zlib.crc32(view[at + DIGITS :], zlib.crc32(view[:at]))
    return raw[at : at + DIGITS] == b"%08x" % (crc ^ difference)


def _trusted(raw: bytes) -> Image:
    at = raw.index(b"\n") - len(b"},")  # behind the object in the first line
    meta = msgspec.json.decode(raw[len(START) : at], type=dict[str, object])
    known = msgspec.convert(meta, Header)
    at += len(b"}")
    tables: dict[str, RowIndex] = {}
    for name, rows in known.rows.items():
        opening = _opening(name)
        start = at + len(opening)
        end = start + known.bytes.get(name, 0)
        if not raw.startswith(opening, at) or not raw.startswith(b"}", end):
            raise ValueError("the tables lie not where the first line says")
        tables[name] = RowIndex(raw, start, max(start, end - len(b"\n")), rows)
        at = end + len(b"}")
    if raw[at:] != b"}\n":
        raise ValueError("there is more than the first line says")
    return Image(meta, tables, format=known.format)


def _edited(raw: bytes, path: str) -> Image:
    from escalate_cli.store.file import strict_json  # noqa: PLC0415 - few files are ever edited by hand

    document = strict_json.load(raw, path)
    meta_rows = strict_json.members(document.get(META), path, f"/{META}")
    meta = strict_json.members(meta_rows.get("1"), path, f"/{META}/1")
    try:
        known = _checked_header(meta, document.keys(), path)
        tables = {name: strict_json.read_table(rows, path, name) for name, rows in document.items()}
    except DamagedStoreError as error:
        found = meta.get("format")
        if isinstance(found, int) and found > FORMAT:
            raise NewerFormatError(path, found, FORMAT) from error
        raise
    if len(tables.pop(META)) > 1:
        raise DamagedStoreError(path, f"/{META}", "a second row in the table of one row")
    return Image(meta, tables, format=known.format, edited=True)


def _checked_header(meta: dict[str, object], names: KeysView[str], path: str) -> Header:
    try:
        known = msgspec.convert(meta, Header)
    except msgspec.ValidationError as error:
        raise DamagedStoreError(path, f"/{META}/1", str(error)) from error
    for name in known.rows.keys() - names:
        raise DamagedStoreError(path, f"/{name}", "the table is missing")
    return known
