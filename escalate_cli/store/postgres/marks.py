"""Marks: small numbers that stand for what a ticket may be found by, for an index to hold.

Two things may share a mark, so that a search by marks finds too much rather than too little. A mark
is of one store, as the index is of all.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from zlib import crc32

from escalate_cli.domain.policy.identity import plain_form
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.redaction import texts_of
from escalate_cli.domain.ticket.search import names_on, values_of
from escalate_cli.domain.ticket.ticket import Ticket

FIELDS: Final = (
    *("priority", "level", "management_level", "owner", "team", "requester", "customer"),
    *("service", "category", "impact", "urgency", "tags", "skills", "key", "source", "outcome"),
)
"""What has a mark for each of its values."""

_PART: Final = 3
"""Characters; a shorter text has no mark of its own."""

_MIDDLE: Final = 2**31


def of_values(store: int, field: str, values: Iterable[str]) -> list[int]:
    """Return the marks of values of a field, which are folded."""
    return _marks(store, (f"{field}={value}" for value in values))


def of_fields(store: int, ticket: Ticket) -> list[int]:
    """Return the marks of all that the fields of a ticket have."""
    return _marks(store, [f"{f}={value}" for f in FIELDS for value in values_of(ticket, f)])


def of_part(store: int, text: str) -> list[int]:
    """Return the marks that a text has which holds another one, folded; none if that is short."""
    return _marks(store, _parts(text))


def of_names(store: int, names: Iterable[str]) -> list[int]:
    """Return the marks of names, as they are written."""
    return _marks(store, (f"@{name}" for name in names))


def of_texts(store: int, written: Iterable[str], names: Iterable[str]) -> list[int]:
    """Return the marks of all that is written on a ticket, and of whom it concerns."""
    parts = {part for text in written for part in _parts(text)}
    return _marks(store, [*parts, *(f"@{name}" for name in names)])


def written_on(ticket: Ticket, events: Sequence[Event]) -> set[str]:
    """Return what people wrote on a ticket, folded, and the names of those whose ticket it is."""
    texts = (ticket.id, ticket.title, ticket.description, *names_on(ticket))
    told = (text for event in events if not event.is_decided for text in texts_of(event))
    return {plain_form(text) for text in (*texts, *told)}


def _parts(text: str) -> list[str]:
    return [text[at : at + _PART] for at in range(len(text) - _PART + 1)]


def _marks(store: int, texts: Iterable[str]) -> list[int]:
    begun = crc32(f"{store}:".encode())  # of what all of them begin with
    return sorted({crc32(text.encode("utf-8", "replace"), begun) - _MIDDLE for text in texts})
