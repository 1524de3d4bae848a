"""The store as TinyDB takes it: read freely, its cells edited under the store's lock."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

import msgspec
from tinydb import Storage, TinyDB
from tinydb.table import Table

from escalate_cli.domain.ticket.events import Changes
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.errors import DamagedHistoryError, DamagedStoreError, NotAllowedError
from escalate_cli.paths import TICKETS_FILE
from escalate_cli.sanitize import quoted_line
from escalate_cli.store.file.file_format import META
from escalate_cli.store.file.strict_json import encode
from escalate_cli.store.rows.codec import decode_ticket
from escalate_cli.store.rows.tables import TABLES, TICKETS, Tables

EDITABLE = (*Changes.__struct_fields__, "owner")
"""The cells of a ticket that may be edited: those that `edit` and `assign` set."""

Row = dict[str, object]
Record = Callable[[Iterable[int]], list[str]]
"""Takes notice of tickets, by number, whose cells were edited; names those that it could."""

_HELP = "commands change the rest; escalate --help names them"


class EditStorage(Storage):
    """The tables of a store; a write that would break a history is refused.

    Args:
        read: returns the tables as they were last committed.
        edit: opens them for one commit, under the lock.
    """

    def __init__(
        self,
        read: Callable[[], Tables],
        edit: Callable[[], AbstractContextManager[tuple[Tables, Record]]],
    ) -> None:
        self._read = read
        self._edit = edit
        self._open: Tables | None = None
        self._edits: dict[int, tuple[Ticket, list[str]]] = {}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the lock over a read and a write, and make one commit of what was edited."""
        with self._edit() as (tables, record):
            self._open, self._edits = tables, {}
            try:
                yield
                noted = record(list(self._edits)) if self._edits else []
                for number, (wanted, cells) in self._edits.items():
                    if wanted.id not in noted:
                        raise NotAllowedError(
                            f"{wanted.id}: its history was changed by hand",
                            f"escalate verify {wanted.id}",
                        )
                    _must_be_kept(wanted, cells, tables.get(TICKETS, number) or b"")
            finally:
                self._open = None

    def read(self) -> dict[str, dict[str, Row]]:
        """Decode all rows."""
        tables = self._open or self._read()
        found = {META: {"1": dict(tables.meta)}}
        for table in TABLES:
            rows = tables.rows(table)
            found[table] = {str(number): _decoded(table, number, row) for number, row in rows}
        return found

    def write(self, data: Mapping[str, Mapping[str, Mapping[str, object]]]) -> None:
        """Keep the cells that differ from the rows of the open transaction."""
        if self._open is None:
            raise NotAllowedError("the tables of a store cannot be dropped", _HELP)
        before = self.read()
        for table in dict.fromkeys([*before, *data]):
            old, new = before.get(table, {}), data.get(table, {})
            for key in dict.fromkeys([*old, *new]):
                if old.get(key) != new.get(key):
                    self._keep(self._open, table, key, old.get(key), new.get(key))

    def _keep(
        self,
        tables: Tables,
        table: str,
        key: str,
        old: Row | None,
        new: Mapping[str, object] | None,
    ) -> None:
        if table != TICKETS or old is None or new is None:
            done = "added" if old is None else "removed" if new is None else "edited"
            where = quoted_line(f"{table}/{key}")
            raise NotAllowedError(f"{where} cannot be {done}: only cells of tickets can", _HELP)
        for name in {**old, **new}:
            if old.get(name) != new.get(name) and name not in EDITABLE:
                raise NotAllowedError(f"{old['id']}: {quoted_line(name)} cannot be edited", _HELP)
        try:
            row = encode(new)
            before, wanted = decode_ticket(encode(old)), decode_ticket(row)
        except (DamagedHistoryError, TypeError, ValueError) as error:
            raise NotAllowedError(f"{old['id']} cannot be edited so: {error}") from error
        cells = [name for name in EDITABLE if getattr(before, name) != getattr(wanted, name)]
        if cells:
            self._edits[int(key)] = wanted, cells
            tables.put(TICKETS, int(key), row)


class _LockedTable(Table):
    """A table whose every write is one commit, and that remembers no answer: others write too."""

    def __init__(
        self,
        storage: Storage,
        name: str,
        cache_size: int = 0,
        persist_empty: bool = False,  # noqa: FBT001, FBT002 - the signature of TinyDB
    ) -> None:
        super().__init__(storage, name, cache_size, persist_empty)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, object]]], None]) -> None:
        storage = self._storage
        if not isinstance(storage, EditStorage):
            raise TypeError(storage)
        with storage.transaction():
            super()._update_table(updater)


class TicketDatabase(TinyDB):
    """TinyDB on a store; without the name of a table it speaks of the tickets."""

    table_class = _LockedTable
    default_table_name = TICKETS


def _decoded(table: str, number: int, row: bytes | None) -> Row:
    try:
        return msgspec.json.decode(row or b"", type=Row)
    except msgspec.DecodeError as error:
        raise DamagedStoreError(TICKETS_FILE, f"/{table}/{number}", str(error)) from error


def _must_be_kept(wanted: Ticket, cells: Iterable[str], row: bytes) -> None:
    """Refuse what the ticket's history did not take over, as a priority that no policy knows."""
    ticket = decode_ticket(row)
    for name in cells:
        if getattr(ticket, name) != getattr(wanted, name):
            said = quoted_line(str(getattr(wanted, name)))
            raise NotAllowedError(f"{ticket.id}: {name} cannot be '{said}'")
