"""The kinds of a row's events, so that those which nobody asks for need not be decoded."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import ClassVar, Union, cast

import msgspec

from escalate_cli.domain.ticket.events import Event
from escalate_cli.store.rows.decoders import LateDecoder, decoded, event_types


class EventHead(msgspec.Struct, gc=False):
    """What is read of an event to tell of which kind it is, and whether it is the last one."""

    kind: str
    seq: int


class EventNumber(msgspec.Struct, gc=False, tag_field="kind"):
    """What is read of an event of which nobody asks for more; each kind has its own.

    Attributes:
        of: the kind.
    """

    of: ClassVar[type[Event]]
    seq: int


class _Events(msgspec.Struct):
    events: list[msgspec.Raw]


_to_raw = LateDecoder(_Events)


def kinds_of(heads: Sequence[EventHead]) -> frozenset[type[Event]]:
    """Return the kinds of events; nothing where one of them is none of this version."""
    return _named(frozenset([head.kind for head in heads]))


@cache
def _named(names: frozenset[str]) -> frozenset[type[Event]]:
    events = {name.decode(): kind for name, kind in event_types().items()}
    return frozenset(events[name] for name in names if names <= events.keys())


@cache
def in_full_or_numbered(asked: frozenset[type[Event]]) -> object:
    """Return the type that reads events of some kinds in full, and of all others the number."""
    kinds = event_types().values()
    return Union[tuple(kind if kind in asked else _numbered(kind) for kind in kinds)]  # noqa: UP007 - made as it runs


@cache
def _numbered(kind: type[Event]) -> type[EventNumber]:
    tag = str(kind.__struct_config__.tag)
    made = msgspec.defstruct(
        kind.__name__, (), bases=(EventNumber,), namespace={"of": kind}, tag=tag, gc=False
    )
    return cast("type[EventNumber]", made)


def kinds_read(events: Sequence[Event | EventNumber]) -> frozenset[type[Event]]:
    """Return the kinds of events that were read, in full or not."""
    return _read_as(frozenset(map(type, events)))


def kind_read(event: Event | EventNumber) -> type[Event]:
    """Return of which kind an event is that was read, in full or not."""
    return event.of if isinstance(event, EventNumber) else type(event)


@cache
def _read_as(
    types: frozenset[type[Event | EventNumber]],
) -> frozenset[type[Event]]:
    return frozenset(each.of if issubclass(each, EventNumber) else each for each in types)


def row_of(kinds: Collection[type[Event]], row: bytes, heads: Sequence[EventHead]) -> bytes:
    """Return a row of nothing but the events of some kinds, whose heads are known.

    Raises DamagedHistoryError.
    """
    names = {str(kind.__struct_config__.tag) for kind in kinds}
    written = decoded(_to_raw, row).events
    asked = [raw for head, raw in zip(heads, written, strict=True) if head.kind in names]
    return b'{"events":[%b]}' % b",".join(asked)
