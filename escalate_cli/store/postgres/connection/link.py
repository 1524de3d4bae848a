"""A link to the server: one connection, and one transaction on it at a time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from enum import Enum
from itertools import count
from types import NoneType
from typing import Any, Final

from escalate_cli.store.postgres.connection.driver import cursor, parse_dsn, psycopg2
from escalate_cli.store.postgres.connection.faults import MetError, Translated, connecting

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


def _quoted(text: str) -> str:
    """Quote a text for a statement, whatever a backslash means to the server."""
    if "\0" in text:  # where the driver would end the statement
        raise ValueError("no text on a server has U+0000")
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"E'{escaped}'"


_AS_WRITTEN: Final[dict[type, Callable[[Any], str]]] = {
    NoneType: lambda _: "NULL",
    bool: lambda value: "true" if value else "false",
    int: str,
    datetime: lambda at: f"'{at.isoformat()}'",
    str: _quoted,
    bytes: lambda body: rf"E'\\x{body.hex()}'",
}
"""How a row says what most cells hold; the driver would take several times as long."""

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
_READING: Final = (Purpose.ASK, Purpose.LOOK)
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
            self._cursor: cursor = self._connection.cursor()

    def prepare(self, purpose: Purpose) -> None:
        """Say what the next transaction is for."""
        self._purpose = purpose
        self._reads = purpose in _READING
        self.has_written = self._failed = self._is_begun = False
        self._transaction = object()
        self._waiting = [_BEGIN[purpose] + _BOUNDS]
        self._waits = 0

    def _execute(
        self, statement: str | bytes, values: Sequence[object] = (), *, commits: bool = False
    ) -> cursor:
        """Run a statement, and before it what waits; return what has its rows."""
        try:
            with Translated(self.shown, commits=commits, reads=self._reads):
                raw = self._cursor.mogrify(statement, values) if values else statement
                whole = b";".join([*self._waiting, raw if isinstance(raw, bytes) else raw.encode()])
                self._is_begun = self._purpose is not Purpose.ASK
                self._waiting, self._waits = [] if self._is_begun else [_BOUNDS], 0
                self._cursor.execute(whole)
        except BaseException:
            self._failed = True
            raise
        return self._cursor

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return all rows of a query."""
        return self._rows(statement, values)

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        return list(self._execute(statement, values).fetchall())

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
        return int(self._execute(statement, values).rowcount)

    def put(self, statement: str, rows: Sequence[Row]) -> None:
        """Run a statement with `VALUES %s` for many rows."""
        self.put_all((statement, rows))

    def put_all(self, *puts: tuple[str, Sequence[Row]]) -> None:
        """Run several such statements; they travel together."""
        for statement, rows in puts:
            for begin in range(0, len(rows), AT_ONCE):
                some = rows[begin : begin + AT_ONCE]
                values = ", ".join(map(self._as_written, some))
                head, tail = statement.split("%s")
                self._write(f"{head}{values}{tail}".encode(), len(some))

    def _as_written(self, row: Row) -> str:
        """Return a row as a statement has it."""
        other = self._by_driver
        return f"({', '.join([_AS_WRITTEN.get(type(cell), other)(cell) for cell in row])})"

    def _by_driver(self, cell: object) -> str:
        with Translated(self.shown):
            return str(self._cursor.mogrify("%s", (cell,)), "utf-8")

    def _write(self, statement: bytes, rows: int) -> None:
        self.has_written = True
        if self._waits + rows < AT_ONCE:
            self._waiting.append(statement)
            self._waits += rows
        else:
            self._execute(statement)

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
            self._execute("COMMIT", commits=True)
        self.prepare(self._purpose)

    def forget(self) -> None:
        """End the transaction; nothing that it did counts."""
        begun = self._is_begun
        self.prepare(self._purpose)
        if begun and not self.is_lost:
            with Translated(self.shown):
                self._cursor.execute("ROLLBACK")

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
