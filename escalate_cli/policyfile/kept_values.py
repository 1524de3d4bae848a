"""A compiled policy as plain values, and back, without reading the types of its fields.

These say what the reference of the policy file says too. Nobody needs that to make a policy anew,
and to evaluate it takes longer than all else.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Final

import msgspec
from msgspec.structs import fields

from escalate_cli.domain.policy.sections.clock_name import ClockName

_TUPLE: Final = ""
_PLAIN: Final = {str, bytes, int, float, bool, type(None)}
_MAKERS: Final[Mapping[str, Callable[..., object]]] = {
    _TUPLE: lambda *items: items,
    "ClockName": ClockName,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "timedelta": timedelta,
}


def packed(value: object) -> bytes:
    """Write a policy and what is kept with it; raises TypeError for any other value."""
    return msgspec.msgpack.encode(_plain(value))


def unpacked(content: bytes) -> Any:
    """Read what was written; raises ValueError or TypeError where that was by another version."""
    kinds = {kind.__name__: kind for kind in _kinds(msgspec.Struct)}
    return _made(msgspec.msgpack.decode(content), kinds)


def _plain(value: object) -> object:
    """Return a value in which each list names its maker and parts: `["date", "2026-12-25"]`.

    A type of ours is made of its fields by name, without those that have their defaults.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_TUPLE, *map(_plain, value)]
    return [type(value).__name__, *_parts(value)]


def _parts(value: object) -> Iterator[object]:
    """Yield what its maker takes."""
    match value:
        case msgspec.Struct():
            usual = {each.name: each.default for each in fields(value)}
            given = {name: getattr(value, name) for name in usual}
            yield {name: _plain(part) for name, part in given.items() if part != usual[name]}
        case timedelta():
            yield from (value.days, value.seconds, value.microseconds)
        case date():
            yield value.isoformat()
        case Enum():
            yield value.value
        case _:
            raise TypeError(f"a policy has no {type(value).__name__}")


def _made(plain: Any, kinds: Mapping[str, type]) -> Any:
    if type(plain) is dict:
        return {key: _made(each, kinds) for key, each in plain.items()}
    if type(plain) is not list:
        return plain
    name, *parts = plain
    if name in kinds:
        return kinds[name](**_made(parts[0], kinds))
    return _MAKERS[name](*(_made(each, kinds) for each in parts))


def _kinds(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """Yield the types of ours that a policy is made of."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("escalate_cli.domain.policy."):
            yield each
        yield from _kinds(each)
