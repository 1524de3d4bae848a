"""The index of names: which tickets a key, or a requester who complained, leads to."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.store.rows import codec
from escalate_cli.store.rows.decoders import LateDecoder
from escalate_cli.store.rows.tables import TICKETS, Tables

if TYPE_CHECKING:  # start-up time
    from escalate_cli.domain.ticket.ticket import Ticket

REQUESTER = b'"requester":'
"""What stands before that name in a row; keys may stand in a list."""

COMPLAINTS = b'"complaints":'
"""What stands in the row of a ticket of which somebody complained."""


class _Names(msgspec.Struct):
    """What a row is looked for by: its keys, and its requester once they complained."""

    key: str | None = None
    other_keys: tuple[str, ...] = ()
    requester: str | None = None


_to_names = LateDecoder(_Names)


class NameIndex:
    """Finds rows by the names in them: one look goes through all rows, more of them by an index."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._was_asked = False
        self._numbers: dict[str, set[int]] | None = None

    def holding(self, name: str, before: bytes = b"", beside: bytes = b"") -> "Iterator[Ticket]":
        """Yield in order the tickets that may be meant by a name, and perhaps some others.

        Args:
            name: the key, or the requester who complained.
            before: what stands before it in a row, if that is known.
            beside: what stands somewhere in the row as well; others are not even decoded.
        """
        rows = self._indexed(name) if self._was_asked else self._scanned(name, before)
        self._was_asked = True
        return (codec.decode_ticket(row) for row in rows if beside in row)

    def note(self, number: int, row: bytes) -> None:
        """Take notice of a row that was written."""
        if self._numbers is not None:
            _enter(self._numbers, number, row)

    def _scanned(self, name: str, before: bytes) -> Iterator[bytes]:
        text = before + msgspec.json.encode(name)
        return (row for _, row in self._tables.holding(TICKETS, text))

    def _indexed(self, name: str) -> Iterator[bytes]:
        for number in sorted(self._index().get(name, ())):
            row = self._tables.get(TICKETS, number)
            if row is not None:
                yield row

    def _index(self) -> dict[str, set[int]]:
        if self._numbers is None:
            self._numbers = defaultdict(set)
            for number, row in self._tables.rows(TICKETS):
                _enter(self._numbers, number, row)
        return self._numbers


def _enter(numbers: dict[str, set[int]], number: int, row: bytes) -> None:
    with suppress(msgspec.DecodeError, UnicodeDecodeError):  # is told where that ticket is wanted
        names = _to_names.decode(row)
        complaining = names.requester if COMPLAINTS in row else None
        for name in (*names.other_keys, names.key, complaining):
            if name is not None:
                numbers[name].add(number)
