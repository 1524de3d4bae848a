"""The index of names: which tickets a key, or a requester, leads to."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.store.rows import codec
from escalate_cli.store.rows.tables import TICKETS, Tables

if TYPE_CHECKING:  # start-up time
    from escalate_cli.domain.ticket.ticket import Ticket

REQUESTER = b'"requester":'
"""What stands before that name in a row; keys may stand in a list."""


class _Names(msgspec.Struct):
    """What a row is looked for by: its keys and its requester."""

    key: str | None = None
    other_keys: tuple[str, ...] = ()
    requester: str | None = None


_to_names = msgspec.json.Decoder(_Names)


class NameIndex:
    """Finds rows by the names in them: one look goes through all rows, more of them by an index."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._was_asked = False
        self._numbers: dict[str, set[int]] | None = None

    def holding(self, name: str, before: bytes = b"") -> "Iterator[Ticket]":
        """Yield in order the tickets that may be meant by a name, and perhaps some others."""
        if not self._was_asked:
            self._was_asked = True
            yield from self._scanned(before + msgspec.json.encode(name))
            return
        for number in sorted(self._index().get(name, ())):
            row = self._tables.get(TICKETS, number)
            if row is not None:
                yield codec.decode_ticket(row)

    def note(self, number: int, row: bytes) -> None:
        """Take notice of a row that was written."""
        if self._numbers is not None:
            _enter(self._numbers, number, row)

    def _scanned(self, text: bytes) -> "Iterator[Ticket]":
        for _, row in self._tables.holding(TICKETS, text):
            yield codec.decode_ticket(row)

    def _index(self) -> dict[str, set[int]]:
        if self._numbers is None:
            self._numbers = defaultdict(set)
            for number, row in self._tables.rows(TICKETS):
                _enter(self._numbers, number, row)
        return self._numbers


def _enter(numbers: dict[str, set[int]], number: int, row: bytes) -> None:
    with suppress(msgspec.DecodeError, UnicodeDecodeError):  # is told where that ticket is wanted
        names = _to_names.decode(row)
        for name in (*names.other_keys, names.key, names.requester):
            if name is not None:
                numbers[name].add(number)
