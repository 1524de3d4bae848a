"""Rows of tickets that wait for people, told at a glance: no row is decoded for it."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from escalate_cli.store.rows.tables import TICKETS, Tables

_SIGNS: Final = (b'"pending_approval":{', b'"action":"unanswered"')


def waits_for_people(row: bytes) -> bool:
    """Tell whether a yes is waited for, or a rule has ever found nobody."""
    return any(sign in row for sign in _SIGNS)


def waiting_in(tables: Tables) -> Iterator[tuple[int, bytes]]:
    """Go through the rows of such tickets; one that has both signs comes twice."""
    return chain.from_iterable(tables.holding(TICKETS, sign) for sign in _SIGNS)
