"""TinyDB on our file: the same lines, the same lock, the same commit."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
from tinydb import Storage

from escalate_cli.errors import DamagedStoreError, StoreConflictError
from escalate_cli.store.file.file_format import META, OF_THE_LAYOUT, Image
from escalate_cli.store.file.locking import WAIT
from escalate_cli.store.file.strict_json import encode
from escalate_cli.store.file.table_file import TableFile

Row = Mapping[str, object]


class LineStorage(Storage):
    """The file as TinyDB takes it: `TinyDB(path, storage=LineStorage)`.

    Each write of a table is a commit of the rows that it changed since it read them; it raises
    StoreConflictError if somebody else changed one of them meanwhile. In a transaction the writes
    are gathered, and committed at its end.
    """

    def __init__(
        self,
        path: str | Path,
        *tables: str,
        wait: float = WAIT,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        self._file = TableFile(Path(path), *tables, wait=wait, on_wait=on_wait)
        self._open: Image | None = None
        self._seen: Image | None = None

    @contextmanager
    def transaction(self) -> Iterator[Image]:
        """Hold the lock over reads and writes, and make one commit of them."""
        with self._file.transaction() as image:
            self._open = image
            try:
                yield image
            finally:
                self._open = self._seen = None

    def read(self) -> dict[str, dict[str, Row]] | None:
        """Decode all rows; nothing if there is no file."""
        image = self._open or self._file.read()
        self._seen = image or Image.empty()
        if image is None:
            return None
        tables: dict[str, dict[str, Row]] = {META: {"1": image.first_row}}
        for table in image.tables:
            rows = image.rows(table)
            tables[table] = {str(row_id): self._decode(table, row_id, row) for row_id, row in rows}
        return tables

    def write(self, data: dict[str, dict[str, Row]]) -> None:
        """Store what differs from the last read; without one, from the file."""
        if self._open is not None:
            _apply(data, self._open, self._open)
            return
        with self._file.transaction() as image:
            _apply(data, self._seen or image, image)
        self._seen = None

    def _decode(self, table: str, row_id: int, row: bytes) -> Row:
        try:
            return msgspec.json.decode(row, type=dict[str, object])
        except msgspec.DecodeError as error:
            place = f"/{table}/{row_id}"
            raise DamagedStoreError(str(self._file.path), place, str(error)) from error


def _apply(data: Mapping[str, Mapping[str, Row]], seen: Image, image: Image) -> None:
    if META in data:
        _apply_meta(data[META], seen, image)
    for table in dict.fromkeys([*seen.tables, *(data.keys() - {META})]):
        _apply_rows(table, data.get(table, {}), seen, image)
        if table in data:
            image.add_table(table)
        elif table in image.tables and not image.count(table):
            image.drop_table(table)


def _apply_meta(rows: Mapping[str, Row], seen: Image, image: Image) -> None:
    if rows.keys() != {"1"}:
        raise ValueError(f"the table {META} has one row, 1")
    meta = {key: value for key, value in rows["1"].items() if key not in OF_THE_LAYOUT}
    if meta != seen.meta:
        if image.meta != seen.meta:
            raise StoreConflictError(META, 1)
        image.meta = meta


def _apply_rows(table: str, rows: Mapping[str, Row], seen: Image, image: Image) -> None:
    wanted: dict[int, bytes | None] = {int(key): encode(row) for key, row in rows.items()}
    before = dict(seen.rows(table))
    for row_id, new in (dict.fromkeys(before) | wanted).items():
        old = before.get(row_id)
        if new == old or (new and old and new == msgspec.json.encode(msgspec.json.decode(old))):
            continue
        if image.get(table, row_id) != old:
            raise StoreConflictError(table, row_id)
        if new is None:
            image.delete(table, row_id)
        else:
            image.put(table, row_id, new)
