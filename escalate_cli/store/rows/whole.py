"""A store as a whole: what tells its tickets from others, and all its rows for another store."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import chain

from escalate_cli.store.rows.tables import (
    CHANGE,
    DELEGATIONS,
    HEAD,
    NEXT,
    OUTBOX,
    POLICIES,
    SEQ,
    STANDING,
    TICKETS,
    Tables,
)
from escalate_cli.usecases.ports import Dump

COUNTED: dict[str, object] = {SEQ: 0, CHANGE: 0, NEXT: 1, HEAD: ""}
"""What the first line counts, and where it begins; the rest of it can be made again."""

_UID = re.compile(rb'"uid":"([^"\\]+)"')


class WholeRows(ABC):
    """Reads all that a store keeps."""

    _tables: Tables

    @abstractmethod
    def _every_row(self) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of all tickets by number."""

    @abstractmethod
    def is_chained(self) -> bool:
        """Tell whether all events together are those that were written."""

    def uids(self) -> dict[str, int]:
        """Return the number of each ticket, by the name that it has in every store."""
        found = ((_UID.search(row), number) for number, row in self._every_row())
        return {uid[1].decode(): number for uid, number in found if uid}

    def is_as_written(self) -> bool:
        """Tell whether all is here that was written, and nobody changed it by hand."""
        return not self._tables.edited and self.is_chained()

    def dump(self) -> Dump:
        """Return all that there is, as it is written."""
        read, tickets = self._tables.rows, self._every_row()
        return Dump(
            meta={name: self._tables.meta.get(name, first) for name, first in COUNTED.items()},
            rows=chain(
                ((name, *row) for name in (POLICIES, STANDING, DELEGATIONS) for row in read(name)),
                ((TICKETS, *row) for row in tickets),
                ((OUTBOX, *row) for row in read(OUTBOX)),
            ),
        )
