"""Redaction: free text that must go from events, and what is left of it."""

from collections.abc import Iterator
from functools import cache
from typing import TypeVar, cast, get_args

import msgspec
from msgspec.structs import fields, replace

from escalate_cli.domain.ticket import events as e

TOMBSTONE = "<redacted>"

_Thing = TypeVar("_Thing")


def texts_of(event: e.Event) -> list[str]:
    """Return what people wrote in an event; nothing in one that has only facts."""
    return [text for text in _texts(event) if text != TOMBSTONE]


def redacted(event: e.Event) -> e.Event:
    """Return an event without its free text; its digest stays that of the whole."""
    return replace(_blank(event), redacted=True)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, msgspec.Struct):
        value = tuple(_written(value).values())
    if isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    else:
        yield str(value)


def _blank(value: _Thing) -> _Thing:
    """Return a thing of the same form, with a tombstone in the place of each text."""
    if isinstance(value, msgspec.Struct):
        return replace(value, **{name: _blank(held) for name, held in _written(value).items()})
    blank = tuple(map(_blank, value)) if isinstance(value, tuple) else TOMBSTONE
    return cast("_Thing", blank)


def _written(thing: msgspec.Struct) -> dict[str, object]:
    """Return the fields in which somebody wrote something."""
    held = {name: getattr(thing, name) for name in _names(type(thing))}
    return {name: value for name, value in held.items() if value}


@cache
def _names(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if _is_written(field.type))


def _is_written(type_: object) -> bool:
    """Tell whether people's words are somewhere in a type."""
    if type_ == e.Words:
        return True
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        return bool(_names(type_))
    return any(map(_is_written, get_args(type_)))
