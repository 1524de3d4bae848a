"""Tables in memory: those of a store without a file, and of one that is only read."""

from collections.abc import Iterator, Sequence

from escalate_cli.store.rows.tables import EVERY_ROW, TABLES, Wanted, beginnings_of

ARCHIVE = "archive"


def empty_tables() -> "MemoryTables":
    """Begin tables with nothing in them."""
    return MemoryTables({name: {} for name in (*TABLES, ARCHIVE)}, {})


class MemoryTables:
    """Rows in dictionaries."""

    def __init__(self, rows: dict[str, dict[int, bytes]], meta: dict[str, object]) -> None:
        self._rows = rows
        self.meta = meta
        self.edited = False

    def copy(self) -> "MemoryTables":
        """Return the same rows, apart."""
        return MemoryTables(
            {name: dict(rows) for name, rows in self._rows.items()}, dict(self.meta)
        )

    def get(self, table: str, row_id: int) -> bytes | None:
        """Return one row, or nothing."""
        return self._rows[table].get(row_id)

    def put(self, table: str, row_id: int, row: bytes) -> None:
        """Keep one row."""
        self._rows[table][row_id] = row

    def delete(self, table: str, row_id: int) -> None:
        """Remove one row."""
        del self._rows[table][row_id]

    def rows(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of a table."""
        return iter(sorted(self._rows[table].items()))

    def holding(self, table: str, text: bytes) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of a table that have a text in them."""
        return ((row_id, row) for row_id, row in self.rows(table) if text in row)

    def beginnings(self, table: str, end: bytes) -> Iterator[bytes]:
        """Yield a table as objects of JSON, each row only as far as a text, if it has that."""
        return beginnings_of(self.rows(table), end)

    def highest(self, table: str) -> int:
        """Return the highest id in a table, 0 where it is empty."""
        return max(self._rows[table], default=0)


class Shelf:
    """The archive: one more table, and what is put there is seen at once."""

    def __init__(self, tables: MemoryTables) -> None:
        self._tables = tables

    def get(self, number: int) -> bytes | None:
        """Return one row, or nothing."""
        return self._tables.get(ARCHIVE, number)

    def put(self, number: int, row: bytes) -> None:
        """Keep one row."""
        self._tables.put(ARCHIVE, number, row)

    def rows(
        self, *, backwards: bool = False, wanted: Wanted = EVERY_ROW
    ) -> Iterator[tuple[int, bytes]]:
        """Go through all rows by number, whatever is wanted."""
        del wanted
        return iter(sorted(self._tables.rows(ARCHIVE), reverse=backwards))

    def stretches(self, _wanted: Wanted = EVERY_ROW) -> Sequence[range]:
        """Cut nothing: memory is read at once."""
        return ()

    def passed_over(self, _wanted: Wanted) -> Iterator[range]:
        """Yield nothing: all rows are gone through."""
        return iter(())

    def edited_beside(self, _number: int) -> Sequence[int]:
        """Name nothing: nobody edits what is in memory."""
        return ()
