"""A snapshot of tickets, read off tables of rows: what every kind of store shares."""

from __future__ import annotations

from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING, Self

import msgspec

from escalate_cli.domain.ticket.search import EVERY, Search
from escalate_cli.errors import TicketNotFoundError
from escalate_cli.store.rows import codec, instants
from escalate_cli.store.rows.changes import ChangeRows
from escalate_cli.store.rows.damaged import Damaged
from escalate_cli.store.rows.due_order import DueRows
from escalate_cli.store.rows.name_index import COMPLAINTS, REQUESTER, NameIndex
from escalate_cli.store.rows.outbox import OutboxRows
from escalate_cli.store.rows.tables import (
    CLOSED_SINCE,
    EVERY_ROW,
    LATEST,
    NEXT,
    POLICIES,
    STORE,
    TICKETS,
    WRITTEN_AT,
    Archive,
    Tables,
    Wanted,
    counter,
    policy_in,
)
from escalate_cli.store.rows.ticket_row import TicketRow
from escalate_cli.store.rows.whole import WholeRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from escalate_cli.domain.ticket.events import Event
    from escalate_cli.domain.ticket.past import KeptPast, Kinds, Past
    from escalate_cli.domain.ticket.ticket import Ticket
    from escalate_cli.usecases.damage import Damage


