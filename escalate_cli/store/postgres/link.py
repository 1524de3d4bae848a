"""A link to the server: one connection, and one transaction on it at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from itertools import count
from typing import Any, Final

import psycopg2
from psycopg2.extensions import (
    ISOLATION_LEVEL_REPEATABLE_READ,
    ISOLATION_LEVEL_SERIALIZABLE,
    cursor,
    parse_dsn,
)

from escalate_cli.store.postgres.faults import MetError, connecting, translated

PATIENCE_MS = 10_000
"""No statement waits longer, for a lock or for anything else."""

_BOUNDS: Final = (
    f"SET LOCAL statement_timeout = {PATIENCE_MS}; SET LOCAL enable_seqscan = off;".encode()
)
"""A scan of a small table would make every change of it meet every other."""

AT_ONCE = 500
"""So many rows travel together."""

AT_FIRST = 50
"""So many come before them: whoever shows a page needs no more."""

_UNLESS_ASKED: Final[dict[str, Any]] = {
    "application_name": "escalate",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""A machine that is gone without a word is given up after half a minute."""

Row = tuple[Any, ...]
_names = count(1)


class Purpose(Enum):
    """What a transaction is for."""

    LOOK = "look"
    """One moment is read."""
    CHANGE = "change"
    """Whatever is asked, the answer is as if nobody else wrote meanwhile."""
    SHARE = "share"
    """Of what others write, it reads only rows that it writes or locks."""


_LEVELS: Final = {
    Purpose.LOOK: ISOLATION_LEVEL_REPEATABLE_READ,
    Purpose.CHANGE: ISOLATION_LEVEL_SERIALIZABLE,
    Purpose.SHARE: ISOLATION_LEVEL_REPEATABLE_READ,
}


class Link:
    """Runs statements; what goes wrong is raised as an error of ours.

    Attributes:
        store: the number of the store, which every key begins with.
        has_written: whether this transaction may have changed anything.
    """

    def __init__(self, dsn: str, shown: str, purpose: Purpose) -> None:
        self._dsn = dsn
        self.shown = shown
        self.store = 0
        self.connect()
        self.prepare(purpose)

    def connect(self) -> None:
        """Connect, also anew."""
        with connecting(self.shown):
            asked = {**_UNLESS_ASKED, **parse_dsn(self._dsn), "client_encoding": "UTF8"}
            self._connection = psycopg2.connect(**asked)

    def prepare(self, purpose: Purpose) -> None:
        """Say what the next transaction is for."""
        self.has_written = self._failed = self._is_bounded = False
        with translated(self.shown):
            self._connection.set_session(_LEVELS[purpose], readonly=purpose is Purpose.LOOK)

    @contextmanager
    def _cursor(self) -> Iterator[cursor]:
        try:
            with translated(self.shown), self._connection.cursor() as each:
                yield each
        except BaseException:
            self._failed = True
            raise

    def _execute(self, each: cursor, statement: str | bytes, values: Sequence[object] = ()) -> None:
        """Run a statement, and before the first of a transaction what bounds them all.

        They travel together, as each way to the server and back takes longer than most statements.
        """
        raw = each.mogrify(statement, values) if values else statement
        whole = raw if isinstance(raw, bytes) else raw.encode()
        each.execute(whole if self._is_bounded else _BOUNDS + whole)
        self._is_bounded = True

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return all rows of a query."""
        with self._cursor() as each:
            self._execute(each, statement, values)
            return list(each.fetchall())

    def one(self, statement: str, *values: object) -> Row | None:
        """Return the first row of a query."""
        found = self.rows(statement, *values)
        return found[0] if found else None

    def value(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - as the query has it
        """Return the first value of the first row of a query; nothing if it has none."""
        found = self.one(statement, *values)
        return found[0] if found else None

    def run(self, statement: str, *values: object) -> int:
        """Run a statement; tell how many rows it was about."""
        self.has_written = True
        with self._cursor() as each:
            self._execute(each, statement, values)
            return int(each.rowcount)

    def put(self, statement: str, rows: Sequence[Row]) -> None:
        """Run a statement with `VALUES %s` for many rows."""
        self.put_all((statement, rows))

    def put_all(self, *puts: tuple[str, Sequence[Row]]) -> None:
        """Run several such statements; they travel together."""
        with self._cursor() as each:
            waiting, count = list[bytes](), 0
            for statement, rows in puts:
                head, tail = (part.encode() for part in statement.split("%s"))
                for begin in range(0, len(rows), AT_ONCE):
                    some = rows[begin : begin + AT_ONCE]
                    one = f"({', '.join(['%s'] * len(some[0]))})"
                    values = b", ".join(each.mogrify(one, row) for row in some)
                    waiting.append(head + values + tail)
                    count += len(some)
                    if count >= AT_ONCE:
                        self._write(each, waiting)
                        waiting, count = [], 0
            self._write(each, waiting)

    def _write(self, each: cursor, statements: Sequence[bytes]) -> None:
        if statements:
            self.has_written = True
            self._execute(each, b";".join(statements))

    def stream(self, statement: str, *values: object) -> Iterator[Row]:
        """Yield the rows of a query, holding few of them at a time."""
        if not self._is_bounded:
            self.rows("SELECT 1")
        with translated(self.shown):
            asked = self._connection.cursor(name=f"escalate_{next(_names)}")
            asked.execute(statement, values)
        try:
            size = AT_FIRST
            while found := self._fetched(asked, size):
                yield from found
                size = AT_ONCE
        finally:
            if not self.is_lost and not self._failed:
                asked.close()

    def _fetched(self, asked: cursor, size: int) -> list[Row]:
        with translated(self.shown):
            return asked.fetchmany(size)

    def commit(self) -> None:
        """End the transaction; what it did counts."""
        if self._failed:  # the server would take it back without a word
            raise MetError(f"{self.shown}: a statement of this change failed")
        with translated(self.shown, commits=True):
            self._connection.commit()
        self._is_bounded = False

    def forget(self) -> None:
        """End the transaction; nothing that it did counts."""
        self.has_written = self._failed = self._is_bounded = False
        if not self.is_lost:
            with translated(self.shown):
                self._connection.rollback()

    @property
    def server_version(self) -> int:
        """The first number of the server's version."""
        return int(self._connection.server_version) // 10_000

    @property
    def is_lost(self) -> bool:
        """Tell whether the connection is gone."""
        return bool(self._connection.closed)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()
