"""A link to the server: one connection, and one transaction on it at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from itertools import count
from typing import Any, Final

from escalate_cli.store.postgres.connection.driver import cursor, parse_dsn, psycopg2
from escalate_cli.store.postgres.connection.faults import MetError, connecting, translated

PATIENCE_MS = 10_000
"""No statement waits longer, for a lock or for anything else."""

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

    ASK = "ask"
    """Each question is a moment of its own, and a single way to the server and back."""
    LOOK = "look"
    """One moment is read."""
    CHANGE = "change"
    """Whatever is asked, the answer is as if nobody else wrote meanwhile."""
    SHARE = "share"
    """Of what others write, it reads only rows that it writes or locks."""


_BEGIN: Final = {
    Purpose.ASK: b"",
    Purpose.LOOK: b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;",
    Purpose.CHANGE: b"BEGIN ISOLATION LEVEL SERIALIZABLE;",
    Purpose.SHARE: b"BEGIN ISOLATION LEVEL REPEATABLE READ;",
}
_BOUNDS: Final = (
    f"SET LOCAL statement_timeout = {PATIENCE_MS}; SET LOCAL enable_seqscan = off".encode()
)
"""A scan of a small table would make every change of it meet every other."""


class Link:
    """Runs statements; what goes wrong is raised as an error of ours.

    What begins a transaction, what is written and what lets go of a cursor travels with the next
    statement or the end, as each way to the server and back takes longer than most statements.

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
            self._connection.autocommit = True  # its statements are those of here alone

    def prepare(self, purpose: Purpose) -> None:
        """Say what the next transaction is for."""
        self._purpose = purpose
        self.has_written = self._failed = self._is_begun = False
        self._transaction = object()
        self._waiting = [_BEGIN[purpose] + _BOUNDS]
        self._waits = 0

    @contextmanager
    def _cursor(self) -> Iterator[cursor]:
        try:
            with translated(self.shown), self._connection.cursor() as each:
                yield each
        except BaseException:
            self._failed = True
            raise

    def _execute(self, each: cursor, statement: str | bytes, values: Sequence[object] = ()) -> None:
        """Run a statement, and before it what waits."""
        raw = each.mogrify(statement, values) if values else statement
        whole = b";".join([*self._waiting, raw if isinstance(raw, bytes) else raw.encode()])
        self._is_begun = self._purpose is not Purpose.ASK
        self._waiting, self._waits = [] if self._is_begun else [_BOUNDS], 0
        each.execute(whole)

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return all rows of a query."""
        return self._rows(statement, values)

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
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
            for statement, rows in puts:
                head, tail = (part.encode() for part in statement.split("%s"))
                for begin in range(0, len(rows), AT_ONCE):
                    some = rows[begin : begin + AT_ONCE]
                    one = f"({', '.join(['%s'] * len(some[0]))})"
                    values = b", ".join(each.mogrify(one, row) for row in some)
                    self._write(each, head + values + tail, len(some))

    def _write(self, each: cursor, statement: bytes, rows: int) -> None:
        self.has_written = True
        if self._waits + rows < AT_ONCE:
            self._waiting.append(statement)
            self._waits += rows
        else:
            self._execute(each, statement)

    def stream(self, statement: str, *values: object) -> Iterator[Row]:
        """Yield the rows of a query, holding few of them at a time."""
        name, size = f"escalate_{next(_names)}", AT_FIRST
        asked = f"DECLARE {name} CURSOR FOR {statement}; FETCH {size} FROM {name}"
        found = self._rows(asked, values)
        during = self._transaction
        try:
            yield from found
            while len(found) == size:
                size = AT_ONCE
                found = self._rows(f"FETCH {size} FROM {name}")
                yield from found
        finally:
            if self._transaction is during:
                self._waiting.append(f"CLOSE {name}".encode())

    def commit(self) -> None:
        """End the transaction; what it did counts."""
        if self._failed:  # the server would take it back without a word
            raise MetError(f"{self.shown}: a statement of this change failed")
        if self._is_begun or self._waits:
            with translated(self.shown, commits=True), self._connection.cursor() as each:
                self._execute(each, "COMMIT")
        self.prepare(self._purpose)

    def forget(self) -> None:
        """End the transaction; nothing that it did counts."""
        begun = self._is_begun
        self.prepare(self._purpose)
        if begun and not self.is_lost:
            with translated(self.shown), self._connection.cursor() as each:
                each.execute("ROLLBACK")

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
