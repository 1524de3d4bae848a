"""Tickets by what is due: found, counted and put in order by what their rows tell at a glance."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.ticket.search import EVERY, Order, Search
from escalate_cli.store.rows import codec, instants
from escalate_cli.store.rows.tables import TICKETS, Tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from escalate_cli.domain.ticket.ticket import Outlined, Ticket
    from escalate_cli.store.rows.outline import Outline

_SIGNS: Final = (b'"pending_approval":{', b'"action":"unanswered"')


class DueRows(ABC):
    """Reads of each row its head, or its outline where somebody sorts tickets out; others never."""

    _tables: Tables
    _glances: Mapping[int, codec.Head] | None = None
    _read_outlines: dict[int, Outline] | None = None

    @abstractmethod
    def ticket(self, number: int) -> Ticket:
        """Return a ticket as last recorded; raises TicketNotFoundError."""

    @abstractmethod
    def _ticket_row(self, number: int) -> bytes:
        """Return the row of a ticket; raises TicketNotFoundError."""

    def _heads(self) -> Mapping[int, codec.Head]:
        """Read the heads of all rows, once as long as they stay as they are; outlines will do."""
        if self._glances is None:
            self._glances = codec.heads_of(self._tables)
        return self._glances

    def _outlined(self) -> dict[int, Outline]:
        """Read the outlines of all rows, once as long as they stay as they are."""
        if self._read_outlines is None:
            from escalate_cli.store.rows.outline import outlines_of  # noqa: PLC0415 - start-up time

            self._glances = self._read_outlines = outlines_of(self._tables)
        return self._read_outlines

    def _forget_rows(self) -> None:
        """Read heads and outlines anew, as rows have changed."""
        self._glances = self._read_outlines = None

    def search(
        self, asked: Search = EVERY, order: Order = Order.NUMBER, limit: int | None = None
    ) -> Iterator[Ticket]:
        """Yield tickets as last recorded, not the archived ones."""
        if order is Order.DUE:
            found = self._by_due(owed=asked.active)
        else:
            heads = self._heads().items()
            numbers = (number for number, head in heads if head.is_owed or not asked.active)
            found = (codec.decode_ticket(self._ticket_row(number)) for number in numbers)
        return islice(filter(asked.finds, found) if asked.fields else found, limit)

    def _by_due(self, *, owed: bool) -> Iterator[Ticket]:
        from escalate_cli.store.rows.thin_clocks import glanced_at  # noqa: PLC0415 - start-up time

        row_of, outlines = self._ticket_row, self._in_order_of_due(owed=owed)
        return glanced_at((row_of(each.number) for each in outlines), row_of)

    def outlines(self) -> Iterator[tuple[Outlined, datetime | None]]:
        """Yield outlines of what is owed by due, and when the policy next has something to do."""
        return ((each, each.next_at) for each in self._in_order_of_due(owed=True))

    def _in_order_of_due(self, *, owed: bool) -> list[Outline]:
        from escalate_cli.store.rows.outline import in_order_of_due  # noqa: PLC0415 - start-up time

        every = self._outlined().values()
        return in_order_of_due(each for each in every if each.is_owed or not owed)

    def next_at(self, number: int) -> datetime | None:
        """Return when the policy next has something to do on a ticket."""
        head = (self._glances or {}).get(number)
        return head.next_at if head else codec.next_at_of(self._ticket_row(number))

    def due_at(self, number: int) -> datetime | None:
        """Return the earliest due of the running clocks of a ticket that is in use."""
        return self._outlined()[number].due_at

    def pressed_at(self, number: int) -> tuple[datetime | None, datetime | None, datetime | None]:
        """Return by what a ticket is looked up: when it is next, due, and perhaps at risk."""
        head = codec.head_of(self._ticket_row(number))
        return head.next_at, head.due_at, head.risk_at

    def active_count(self) -> int:
        """Count the tickets that somebody still has to work on, or to answer."""
        return sum(each.is_owed for each in self._heads().values())

    def versions_followed(self) -> Mapping[str, int]:
        """Count the active tickets by the policy version that they follow."""
        return Counter(policy for _, policy in self._followed())

    def outdated(self, policy_id: str) -> list[int]:
        """Name the active tickets that follow another policy version than this one."""
        return [number for number, policy in self._followed() if policy != policy_id]

    def _followed(self) -> Iterator[tuple[int, str]]:
        """Yield the active tickets with the policy version that each follows.

        Outlines tell, but none is made for that alone.
        """
        known = self._read_outlines
        every = codec.followings_of(self._tables) if known is None else known
        return ((number, each.policy) for number, each in every.items() if each.is_active)

    def due_by(self, at: datetime) -> list[int]:
        """Name the tickets on which the policy has something to do by an instant."""
        heads = self._heads().items()
        return [number for number, head in heads if head.next_at and head.next_at <= at]

    def unanswered(self) -> list[int]:
        """Name the active tickets that wait for a yes, or on which a rule has found nobody."""
        signed = chain.from_iterable(self._tables.holding(TICKETS, sign) for sign in _SIGNS)
        return sorted({number for number, row in signed if codec.head_of(row).is_active})

    def pressing(self, now: datetime) -> Iterator[Ticket]:
        """Yield the tickets of which a clock may be at risk or due by now."""
        heads = self._heads().items()
        return map(self.ticket, [number for number, head in heads if head.presses_by(now)])

    def ahead_of(self, now: datetime) -> list[int]:
        """Name the active tickets with an event of an instant that has yet to come."""
        second = instants.second_of(now)
        return [
            number
            for number, head in self._heads().items()
            if head.is_active and codec.latest_of(self._ticket_row(number)) > second
        ]


def waits_for_people(row: bytes) -> bool:
    """Tell whether a row says that a yes is waited for, or that a rule has ever found nobody."""
    return any(sign in row for sign in _SIGNS)
