"""An event as the public JSON has it; see docs/json.md."""

from datetime import timedelta
from functools import lru_cache
from typing import Final

import msgspec

from escalate_cli.domain.ticket.events import Event, kind_of
from escalate_cli.render.parts.json_values import plain

_OF_EVERY_EVENT: Final = ("seq", "at", "by", "kind", "change", "digest", "login", "clock_at")


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


@lru_cache(maxsize=64)
def _own_fields(event: type[Event]) -> tuple[tuple[str, str], ...]:
    """Return name and public name of what a kind of event adds; a duration tells its unit."""
    return tuple(
        (field.name, field.encode_name + ("_seconds" if field.type is timedelta else ""))
        for field in msgspec.structs.fields(event)
        if field.name not in {*_OF_EVERY_EVENT, "redacted"}
    )
