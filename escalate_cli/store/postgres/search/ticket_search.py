"""Tickets by what is asked of them: each question has its index."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from escalate_cli.domain.ticket.past import Kinds
from escalate_cli.domain.ticket.search import EVERY, Order, Search
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.errors import TicketNotFoundError
from escalate_cli.store.postgres.columns import column
from escalate_cli.store.postgres.moment import Moment
from escalate_cli.store.postgres.search.conditions import BETWEEN, conditions_of
from escalate_cli.store.rows import codec

_TICKET = "SELECT state, number, next_at, due_at FROM escalate.ticket WHERE store_id = %s AND "
_IN_USE = f"{_TICKET} NOT archived "
_NUMBERS = "SELECT number FROM escalate.ticket WHERE store_id = %s AND "
_BY_DUE = """ ORDER BY due_at, CASE WHEN due_at IS NULL THEN updated_at END DESC,
    logged_at, number"""
_LATER = timedelta(seconds=1)


class TicketSearch:
    """Finds tickets by the columns beside them."""

    _moment: Moment

    def ticket(self, number: int) -> Ticket:
        """Return a ticket as last recorded; raises TicketNotFoundError."""
        link = self._moment.link
        found = link.value(f"{_TICKET} number = %s", link.store, number)
        if found is None:
            raise TicketNotFoundError(number)
        return codec.decode_ticket(bytes(found))

    def search(
        self, asked: Search = EVERY, order: Order = Order.NUMBER, limit: int | None = None
    ) -> Iterator[Ticket]:
        """Yield tickets as last recorded, not the archived ones."""
        end = _BY_DUE if order is Order.DUE else " ORDER BY number"
        return islice(self._searched(_IN_USE, asked, end), limit)

    def archived(
        self, asked: Search = EVERY, within: range | None = None, past: Kinds | None = None
    ) -> Iterator[Ticket]:
        """Yield the tickets that were put away, the highest number first."""
        del within, past
        return self._searched(f"{_TICKET} archived ", asked, " ORDER BY number DESC")

    def _searched(self, statement: str, asked: Search, end: str) -> Iterator[Ticket]:
        asks = list(conditions_of(asked, self._moment.writing.store))
        where = "".join(f" AND {condition}" for condition, _ in asks)
        values = [value for _, values in asks for value in values]
        found = self._tickets(statement + where + end, *values)
        return filter(asked.finds, found) if asked.fields else found

    def _tickets(self, statement: str, *values: object) -> Iterator[Ticket]:
        link = self._moment.link
        for state, number, *times in link.stream(statement, link.store, *values):
            self._moment.times[number] = times[0], times[1]
            yield codec.decode_ticket(bytes(state))

    def outlines(self) -> Iterator[tuple[Ticket, datetime | None]]:
        """Yield what is owed by due, and when the policy next has something to do."""
        owed = self.search(Search(active=True), Order.DUE)
        return ((ticket, self.next_at(ticket.number)) for ticket in owed)

    def titles(self) -> Iterator[tuple[int, str]]:
        """Yield number and title of each ticket that is not in the archive, in order."""
        return ((ticket.number, ticket.title) for ticket in self.search())

    def in_use(self) -> Iterator[int]:
        """Yield the numbers of the tickets that are not in the archive, in order."""
        return iter(self._moment.values(f"{_NUMBERS} NOT archived ORDER BY number"))

    def is_in_use(self, number: int) -> bool:
        """Tell whether a ticket is not in the archive."""
        return bool(self._moment.values(f"{_NUMBERS} NOT archived AND number = %s", number))

    def stretches(self, _asked: Search = EVERY) -> Sequence[range]:
        """Cut nothing: a connection is read by one process."""
        return ()

    def passed_over(self, asked: Search) -> int:
        """Count the archived tickets that `archived` leaves out, by when they were there."""
        if asked.between is None:
            return 0
        link = self._moment.link
        left = f"SELECT count(*) FROM escalate.ticket WHERE store_id = %s AND NOT ({BETWEEN})"
        return int(link.value(f"{left} AND archived", link.store, *reversed(asked.between)))

    def numbers(self, within: range | None = None) -> Iterator[int]:
        """Yield the numbers of all tickets in order, those in the archive too."""
        del within
        return iter(self._moment.values(f"{_NUMBERS} true ORDER BY number"))

    def highest(self) -> int:
        """Return the highest number that a ticket ever had."""
        return self._moment.highest("tickets")

    def imported_from(self, source: str, keys: Iterable[str]) -> dict[str, int]:
        """Return the numbers of the tickets that came from another system, by their ids there."""
        columns = {column(key): key for key in keys}
        link = self._moment.link
        found = link.rows(
            "SELECT key, number FROM escalate.ticket"
            " WHERE store_id = %s AND source = %s AND key = ANY(%s) ORDER BY number",
            *(link.store, column(source), list(columns)),
        )
        return {columns[key]: number for key, number in found}

    def uids(self) -> dict[str, int]:
        """Return the number of each ticket, by the name that it has in every store."""
        link = self._moment.link
        rows = link.stream(f"{_TICKET} true ORDER BY number", link.store)
        tickets = (codec.decode_ticket(bytes(state)) for state, *_ in rows)
        return {ticket.uid: ticket.number for ticket in tickets}

    def may_archive(self, closed_by: datetime) -> bool:
        """Tell at a glance whether tickets closed by an instant may be waiting for the archive."""
        asked = f"{_NUMBERS} NOT archived AND closed_since <= %s LIMIT 1"
        return bool(self._moment.values(asked, closed_by))

    def next_at(self, number: int) -> datetime | None:
        """Return when the policy next has something to do on a ticket."""
        at, _ = self._times(number)
        return at.astimezone(UTC) if at else None

    def due_at(self, number: int) -> datetime | None:
        """Return the earliest due of the running clocks of a ticket that is in use."""
        _, at = self._times(number)
        return at.astimezone(UTC) if at else None

    def _times(self, number: int) -> tuple[datetime | None, datetime | None]:
        link, times = self._moment.link, self._moment.times
        if number not in times:
            found = link.one(
                "SELECT next_at, due_at FROM escalate.ticket WHERE store_id = %s AND number = %s",
                *(link.store, number),
            )
            if found is None:
                raise TicketNotFoundError(number)
            times[number] = found[0], found[1]
        return times[number]

    def pressed_at(self, number: int) -> tuple[datetime | None, datetime | None, datetime | None]:
        """Return the instants by which a ticket is found: next act, due, perhaps at risk."""
        link = self._moment.link
        found = link.one(
            "SELECT next_at, due_at, risk_at FROM escalate.ticket"
            " WHERE store_id = %s AND number = %s",
            *(link.store, number),
        )
        next_at, due_at, risk_at = (at and at.astimezone(UTC) for at in found or (None, None, None))
        return next_at, due_at, risk_at

    def active_count(self) -> int:
        """Count the tickets that somebody still has to work on, or to answer."""
        return self._moment.values(
            "SELECT count(*) FROM escalate.ticket WHERE store_id = %s AND owed AND NOT archived"
        )[0]

    def versions_followed(self) -> Mapping[str, int]:
        """Count the active tickets by the policy version that they follow."""
        link = self._moment.link
        found = link.rows(
            "SELECT policy, count(*) FROM escalate.ticket"
            " WHERE store_id = %s AND active AND NOT archived GROUP BY policy",
            link.store,
        )
        return Counter(dict(found))

    def outdated(self, policy_id: str) -> list[int]:
        """Name the active tickets that follow another policy version than this one."""
        asked = f"{_NUMBERS} active AND NOT archived AND policy <> %s ORDER BY number"
        return self._moment.values(asked, policy_id)

    def due_by(self, at: datetime) -> list[int]:
        """Name the tickets on which the policy has something to do by an instant."""
        asked = f"{_NUMBERS} NOT archived AND next_at <= %s ORDER BY number"
        return self._moment.values(asked, at)

    def unanswered(self) -> list[int]:
        """Name the active tickets that wait for a yes, or on which a rule has found nobody."""
        asked = f"{_NUMBERS} active AND unanswered AND NOT archived ORDER BY number"
        return self._moment.values(asked)

    def pressing(self, now: datetime) -> Iterator[Ticket]:
        """Yield the tickets of which a clock may be at risk or due by now."""
        asked = f"{_IN_USE} AND owed AND (due_at <= %s OR risk_at <= %s) ORDER BY number"
        return self._tickets(asked, now, now)

    def latest_at(self) -> datetime | None:
        """Return the instant of the latest event, to the second, of all tickets."""
        link = self._moment.link
        found = link.value("SELECT max(at) FROM escalate.event WHERE store_id = %s", link.store)
        return None if found is None else found.astimezone(UTC).replace(microsecond=0)

    def may_be_ahead_of(self, now: datetime) -> bool:
        """Tell at a glance whether any event may be of an instant that has yet to come."""
        latest = self.latest_at()
        return latest is None or latest > now.replace(microsecond=0)

    def ahead_of(self, now: datetime) -> list[int]:
        """Name the active tickets with an event of an instant that has yet to come."""
        return self._moment.values(
            "SELECT DISTINCT e.ticket FROM escalate.event e JOIN escalate.ticket t"
            " ON t.store_id = e.store_id AND t.number = e.ticket"
            " WHERE e.store_id = %s AND e.at >= %s AND t.active AND NOT t.archived ORDER BY 1",
            now.replace(microsecond=0) + _LATER,
        )

    def with_key(self, key: str) -> Iterator[Ticket]:
        """Yield the tickets that a key names: logged under it, or with a duplicate that was."""
        found = self._tickets(
            f"{_IN_USE} AND number IN (SELECT k.number FROM escalate.ticket_key k"
            " WHERE k.store_id = escalate.ticket.store_id AND k.key = %s) ORDER BY number",
            column(key),
        )
        return (ticket for ticket in found if key in ticket.keys)

    def complaints_of(self, requester: str) -> Iterator[Ticket]:
        """Yield the tickets on which a requester has complained."""
        asked = f"{_IN_USE} AND requester = %s AND complaints > 0 ORDER BY number"
        return (t for t in self._tickets(asked, column(requester)) if t.requester == requester)
