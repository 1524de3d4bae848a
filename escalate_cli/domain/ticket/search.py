"""Search for tickets by what a store tells of each without its policy."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

import msgspec

from escalate_cli.domain.policy.identity import plain_form

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from escalate_cli.domain.ticket.ticket import Outlined, Ticket
    from escalate_cli.domain.time.span import Span

NOTHING: Final = "-"
"""Stands for a value that a ticket does not have: `owner:-`, `due:-`."""


class Order(Enum):
    """In which order tickets are found."""

    NUMBER = "number"
    DUE = "due"
    """By the earliest due of running clocks; where none is, the latest changed first."""


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What a store can tell of a ticket without its policy.

    Attributes:
        active: only what somebody still has to work on, or to answer.
        fields: names of fields, of each of which the ticket has one of the values.
        texts: parts of what is written on it, folded, each with names that stand for it. A store
            may find too much by them, or leave them out: whoever asks looks into the history.
        between: only archived tickets of which something happened then. A store may find too many.
    """

    active: bool = False
    fields: tuple[tuple[str, Collection[str]], ...] = ()
    texts: tuple[tuple[str, Collection[str]], ...] = ()
    between: Span | None = None

    def finds(self, ticket: Ticket) -> bool:
        """Tell whether a ticket is what is looked for."""
        if self.active and not ticket.is_owed:
            return False
        for field, values in self.fields:  # noqa: SIM110 - faster than `all`
            if not has_one_of(ticket, field, values):
                return False
        return True


EVERY: Final = Search()


def has_one_of(ticket: Ticket, field: str, values: Collection[str]) -> bool:
    """Tell whether a field has one of some values, which are folded; `-` is that it has none."""
    return any(value in values for value in values_of(ticket, field))


def values_of(ticket: Ticket, field: str) -> list[str]:
    """Return what a field has, folded; `-` where it has nothing."""
    value = getattr(ticket, field) or NOTHING
    if isinstance(value, tuple):
        return [plain_form(str(name)) for name in value]
    return [plain_form(str(value))]


def names_on(ticket: Ticket) -> list[str]:
    """Return the names of those whose ticket it is."""
    concerned = (ticket.requester, ticket.owner, ticket.customer, *ticket.stakeholders)
    return [name for name in concerned if name is not None]


def by_due(ticket: Outlined, due_at: datetime | None) -> tuple[bool, float, datetime, int]:
    """Return by what tickets are put into the order of their dues."""
    last = due_at.timestamp() if due_at else -ticket.updated_at.timestamp()
    return due_at is None, last, ticket.logged_at, ticket.number
