"""Events: each ticket's history, whose change was the last, and what stands for them all."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import reduce
from heapq import merge
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Final

from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.past import KeptPast, Past
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.errors import TicketNotFoundError
from escalate_cli.store.postgres.columns import column
from escalate_cli.store.postgres.moment import Moment
from escalate_cli.store.rows import codec
from escalate_cli.store.rows.standing import StandingRows
from escalate_cli.store.rows.ticket_row import TicketRow
from escalate_cli.usecases.records import Fingerprint, Seals

_LAST: Final = """
SELECT e.change FROM escalate.event e WHERE e.store_id = %s AND e.made_by = %s
AND e.change <> ALL(%s) AND NOT EXISTS (SELECT FROM escalate.event u
    WHERE u.store_id = e.store_id AND u.undone = e.change)
AND EXISTS (SELECT FROM escalate.ticket t
    WHERE t.store_id = e.store_id AND t.number = e.ticket AND NOT t.archived)
ORDER BY e.change DESC LIMIT 1"""


class EventSearch(StandingRows):
    """Reads histories, and finds changes by who made them."""

    _moment: Moment

    def _ticket_row(self, number: int) -> bytes:
        row = self._moment.ticket_row(number)
        if row is None:
            raise TicketNotFoundError(number)
        return row

    def events(self, number: int) -> list[Event]:
        """Return a ticket's history; raises TicketNotFoundError."""
        return codec.decode_events(self._ticket_row(number))

    record = events  # a store looks at no earlier instant

    def broken_digests(self, number: int) -> list[int]:
        """Name the events of a ticket that are not as they were written."""
        return TicketRow(number, self._ticket_row(number)).broken_digests

    def kept(self, number: int) -> KeptPast | None:
        """Return what a row keeps of a ticket that is over, if it goes up to its last event."""
        return TicketRow(number, self._ticket_row(number)).kept

    def is_past_spoilt(self, number: int) -> bool:
        """Tell whether what a row keeps of a ticket that is over cannot be read."""
        return TicketRow(number, self._ticket_row(number)).is_past_spoilt

    def is_written_as(self, number: int, ticket: Ticket, past: Past | None) -> bool:
        """Tell whether the row of a ticket is what is written of it, its history aside."""
        return TicketRow(number, self._ticket_row(number)).is_written_as(ticket, past)

    def revision(self, number: int) -> str:
        """Return what is another after each change of a ticket; raises TicketNotFoundError."""
        if number in self._moment.held:
            return self.events(number)[-1].digest
        link = self._moment.link
        found = link.value(
            "SELECT digest FROM escalate.event WHERE store_id = %s AND ticket = %s"
            " ORDER BY n DESC LIMIT 1",
            *(link.store, number),
        )
        if found is None:
            raise TicketNotFoundError(number)
        return str(found)

    def last_change_by(self, person: str) -> int | None:
        """Return the number of the last change that a person made and nobody undid."""
        said, taken_back = self._said_by(person)
        found = self._moment.values(_LAST, column(person), list(taken_back))
        made = max({0, *found, *said} - taken_back)
        return made or None

    def changed_in(self, change: int) -> list[int]:
        """Name the tickets that a change recorded something about."""
        return self._moment.values(
            "SELECT DISTINCT ticket FROM escalate.event WHERE store_id = %s AND change = %s"
            " ORDER BY ticket",
            change,
        )

    def written_at(self) -> datetime | None:
        """Return the instant of the change that saved a ticket last, as its clock said."""
        link = self._moment.link
        found = link.value(
            "SELECT at FROM escalate.change WHERE store_id = %s AND at IS NOT NULL"
            " ORDER BY id DESC LIMIT 1",
            link.store,
        )
        return None if found is None else found.astimezone(UTC)

    def fingerprint(self) -> Fingerprint:
        """Return what stands for all events so far; it is made anew each time."""
        return self._linked(None)

    def fingerprint_at(self, last: int) -> Fingerprint | None:
        """Return what stands for the events up to one; nothing if that is not there."""
        found = self._linked(last)
        return found if found.last == last else None

    def _linked(self, until: int | None) -> Fingerprint:
        head, last = "", 0
        for seq, digest in self._digests():
            if until is not None and seq > until:
                break
            head, last = codec.link(head, digest), seq
        return Fingerprint(last, head)

    def _digests(self) -> Iterator[tuple[int, str]]:
        """Yield number and digest of every event and entry, in order."""
        entries = ((entry.seq, entry.digest) for entry in self.standing())
        link = self._moment.link
        events = link.stream(
            "SELECT seq, digest FROM escalate.event WHERE store_id = %s ORDER BY seq", link.store
        )
        return merge(events, sorted(entries))

    def is_chained(self, read: Iterable[Seals] | None = None) -> bool:
        """Tell whether each change has the events that it wrote, and no event is of another."""
        del read  # which change an event is of, no ticket says
        link = self._moment.link
        kept = link.stream(
            "SELECT id, digests FROM escalate.change WHERE store_id = %s AND digests <> ''"
            " ORDER BY id",
            link.store,
        )
        found = groupby(self._by_change(), key=itemgetter(0))
        made = ((change, head_of(digest for _, _, digest in rows)) for change, rows in found)
        return all(one == other for one, other in zip_longest(kept, made))

    def _by_change(self) -> Iterator[tuple[int, int, str]]:
        """Yield change, number and digest of every event and entry, in that order."""
        link = self._moment.link
        events = link.stream(
            "SELECT change, seq, digest FROM escalate.event WHERE store_id = %s"
            " ORDER BY change, seq",
            link.store,
        )
        entries = ((each.change, each.seq, each.digest) for each in self.standing())
        return merge(events, sorted(entries))


def head_of(digests: Iterable[str]) -> str:
    """Chain the digests of events."""
    return reduce(codec.link, digests, "")
