"""Changes between two values of one type: fields by their keys, what has a name by its name."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import Enum

import msgspec

from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.policy_key import key_of
from escalate_cli.domain.ticket.clock.threshold import Threshold
from escalate_cli.domain.time.duration import format_duration

NO_KEYS = frozenset({"id", "easters", "source", "rank", "ladder", "recurring", "settings", "note"})
"""Fields that say again what others say, or where something stands."""

_NAMES = ("id", "name")
_WHOLE = (When, Threshold)
"""What is said in one word, however many fields it has."""


class Change(msgspec.Struct, frozen=True):
    """One thing that means something else now.

    Attributes:
        part: the part of the policy, such as `targets`.
        name: what of it: a trigger, a person, the tickets of a target.
        what: which key; nothing where all of it came or went.
        old: what it was, in words; nothing where there was none.
        new: what it is.
    """

    part: str
    name: str
    what: str
    old: str | None
    new: str | None


def worded(value: object) -> str | None:
    """Write a value as a policy does; what is empty is nothing."""
    match value:
        case When() | bool() | timedelta() | Enum() | Threshold():
            return _word(value)
        case tuple():
            return f"[{', '.join(worded(each) or '-' for each in value)}]" if value else None
        case Mapping():
            return _table({str(name): worded(each) for name, each in value.items()})
        case msgspec.Struct():
            return _table({key: worded(inner) for key, inner in given(value).items()})
    return None if value in {None, ""} else str(value)


def given(value: msgspec.Struct) -> dict[str, object]:
    """Return the fields of a value by their keys, without those that are as by default."""
    defaults = {f.name: f.default for f in msgspec.structs.fields(value)}
    return {key: inner for key, inner, name in _fields(value) if inner != defaults[name]}


def changes(part: str, name: str, old: object, new: object, what: str = "") -> Iterator[Change]:
    """Yield what differs between two values, as deep as both have the same shape."""
    if worded(old) == worded(new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            inner = (old.get(key), new.get(key))
            yield from _inner(part, name, what, str(key), *inner)
    elif isinstance(old, msgspec.Struct) and type(old) is type(new) and not isinstance(old, _WHOLE):
        for key, before, field in _fields(old):
            yield from _inner(part, name, what, key, before, getattr(new, field))
    elif (named := _named(old, new)) is not None:
        yield from changes(part, name, *named, what)
    else:
        yield Change(part, name, what, worded(old), worded(new))


def _inner(part: str, name: str, what: str, key: str, old: object, new: object) -> Iterator[Change]:
    if not name:
        yield from changes(part, key, old, new)
    else:
        yield from changes(part, name, old, new, f"{what}.{key}" if what else key)


def _named(old: object, new: object) -> tuple[dict[str, object], dict[str, object]] | None:
    """Return two lists of what has names as tables by those, if they are such lists."""
    if not (isinstance(old, tuple) and isinstance(new, tuple)):
        return None
    both = (*old, *new)
    field = next((name for name in _NAMES if all(hasattr(each, name) for each in both)), None)
    if field is None:
        return None
    before, after = ({getattr(each, field): each for each in found} for found in (old, new))
    return before, after


def _fields(value: msgspec.Struct) -> Iterator[tuple[str, object, str]]:
    for field in msgspec.structs.fields(value):
        if field.name not in NO_KEYS:
            yield key_of(field), getattr(value, field.name), field.name


def _word(value: object) -> str:
    match value:
        case When():
            return value.wording or "every ticket"
        case bool():
            return str(value).lower()
        case timedelta():
            return format_duration(value)
    return str(value.value if isinstance(value, Enum) else value)


def _table(entries: dict[str, str | None]) -> str:
    said = ", ".join(f"{key}: {value}" for key, value in entries.items() if value)
    return f"{{{said}}}"
