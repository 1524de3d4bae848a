"""Values as JSON has them, and documents as named ways to get at them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from operator import attrgetter
from typing import Final, TypeVar

import msgspec
from msgspec import UNSET

from escalate_cli.domain.time.instant_parsing import format_instant

SCHEMA: Final = 1
"""The version of every document."""
_AS_IT_IS: Final = {str, bool, int}

T = TypeVar("T")
Fields = Mapping[str, Callable[[T], object]]
"""Each name of a document, in order, with what it says of a thing."""


def plain(value: object) -> object:
    """Return a value as JSON has it: instants in RFC 3339, durations in seconds."""
    if value is None or type(value) in _AS_IT_IS:  # most values are; no need to ask further
        return value
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, timedelta):
        return seconds(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, msgspec.Struct):
        return {n: plain(v) for n, v in msgspec.structs.asdict(value).items() if v is not UNSET}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def seconds(length: timedelta) -> int | float:
    """Return a length in seconds, as an integer where it is whole."""
    total = length.total_seconds()
    return total if length.microseconds else int(total)


def stored(*paths: str) -> dict[str, Callable[[object], object]]:
    """Return the fields that are attributes, each named after the last part of its path.

    Another name stands before the path: `from=origin`.
    """
    return {_name_of(path): _plain_of(path) for path in paths}


def _name_of(path: str) -> str:
    name, is_named, _ = path.partition("=")
    return name if is_named else path.rpartition(".")[2]


def _plain_of(path: str) -> Callable[[object], object]:
    get = attrgetter(path.rpartition("=")[2])
    return lambda thing: plain(get(thing))


def document(fields: Fields[T], thing: T) -> dict[str, object]:
    """Return a thing as a document of these fields."""
    return {name: get(thing) for name, get in fields.items()}


def documents(fields: Fields[T], things: Iterable[T]) -> list[dict[str, object]]:
    """Return each of some things as a document of these fields."""
    return [document(fields, thing) for thing in things]
