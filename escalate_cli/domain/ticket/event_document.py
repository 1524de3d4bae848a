"""The public JSON of an event, the same in a history and on a channel; see docs/json.md."""

from datetime import timedelta
from functools import lru_cache
from typing import Final

import msgspec

from escalate_cli.domain.ticket.events import Event, kind_of
from escalate_cli.domain.time.plain_values import plain

_OF_EVERY_EVENT: Final = (
    "seq",
    "at",
    "by",
    "kind",
    "change",
    "digest",
    "login",
    "party",
    "clock_at",
    "window",
)
_DURATIONS: Final = (timedelta, timedelta | None)
_BY_STORE: Final = frozenset({"seq", "change", "digest"})


def event_document(event: Event) -> dict[str, object]:
    """Return one event: what every event has, then what its kind has."""
    found: dict[str, object] = {}
    for name in _OF_EVERY_EVENT:
        found[name] = kind_of(event) if name == "kind" else plain(getattr(event, name))
    for name, public in _own_fields(type(event)):
        value = getattr(event, name)
        if value is not msgspec.UNSET:
            found[public] = plain(value)
    return found


def announced_document(event: Event) -> dict[str, object]:
    """Return an event as it is told before the store has given it number and digest."""
    return {name: v for name, v in event_document(event).items() if name not in _BY_STORE}


@lru_cache(maxsize=64)
def _own_fields(event: type[Event]) -> tuple[tuple[str, str], ...]:
    """Return name and public name of what a kind of event adds; a duration tells its unit."""
    return tuple(
        (field.name, field.encode_name + ("_seconds" if field.type in _DURATIONS else ""))
        for field in msgspec.structs.fields(event)
        if field.name not in {*_OF_EVERY_EVENT, "redacted"}
    )