class RowsView(DueRows, OutboxRows, ChangeRows, WholeRows):
    """Read tickets off rows, decoding no more than is asked for."""

    def __init__(self, tables: Tables, archive: Archive, damage: Sequence[Damage] = ()) -> None:
        super().__init__(tables)
        self._damaged = Damaged(damage)
        self._archive = archive
        self._names = NameIndex(tables)
        self._at_hand: TicketRow | None = None
        self._policies: dict[str, str] | None = None

    def __enter__(self) -> Self:
        """Look at that moment while a block runs."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of it; rows that are in memory need no closing."""

    @property
    def tables(self) -> Tables:
        """The rows themselves, for those who edit cells."""
        return self._tables

    def name(self) -> str:
        """Return what tells this store from all others; nothing before its first change."""
        return str(self._tables.meta.get(STORE, ""))

    def events(self, number: int) -> list[Event]:
        """Return a ticket's history; raises TicketNotFoundError."""
        return list(self._row(self._damaged.refuse(number)).events)

    record = events  # a store looks at no earlier instant

    def revision(self, number: int) -> str:
        """Return what is another after each change of a ticket; raises TicketNotFoundError."""
        return codec.revision_of(self._ticket_row(number))

    def _forget_rows(self) -> None:
        super()._forget_rows()
        self._at_hand = None

    def _row(self, number: int) -> TicketRow:
        """Return the row of a ticket: most often the one that somebody has just come to."""
        row = self._at_hand
        return row if row and row.number == number else TicketRow(number, self._ticket_row(number))

    def _come_to(self, number: int, raw: bytes) -> TicketRow:
        self._at_hand = row = TicketRow(number, raw)
        return row

    def _ticket_row(self, number: int) -> bytes:
        row = self._tables.get(TICKETS, number) or self._archive.get(number)
        if row is None:
            self._damaged.refuse(number, is_gone=True)
            raise TicketNotFoundError(number)
        return row

    def damage(self) -> Sequence[Damage]:
        """Return what is damaged, as far as it was looked at."""
        return self._damaged.found

    def _every_row(self, wanted: Wanted = EVERY_ROW) -> Iterator[tuple[int, bytes]]:
        """Go through the rows of all tickets by number; perhaps only what is wanted."""
        rows, within = self._tables.rows(TICKETS), wanted.within
        in_use = (each for each in rows if within is None or each[0] in within)
        yield from merge(in_use, self._put_away(wanted=wanted), key=itemgetter(0))

    def _put_away(
        self, *, backwards: bool = False, wanted: Wanted = EVERY_ROW
    ) -> Iterator[tuple[int, bytes]]:
        """Go through the archive; where a ticket was brought back, its row there is stale."""
        in_use = set(self.in_use())
        rows = self._archive.rows(backwards=backwards, wanted=wanted)
        return (each for each in rows if each[0] not in in_use)

    def ticket(self, number: int) -> Ticket:
        """Return a ticket as last recorded; raises TicketNotFoundError."""
        return self._row(number).ticket

    def kept(self, number: int) -> KeptPast | None:
        """Return what a row keeps of a ticket that is over, if it goes up to its last event."""
        return self._row(self._damaged.refuse(number)).kept

    def is_past_spoilt(self, number: int) -> bool:
        """Tell whether what a row keeps of a ticket that is over cannot be read."""
        return self._row(number).is_past_spoilt

    def is_written_as(self, number: int, ticket: Ticket, past: Past | None) -> bool:
        """Tell whether the row of a ticket is what is written of it, its history aside."""
        return self._row(self._damaged.refuse(number)).is_written_as(ticket, past)

    def in_use(self) -> Iterator[int]:
        """Yield the numbers of the tickets that are not in the archive, in order."""
        return (number for number, _ in self._tables.rows(TICKETS))

    def is_in_use(self, number: int) -> bool:
        """Tell whether a ticket is not in the archive."""
        return self._tables.get(TICKETS, number) is not None

    def broken_digests(self, number: int) -> list[int]:
        """Name the events of a ticket that are not as they were written."""
        return self._row(number).broken_digests

    def titles(self) -> Iterator[tuple[int, str]]:
        """Yield number and title of each ticket that is not in the archive, in order."""
        return ((number, codec.title_of(row)) for number, row in self._tables.rows(TICKETS))

    def archived(
        self, asked: Search = EVERY, within: range | None = None, past: Kinds | None = None
    ) -> Iterator[Ticket]:
        """Yield the tickets that were put away, the highest number first."""
        wanted = Wanted(between=asked.between, within=within)
        rows = self._put_away(backwards=True, wanted=wanted)
        came_to = (self._come_to(*each) for each in rows)
        read = came_to if past is None else _read_whole(came_to, frozenset(past))
        return filter(asked.finds, (row.ticket for row in read))

    def numbers(self, within: range | None = None) -> Iterator[int]:
        """Yield the numbers of all tickets in order, those in the archive too."""
        return (self._come_to(*each).number for each in self._every_row(Wanted(within=within)))

    def passed_over(self, asked: Search) -> int:
        """Count the archived tickets that `archived` leaves out unread."""
        in_use = set(self.in_use())
        passed = self._archive.passed_over(Wanted(between=asked.between))
        return sum(len({*numbers} - in_use) for numbers in passed)

    def stretches(self, asked: Search = EVERY) -> Sequence[range]:
        """Cut all numbers, in order, where the archive is read as well piece by piece."""
        return self._archive.stretches(Wanted(between=asked.between))

    def highest(self) -> int:
        """Return the highest number that a ticket ever had."""
        return counter(self._tables, NEXT, 1) - 1

    def imported_from(self, source: str, keys: Iterable[str]) -> dict[str, int]:
        """Return the numbers of the tickets that came from another system, by their ids there."""
        written = msgspec.json.encode(source)
        quoted, wanted = b'"source":' + written, Wanted(source=written[1:-1].decode())
        rows = ((number, row) for number, row in self._every_row(wanted) if quoted in row)
        kept = {codec.key_of(row, source): number for number, row in rows}
        return {key: kept[key] for key in keys if key in kept}

    def may_archive(self, closed_by: datetime) -> bool:
        """Tell at a glance whether tickets closed by an instant may be waiting for the archive."""
        since = self._tables.meta.get(CLOSED_SINCE)
        return isinstance(since, str) and since <= instants.whole_second(closed_by)

    def written_at(self) -> datetime | None:
        """Return the instant of the change that saved a ticket last, as its clock said."""
        return instants.instant_in(str(self._tables.meta.get(WRITTEN_AT, "")))

    def latest_at(self) -> datetime | None:
        """Return the instant of the latest event, to the second, of the tickets in use."""
        seconds = (codec.latest_of(row) for _, row in self._tables.rows(TICKETS))
        return instants.instant_in(f"{max(seconds, default=b'').decode('ascii', 'replace')}Z")

    def may_be_ahead_of(self, now: datetime) -> bool:
        """Tell at a glance whether any event may be of an instant that has yet to come."""
        latest = self._tables.meta.get(LATEST)
        return not isinstance(latest, str) or latest > instants.whole_second(now)

    def with_key(self, key: str) -> Iterator[Ticket]:
        """Yield the tickets that a key names: logged under it, or with a duplicate that was."""
        return (t for t in self._names.holding(key) if key in t.keys)

    def complaints_of(self, requester: str) -> Iterator[Ticket]:
        """Yield the tickets on which a requester has complained."""
        held = self._names.holding(requester, REQUESTER, COMPLAINTS)
        return (t for t in held if t.requester == requester and t.complaints)

    def policy_source(self, policy_id: str) -> str | None:
        """Return the text of a policy version that some ticket follows."""
        if self._policies is None:
            found = (policy_in(row) for _, row in self._tables.rows(POLICIES))
            self._policies = {kept.id: kept.source for kept in found if kept}
        return self._policies.get(policy_id)

    def newest_policy(self) -> str | None:
        """Return the text of the policy version that was pinned last."""
        row = self._tables.get(POLICIES, self._tables.highest(POLICIES))
        return kept.source if row and (kept := policy_in(row)) else None


def _read_whole(rows: Iterator[TicketRow], kinds: frozenset[type[Event]]) -> Iterator[TicketRow]:
    """Read what is over of each ticket at once with it, and its events of some kinds."""
    from escalate_cli.store.rows.past_cell import whole_in  # noqa: PLC0415 - start-up time

    for row in rows:
        row.take(whole_in(row.raw, kinds))
        yield row
