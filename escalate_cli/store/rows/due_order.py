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
    _read_heads: dict[int, codec.Head] | None = None
    _read_outlines: dict[int, Outline] | None = None

    @abstractmethod
    def ticket(self, number: int) -> Ticket:
        """Return a ticket as last recorded; raises TicketNotFoundError."""

    @abstractmethod
    def _ticket_row(self, number: int) -> bytes:
        """Return the row of a ticket; raises TicketNotFoundError."""

    def _heads(self) -> dict[int, codec.Head]:
        """Read the beginnings of all rows, once as long as they stay as they are."""
        if self._read_heads is None:
            begun = self._tables.beginnings(TICKETS, codec.HEAD)
            self._read_heads = {
                number: codec.head_in(match) if match else codec.head_of(self._ticket_row(number))
                for number, match in begun
            }
        return self._read_heads

    def _outlined(self) -> dict[int, Outline]:
        """Read the outlines of all rows, once as long as they stay as they are."""
        if self._read_outlines is None:
            from escalate_cli.store.rows.outline import outlines_of  # noqa: PLC0415 - start-up time

            self._read_outlines = outlines_of(self._tables.rows(TICKETS))
        return self._read_outlines

    @property
    def _glances(self) -> Mapping[int, codec.Head | Outline]:
        """What is known of all rows: outlines where somebody asked for them, else their heads."""
        return self._heads() if self._read_outlines is None else self._read_outlines

    def _forget_rows(self) -> None:
        """Read heads and outlines anew, as rows have changed."""
        self._read_heads = self._read_outlines = None

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
        return (glanced_at(row_of(each.number), row_of) for each in outlines)

    def outlines(self) -> Iterator[tuple[Outlined, datetime | None]]:
        """Yield outlines of what is owed by due, and when the policy next has something to do."""
        return ((each, each.next_at) for each in self._in_order_of_due(owed=True))

    def _in_order_of_due(self, *, owed: bool) -> list[Outline]:
        from escalate_cli.store.rows.outline import in_order_of_due  # noqa: PLC0415 - start-up time

        every = self._outlined().values()
        return in_order_of_due(each for each in every if each.is_owed or not owed)

    def next_at(self, number: int) -> datetime | None:
        """Return when the policy next has something to do on a ticket."""
        if outline := (self._read_outlines or {}).get(number):
            return outline.next_at
        if head := (self._read_heads or {}).get(number):
            return instants.instant_of(head.next_at)
        return codec.next_at_of(self._ticket_row(number))

    def due_at(self, number: int) -> datetime | None:
        """Return the earliest due of the running clocks of a ticket that is in use."""
        return self._outlined()[number].due_at

    def active_count(self) -> int:
        """Count the tickets that somebody still has to work on, or to answer."""
        return sum(each.is_owed for each in self._glances.values())

    def versions_followed(self) -> Mapping[str, int]:
        """Count the active tickets by the policy version that they follow."""
        return Counter(policy for _, policy in self._followed())

    def outdated(self, policy_id: str) -> list[int]:
        """Name the active tickets that follow another policy version than this one."""
        return [number for number, policy in self._followed() if policy != policy_id]

    def _followed(self) -> Iterator[tuple[int, str]]:
        """Yield the active tickets with the policy version that each follows.

        Outlines tell, but none is made for that alone, save where a row was rearranged.
        """
        if self._read_outlines is None:
            begun = self._tables.beginnings(TICKETS, codec.following())
            versions = [(number, match[5].decode()) for number, match in begun if match]
            heads = self._heads()
            if len(versions) == len(heads):
                return (each for each in versions if heads[each[0]].is_active)
        outlines = self._outlined().items()
        return ((number, each.policy) for number, each in outlines if each.is_active)

    def due_by(self, at: datetime) -> list[int]:
        """Name the tickets on which the policy has something to do by an instant."""
        if self._read_outlines is not None:
            outlines = self._read_outlines.items()
            return [number for number, each in outlines if each.next_at and each.next_at <= at]
        second, heads = instants.second_of(at), self._heads().items()
        return [number for number, head in heads if instants.is_by(head.next_at, second)]

    def unanswered(self) -> list[int]:
        """Name the active tickets that wait for a yes, or on which a rule has found nobody."""
        signed = chain.from_iterable(self._tables.holding(TICKETS, sign) for sign in _SIGNS)
        return sorted({number for number, row in signed if codec.head_of(row).is_active})

    def pressing(self, now: datetime) -> Iterator[Ticket]:
        """Yield the tickets of which a clock may be at risk or due by now."""
        if self._read_outlines is not None:
            outlines = self._read_outlines.items()
            numbers = [number for number, each in outlines if each.presses_by(now)]
        else:
            second, heads = instants.second_of(now), self._heads().items()
            numbers = [number for number, head in heads if head.presses_by(second)]
        return map(self.ticket, numbers)

    def ahead_of(self, now: datetime) -> list[int]:
        """Name the active tickets with an event of an instant that has yet to come."""
        second = instants.second_of(now)
        return [
            number
            for number, glance in self._glances.items()
            if glance.is_active and codec.latest_of(self._ticket_row(number)) > second
        ]


def waits_for_people(row: bytes) -> bool:
    """Tell whether a row says that a yes is waited for, or that a rule has ever found nobody."""
    return any(sign in row for sign in _SIGNS)
