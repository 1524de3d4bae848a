"""The kinds of a row's events, so that those which nobody asks for need not be decoded."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.store.rows.decoders import LateDecoder, decoded, event_types

if TYPE_CHECKING:  # start-up time
    from escalate_cli.domain.ticket.events import Event


class EventHead(msgspec.Struct, gc=False):
    """What is read of an event to tell of which kind it is, and whether it is the last one."""

    kind: str
    seq: int


class _Events(msgspec.Struct):
    events: list[msgspec.Raw]


_to_raw = LateDecoder(_Events)


def kinds_of(heads: Sequence[EventHead]) -> "frozenset[type[Event]]":
    """Return the kinds of events; nothing where one of them is none of this version."""
    return _named(frozenset([head.kind for head in heads]))


@cache
def _named(names: frozenset[str]) -> "frozenset[type[Event]]":
    events = {name.decode(): kind for name, kind in event_types().items()}
    return frozenset(events[name] for name in names if names <= events.keys())


def row_of(kinds: "Collection[type[Event]]", row: bytes, heads: Sequence[EventHead]) -> bytes:
    """Return a row of nothing but the events of some kinds, whose heads are known.

    Raises DamagedHistoryError.
    """
    names = {str(kind.__struct_config__.tag) for kind in kinds}
    written = decoded(_to_raw, row).events
    asked = [raw for head, raw in zip(heads, written, strict=True) if head.kind in names]
    return b'{"events":[%b]}' % b",".join(asked)
