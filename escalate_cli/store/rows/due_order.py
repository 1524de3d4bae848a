"""The order of dues: rows of tickets are searched and sorted, and decoded when they are taken."""

from __future__ import annotations

import re
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from escalate_cli.domain.ticket.search import Order, Search
from escalate_cli.store.rows import codec
from escalate_cli.store.rows.thin_clocks import glanced_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from escalate_cli.domain.ticket.ticket import Ticket

_LAST = b"~"
"""Comes after every instant."""

_LOGGED = b'"logged_at":"'
_CHANGED = _LOGGED + rb'([^"]*)Z","updated_at":"([^"]*)Z"'
"""Stands so in every row of ours; the texts compare as the instants do."""


def searched(
    heads: Iterable[tuple[int, codec.Head]],
    row_of: Callable[[int], bytes],
    asked: Search,
    order: Order,
    limit: int | None,
) -> Iterator[Ticket]:
    """Yield the tickets that are asked for, of heads that come by number."""
    found = ((number, head) for number, head in heads if head.owed or not asked.active)
    if order is Order.DUE:
        tickets = in_order_of_due(found, row_of)
    else:
        tickets = (codec.decode_ticket(row_of(number)) for number, _ in found)
    return islice(filter(asked.finds, tickets) if asked.fields else tickets, limit)


def in_order_of_due(
    heads: Iterable[tuple[int, codec.Head]], row_of: Callable[[int], bytes]
) -> Iterator[Ticket]:
    """Yield the tickets of heads, which come by number, in the order of `by_due`.

    Their heads tell most of them apart; for those of one due, or of none, more of each is read.
    """
    dues = sorted(((head.due_at or _LAST, number) for number, head in heads), key=itemgetter(0))
    for due, group in groupby(dues, key=itemgetter(0)):
        numbers = [number for _, number in group]
        if len(numbers) > 1:
            numbers = _apart(numbers, row_of, has_due=due is not _LAST)
        yield from (glanced_at(row_of(number), row_of) for number in numbers)


def _apart(numbers: list[int], row_of: Callable[[int], bytes], *, has_due: bool) -> list[int]:
    """Tell tickets of one due apart: the first logged comes first, without any the last changed."""
    changed, said = re.compile(_CHANGED), list[tuple[bytes, bytes, int]]()
    for number in numbers:
        row = row_of(number)
        match = changed.match(row, row.find(_LOGGED))
        if match is None:  # it was rearranged
            tickets = [codec.decode_ticket(row_of(number)) for number in numbers]
            ordered = sorted(tickets, key=_of_one_due if has_due else _without_due)
            return [ticket.number for ticket in ordered]
        said.append((match[1], match[2], number))
    said.sort(key=itemgetter(0))
    if not has_due:
        said.sort(key=itemgetter(1), reverse=True)
    return [number for *_, number in said]


def _without_due(ticket: Ticket) -> tuple[float, datetime]:
    return -ticket.updated_at.timestamp(), ticket.logged_at


def _of_one_due(ticket: Ticket) -> datetime:
    return ticket.logged_at
