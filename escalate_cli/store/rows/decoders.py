"""Decoders of rows, and the kinds of event in them; what cannot be read says of which ticket."""

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, get_args

import msgspec

from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.tables import TICKETS, Tables

if TYPE_CHECKING:  # start-up time
    from collections.abc import Callable

    from escalate_cli.domain.ticket.events import Event

T = TypeVar("T")

KIND = re.compile(rb'"kind":"([a-z_]+)"')
_ID = rb'"id":"(T-\d+)"'


class LateDecoder(Generic[T]):
    """Reads values of a type; made when the first one is read, as a command reads few types."""

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind

    @cached_property
    def decode(self) -> "Callable[[bytes], T]":
        """Read a value; raises DecodeError."""
        return msgspec.json.Decoder(self._kind).decode


def decoded(decoder: msgspec.json.Decoder[T] | LateDecoder[T], row: bytes) -> T:
    """Read a row that was perhaps edited by hand into something else."""
    try:
        return decoder.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        found = re.search(_ID, row)
        which = found[1].decode() if found else "a ticket"
        raise DamagedHistoryError(
            f"{which} cannot be read: {error}",
            "put right what was edited in the store's file, or: escalate doctor",
        ) from error


def decoded_beginnings(
    tables: Tables, end: bytes, decoder: LateDecoder[dict[int, T]], whole: "Callable[[bytes], T]"
) -> dict[int, T]:
    """Read all tickets as far as a text; where one does not say enough before it, each whole."""
    found: dict[int, T] = {}
    try:
        for some in tables.beginnings(TICKETS, end):
            found |= decoder.decode(some)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {number: whole(row) for number, row in tables.rows(TICKETS)}
    return found


@cache
def event_type(kind: bytes) -> "type[Event] | None":
    """Return the type of the events that rows name so; it is loaded where a row has one."""
    from escalate_cli.domain.ticket.events import type_of  # noqa: PLC0415 - start-up time

    return type_of(kind.decode())


@cache
def event_types() -> "dict[bytes, type[Event]]":
    """Return the types of all events by how rows name them."""
    from escalate_cli.domain.ticket.events import AnyEvent  # noqa: PLC0415 - start-up time

    return {str(each.__struct_config__.tag).encode(): each for each in get_args(AnyEvent)}
