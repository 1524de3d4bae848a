"""Tables: what a kind of store offers, numbered rows and an archive of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeGuard

import msgspec

if TYPE_CHECKING:  # start-up time
    from escalate_cli.domain.time.span import Span

TICKETS, OUTBOX, POLICIES = "tickets", "outbox", "policies"
DELEGATIONS, STANDING, GAUGES = "delegations", "standing", "gauges"
SEQ, CHANGE, NEXT, MESSAGE = "seq", "change", "next", "message"
"""The values of `meta` that count: the last event and change, the next ticket and message."""
LARGEST = 10**12 - 1
"""No number is larger, so that people can name each."""
HEAD = "head"
"""The value of `meta` that stands for all events so far."""
GAPS = "gaps"
"""The value of `meta` that says that numbers of events are missing, as a server leaves some out."""
STORE = "store"
"""The value of `meta` that tells this store from all others."""
CLOSED_SINCE = "closed_since"
"""Since when the oldest closed ticket outside the archive has been closed, or before."""
LATEST = "latest"
"""The instant of the latest event that was ever saved, or a later one."""
ARCHIVED = "archive"
"""The value of `meta` that tells how many tickets each bucket of the archive has."""
WRITTEN_AT = "written_at"
"""When a ticket was last saved."""
MAINTENANCE = "maintenance"
"""The maintenance windows by which rows say when something is next to be done."""
TABLES = (TICKETS, OUTBOX, POLICIES, DELEGATIONS, STANDING, GAUGES)


class Tables(Protocol):
    """Numbered rows by table, and a few values about all of them."""

    meta: dict[str, object]
    edited: bool

    def get(self, table: str, row_id: int) -> bytes | None:
        """Return one row, or nothing."""

    def put(self, table: str, row_id: int, row: bytes) -> None:
        """Keep one row."""

    def delete(self, table: str, row_id: int) -> None:
        """Remove one row."""

    def rows(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of a table."""

    def holding(self, table: str, text: bytes) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of a table that have a text in them."""

    def beginnings(self, table: str, end: bytes) -> Iterator[bytes]:
        """Yield a table as objects of JSON, each row only as far as a text, if it has that."""

    def highest(self, table: str) -> int:
        """Return the highest id in a table, 0 where it is empty."""


def beginnings_of(rows: Iterable[tuple[int, bytes]], end: bytes) -> Iterator[bytes]:
    """Write rows as an object of JSON, each only as far as a text, if it has that."""
    cut = ((row_id, *row.partition(end)[:2]) for row_id, row in rows)
    yield b"{%b}" % b",".join(
        b'"%d":%b%b' % (row_id, begun, b"}" if is_cut else b"") for row_id, begun, is_cut in cut
    )


def counter(tables: Tables, name: str, first: int = 0) -> int:
    """Return a number that only grows; one that somebody spoilt begins anew."""
    value = tables.meta.get(name, first)
    return value if is_number(value) else first


def is_number(value: object) -> TypeGuard[int]:
    """Tell whether a value is a number as they are given."""
    return type(value) is int and 0 <= value <= LARGEST


class PolicyRow(msgspec.Struct, frozen=True):
    """The text of a policy version, under the id that tickets name."""

    id: str
    source: str


def policy_in(row: bytes) -> PolicyRow | None:
    """Read the row of a policy version; one that somebody spoilt is none."""
    try:
        return msgspec.json.decode(row, type=PolicyRow)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What rows of the archive are looked for: those that cannot have it need not be read.

    Attributes:
        change: the number of a change that is recorded in them.
        source: the system that their tickets came from, as JSON has it, without its quotes.
        between: when something was done about them, from their log to their last change.
        within: one of the stretches, and nothing that does not belong there.
    """

    change: int | None = None
    source: str | None = None
    between: "Span | None" = None
    within: range | None = None

    @property
    def is_everything(self) -> bool:
        """Tell whether every row has it, of whatever stretch."""
        return self.change is None and self.source is None and self.between is None


EVERY_ROW = Wanted()


class Archive(Protocol):
    """Rows of tickets that are out of the way, by their numbers."""

    def get(self, number: int) -> bytes | None:
        """Return one row, or nothing."""

    def put(self, number: int, row: bytes) -> None:
        """Keep one row from the end of the transaction on."""

    def rows(
        self, *, backwards: bool = False, wanted: Wanted = EVERY_ROW
    ) -> Iterator[tuple[int, bytes]]:
        """Go through all rows by number, holding few at a time; perhaps only what is wanted."""

    def stretches(self, wanted: Wanted = EVERY_ROW) -> Sequence[range]:
        """Cut all numbers, in order, where rows are read as well piece by piece."""

    def passed_over(self, wanted: Wanted) -> Iterator[range]:
        """Yield the numbers of the rows that `rows` leaves out, of whatever stretch."""

    def edited_beside(self, number: int) -> Sequence[int]:
        """Name what lies in one file with a ticket, if somebody edited that by hand."""
