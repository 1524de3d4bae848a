"""The order of dues: rows of tickets are searched and sorted, and decoded when they are taken."""

from __future__ import annotations

from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from escalate_cli.domain.ticket.search import Order, Search
from escalate_cli.store.rows import codec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from escalate_cli.domain.ticket.ticket import Ticket

_LAST = b"~"
"""Comes after every instant."""


def searched(
    rows: Iterable[tuple[codec.Head, bytes]], asked: Search, order: Order, limit: int | None
) -> Iterator[Ticket]:
    """Yield the tickets of rows that are asked for, of rows that come by number."""
    found = ((head, row) for head, row in rows if head.owed or not asked.active)
    if order is Order.DUE:
        tickets = in_order_of_due(found)
    else:
        tickets = (codec.decode_ticket(row) for _, row in found)
    return islice(filter(asked.finds, tickets) if asked.fields else tickets, limit)


def in_order_of_due(rows: Iterable[tuple[codec.Head, bytes]]) -> Iterator[Ticket]:
    """Yield the tickets of rows, which come by number, in the order of `by_due`.

    Their heads tell most of them apart; those of one due, or of none, are decoded together.
    """
    dues = sorted(((head.due_at or _LAST, row) for head, row in rows), key=itemgetter(0))
    for due, group in groupby(dues, key=itemgetter(0)):
        tickets = (codec.decode_ticket(row) for _, row in group)
        yield from sorted(tickets, key=_without_due if due is _LAST else _of_one_due)


def _without_due(ticket: Ticket) -> tuple[float, datetime]:
    return -ticket.updated_at.timestamp(), ticket.logged_at


def _of_one_due(ticket: Ticket) -> datetime:
    return ticket.logged_at
