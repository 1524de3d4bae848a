"""Unknown fields of a row: another version wrote them, and they stay."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:  # start-up time
    from escalate_cli.domain.ticket.events import AnyEvent, Event

_to_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_to_list = msgspec.json.Decoder(list[msgspec.Raw])
_to_json = msgspec.json.Encoder()


def fields_of(row: bytes) -> dict[str, msgspec.Raw]:
    """Return the fields of a row as they lie there."""
    return _to_fields.decode(row)


def carried(old: Mapping[str, msgspec.Raw], new: bytes, known: AbstractSet[str]) -> bytes:
    """Return a row with the fields of its old version whose names are not known, as they were."""
    unknown = {name: raw for name, raw in old.items() if name not in known}
    return b"".join((new[:-1], b",", _to_json.encode(unknown)[1:])) if unknown else new


def events_carried(
    old: Mapping[str, msgspec.Raw], events: "Sequence[Event]", encoded: bytes
) -> bytes:
    """Return encoded events; unchanged ones keep the bytes of their old row."""
    before = bytes(old.get("events", b"[]"))
    if encoded.startswith(before[:-1]):
        return encoded
    raws = _to_list.decode(before)
    kept = [bytes(raw) for raw in raws[: len(events)]]
    for at, event in enumerate(events):
        if at >= len(kept) or _to_event().decode(kept[at]) != event:
            kept[at : at + 1] = [_to_json.encode(event)]
    return b"[" + b",".join(kept) + b"]"


@cache
def _to_event() -> "msgspec.json.Decoder[AnyEvent]":
    """Make what reads an event, as it takes a while, and few need it."""
    from escalate_cli.domain.ticket.events import AnyEvent  # noqa: PLC0415 - start-up time

    return msgspec.json.Decoder(AnyEvent)
