"""A store as a whole: what tells its tickets from others, and all its rows for another store."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from escalate_cli.store.rows.tables import (
    CHANGE,
    DELEGATIONS,
    EVERY_ROW,
    GAUGES,
    HEAD,
    NEXT,
    OUTBOX,
    POLICIES,
    SEQ,
    STANDING,
    TICKETS,
    Tables,
    Wanted,
    policy_in,
)
from escalate_cli.usecases.records import Dump, Seals

_BESIDE = (POLICIES, STANDING, DELEGATIONS, GAUGES)

COUNTED: dict[str, object] = {SEQ: 0, CHANGE: 0, NEXT: 1, HEAD: ""}
"""What the first line counts, and where it begins; the rest of it can be made again."""

_UID = rb'"uid":"([^"\\]+)"'
_POLICY = rb'"policy":"([0-9a-f]+)"'


class WholeRows(ABC):
    """Reads all that a store keeps."""

    _tables: Tables

    @abstractmethod
    def _every_row(self, wanted: Wanted = EVERY_ROW) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of all tickets by number; perhaps only what is wanted."""

    @abstractmethod
    def is_chained(self, read: Iterable[Seals] | None = None) -> bool:
        """Tell whether all events together are those that were written."""

    def uids(self) -> dict[str, int]:
        """Return the number of each ticket, by the name that it has in every store."""
        found = ((re.search(_UID, row), number) for number, row in self._every_row())
        return {uid[1].decode(): number for uid, number in found if uid}

    def is_as_written(self) -> bool:
        """Tell whether all is here that was written, and nobody changed it by hand."""
        return not self._tables.edited and self.is_chained()

    def dump(self, numbers: Collection[int] | None = None) -> Dump:
        """Return all that there is, as it is written; or some tickets and their policies alone."""
        read, tickets = self._tables.rows, self._every_row()
        meta = {name: self._tables.meta.get(name, first) for name, first in COUNTED.items()}
        if numbers is not None:
            return Dump(meta=meta, rows=self._part(numbers), whole=False)
        return Dump(
            meta=meta,
            rows=chain(
                ((name, *row) for name in _BESIDE for row in read(name)),
                ((TICKETS, *row) for row in tickets),
                ((OUTBOX, *row) for row in read(OUTBOX)),
            ),
        )

    def _part(self, numbers: Collection[int]) -> Iterator[tuple[str, int, bytes]]:
        """Yield the rows of some tickets, after those of the policy versions that they name."""
        named: set[bytes] = set()
        for number, row in self._every_row():
            if number in numbers:
                named.update(re.findall(_POLICY, row))
        for number, row in self._tables.rows(POLICIES):
            kept = policy_in(row)
            if kept and kept.id.encode() in named:
                yield POLICIES, number, row
        yield from (
            (TICKETS, number, row) for number, row in self._every_row() if number in numbers
        )
