"""A moment of the store: rows by table and number, as one transaction of the server sees them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final
from weakref import finalize

from escalate_cli.store.postgres.columns import joined, of_message
from escalate_cli.store.postgres.connection.link import Link, Row
from escalate_cli.store.postgres.connections import Connections
from escalate_cli.store.rows.tables import (
    OUTBOX,
    POLICIES,
    STORE,
    TICKETS,
    beginnings_of,
    policy_in,
)

_EVENTS: Final = """(SELECT string_agg(e.body, '\\x2c'::bytea ORDER BY e.n) FROM escalate.event e
    WHERE e.store_id = t.store_id AND e.ticket = t.number)"""

_ROW: Final = f"SELECT t.number, t.state, {_EVENTS} FROM escalate.ticket t WHERE t.store_id = %s"


class Moment:
    """Reads rows of one store; `Tables` for what is shared by every kind of store.

    Attributes:
        writing: what statements are run on that write what waits.
        flush: writes what waits, before anybody reads.
        held: rows of tickets that nobody else changes meanwhile.
        last: the row of a ticket that was read last.
        times: of tickets that were read already, when the policy next has something to do, and the
            earliest due.
        let_go: ends the transaction, as the end of this object does.
    """

    edited = False

    def __init__(self, link: Link, uid: str, connections: Connections) -> None:
        self.writing = link
        self.meta: dict[str, object] = {STORE: uid}
        self.flush: Callable[[], None] | None = None
        self.held: dict[int, bytes] = {}
        self.times: dict[int, tuple[datetime | None, datetime | None]] = {}
        self.last: tuple[int, bytes] | None = None
        self.let_go = finalize(self, connections.give_back, link)

    @property
    def link(self) -> Link:
        """What statements are run on, once all that waits to be written is."""
        if not self.let_go.alive:
            raise RuntimeError("this moment of the store is over")
        if self.flush is not None:
            self.flush()
        return self.writing

    def end(self) -> None:
        """End the transaction, and what waits with it."""
        self.flush = None
        self.let_go()

    def values(self, statement: str, *values: object) -> list[int]:
        """Return the first column of a query about this store, which it begins with."""
        return [row[0] for row in self.link.rows(statement, self.link.store, *values)]

    def ticket_row(self, number: int) -> bytes | None:
        """Return the row of a ticket, archived or not."""
        if number in self.held:
            return self.held[number]
        if self.last is None or self.last[0] != number:
            found = self.link.one(f"{_ROW} AND t.number = %s", self.link.store, number)
            self.last = (number, _row_of(found)) if found else None
        return self.last[1] if self.last else None

    def hold(self, numbers: Sequence[int]) -> None:
        """Read the rows of tickets at once, which nobody else changes meanwhile."""
        found = self.link.rows(f"{_ROW} AND t.number = ANY(%s)", self.link.store, list(numbers))
        self.held |= {row[0]: _row_of(row) for row in found}

    def ticket_rows(self) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of all tickets by number, archived or not."""
        link = self.link
        for row in link.stream(f"{_ROW} ORDER BY t.number", link.store):
            yield row[0], _row_of(row)

    def get(self, table: str, row_id: int) -> bytes | None:
        """Return one row, or nothing."""
        if table == TICKETS:
            return self.ticket_row(row_id)
        found = self.link.value(
            f"SELECT body FROM escalate.{table} WHERE store_id = %s AND number = %s",
            self.link.store,
            row_id,
        )
        return None if found is None else bytes(found)

    def rows(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of a table."""
        if table == TICKETS:
            return self.ticket_rows()
        found = self.link.rows(
            f"SELECT number, body FROM escalate.{table} WHERE store_id = %s ORDER BY number",
            self.link.store,
        )
        return ((number, bytes(body)) for number, body in found)

    def holding(self, table: str, text: bytes) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of a table that have a text in them."""
        return ((number, row) for number, row in self.rows(table) if text in row)

    def beginnings(self, table: str, end: bytes) -> Iterator[bytes]:
        """Yield a table as objects of JSON, each row only as far as a text, if it has that."""
        return beginnings_of(self.rows(table), end)

    def highest(self, table: str) -> int:
        """Return the highest id in a table, 0 where it is empty."""
        name = "ticket" if table == TICKETS else table
        found = self.link.value(
            f"SELECT max(number) FROM escalate.{name} WHERE store_id = %s", self.link.store
        )
        return int(found or 0)

    def put(self, table: str, row_id: int, row: bytes) -> None:
        """Keep one row of a table other than that of tickets."""
        self.delete(table, row_id)
        store = self.link.store
        if table == OUTBOX:
            self.link.put(
                f"INSERT INTO escalate.{table} VALUES %s", [of_message(store, row_id, row)]
            )
        elif table == POLICIES:
            policy = policy_in(row)
            values = (store, row_id, policy.id if policy else None, row)
            self.link.put(f"INSERT INTO escalate.{table} VALUES %s", [values])
        else:
            self.link.put(f"INSERT INTO escalate.{table} VALUES %s", [(store, row_id, row)])

    def delete(self, table: str, row_id: int) -> None:
        """Remove one row of a table other than that of tickets."""
        self.link.run(
            f"DELETE FROM escalate.{table} WHERE store_id = %s AND number = %s",
            self.link.store,
            row_id,
        )


def _row_of(found: Row) -> bytes:
    _, state, events = found
    return joined(bytes(state), bytes(events or b""))
