"""A store that lives as long as the process, for tests and trials."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from escalate_cli.store.rows.memory_tables import ARCHIVE, Shelf, empty_tables
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.store.rows.tables import TICKETS
from escalate_cli.store.rows.transaction import RowsTransaction

T = TypeVar("T")


class MemoryStore:
    """A real store without a file: commits replace what it holds."""

    many_write = False

    def __init__(self) -> None:
        self._tables = empty_tables()
        self._last_check_at: datetime | None = None
        self._doubted_at: datetime | None = None

    def read(self) -> RowsView:
        """Return the store as it is now."""
        return RowsView(self._tables, Shelf(self._tables))

    def as_it_is(self) -> RowsView:
        """Return the store as it is now; nobody edits it by hand."""
        return self.read()

    def change(self, work: Callable[[RowsTransaction], T]) -> T:
        """Do some work in one change of the store; here it runs once."""
        with self.transaction() as tx:
            return work(tx)

    def share(self, work: Callable[[RowsTransaction], T]) -> T:
        """Do some work as `change` does: here nobody else writes meanwhile."""
        return self.change(work)

    @contextmanager
    def transaction(self) -> Iterator[RowsTransaction]:
        """Open the store for one change; an exception leaves it as it was."""
        tables = self._tables.copy()
        yield RowsTransaction(tables, Shelf(tables))
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
