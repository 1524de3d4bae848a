"""A store that lives as long as the process, for tests and trials."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.store.rows.tables import TABLES, TICKETS
from escalate_cli.store.rows.transaction import RowsTransaction

T = TypeVar("T")

ARCHIVE = "archive"


class _MemoryTables:
    """Rows in dictionaries."""

    def __init__(self, rows: dict[str, dict[int, bytes]], meta: dict[str, object]) -> None:
        self._rows = rows
        self.meta = meta

    def copy(self) -> "_MemoryTables":
        """Return the same rows, apart."""
        return _MemoryTables(
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

    def highest(self, table: str) -> int:
        """Return the highest id in a table, 0 where it is empty."""
        return max(self._rows[table], default=0)


class _Shelf:
    """The archive: one more table, and what is put there is seen at once."""

    def __init__(self, tables: _MemoryTables) -> None:
        self._tables = tables

    def get(self, number: int) -> bytes | None:
        """Return one row, or nothing."""
        return self._tables.get(ARCHIVE, number)

    def put(self, number: int, row: bytes) -> None:
        """Keep one row."""
        self._tables.put(ARCHIVE, number, row)

    def rows(self, *, backwards: bool = False) -> Iterator[tuple[int, bytes]]:
        """Go through all rows by number."""
        return iter(sorted(self._tables.rows(ARCHIVE), reverse=backwards))


class MemoryStore:
    """A real store without a file: commits replace what it holds."""

    def __init__(self) -> None:
        self._tables = _MemoryTables({name: {} for name in (*TABLES, ARCHIVE)}, {})
        self._last_check_at: datetime | None = None
        self._doubted_at: datetime | None = None

    def read(self) -> RowsView:
        """Return the store as it is now."""
        return RowsView(self._tables, _Shelf(self._tables))

    def as_it_is(self) -> RowsView:
        """Return the store as it is now; nobody edits it by hand."""
        return self.read()

    def change(self, work: Callable[[RowsTransaction], T]) -> T:
        """Do some work in one change of the store; here it runs once."""
        with self.transaction() as tx:
            return work(tx)

    @contextmanager
    def transaction(self) -> Iterator[RowsTransaction]:
        """Open the store for one change; an exception leaves it as it was."""
        tables = self._tables.copy()
        yield RowsTransaction(tables, _Shelf(tables))
        self._tables = tables

    def purge(self, numbers: Iterable[int]) -> list[str]:
        """Write over older versions of tickets; there are none but in the archive."""
        for number in numbers:
            row = self._tables.get(TICKETS, number)
            if row is not None and self._tables.get(ARCHIVE, number) is not None:
                self._tables.put(ARCHIVE, number, row)
        return []

    def last_check_at(self) -> datetime | None:
        """Return when `check` last ran."""
        return self._last_check_at

    def checked(self, now: datetime) -> datetime | None:
        """Note that `check` ran, and return when it did before."""
        before, self._last_check_at = self._last_check_at, now
        self._doubted_at = None
        return before

    def doubted_at(self) -> datetime | None:
        """Return since when `check` has not believed the clock; nothing if it last did."""
        return self._doubted_at

    def doubted(self, since: datetime) -> bool:
        """Note since when `check` does not believe the clock."""
        self._doubted_at = since
        return True
