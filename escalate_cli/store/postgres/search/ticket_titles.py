"""Titles of tickets, asked of a server in one question: for completion."""

from datetime import UTC
from typing import Any, Final

import msgspec

from escalate_cli.store.file.ticket_titles import Titled
from escalate_cli.store.postgres.connection.address import address_of
from escalate_cli.store.postgres.connection.link import Link, Purpose

MOST: Final = 100
"""So many of those that are owed, and of the others; nobody reads more at a cursor."""

_MOST_DIGITS: Final = 9

_SOME: Final = """(SELECT number, due_at, state FROM escalate.ticket
    WHERE store_id = (SELECT id FROM escalate.store WHERE name = %s) AND NOT archived
    AND {} LIMIT %s)"""
_OWED: Final = _SOME.format("owed ORDER BY due_at")
_OTHERS: Final = _SOME.format("NOT owed ORDER BY number DESC")


class _State(msgspec.Struct):
    """What of a ticket's state is offered."""

    title: str
    status: str
    pending_approval: dict[str, Any] | None = None


def titles(address: str, digits: str) -> list[Titled]:
    """Return the most pressing and the latest tickets, or those whose numbers begin as typed."""
    at = address_of(address)
    link = Link(at.dsn, at.shown, Purpose.ASK)
    try:
        if digits:
            begins = " OR ".join(
                f"number BETWEEN {low} AND {high}" for low, high in _beginning(int(digits))
            )
            found = link.rows(
                _SOME.format(f"({begins or False}) ORDER BY number"), at.name, 2 * MOST
            )
        else:
            found = link.rows(f"{_OWED} UNION ALL {_OTHERS}", at.name, MOST, at.name, MOST)
    finally:
        link.close()
    return [_titled(number, due_at, bytes(state)) for number, due_at, state in found]


def _beginning(number: int) -> list[tuple[int, int]]:
    """Return the ranges of the numbers that begin with the digits of one."""
    scales = [10**more for more in range(_MOST_DIGITS - len(str(number)) + 1)]
    return [(number * scale, (number + 1) * scale - 1) for scale in scales]


def _titled(number: int, due_at: Any, state: bytes) -> Titled:  # noqa: ANN401 - as the query has it
    ticket = msgspec.json.decode(state, type=_State)
    due = due_at.astimezone(UTC).isoformat() if due_at else ""
    return Titled(number, ticket.title, ticket.status, due, ticket.pending_approval is not None)
