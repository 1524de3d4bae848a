"""Values as JSON has them, and documents as named ways to get at them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from operator import attrgetter
from typing import Final, TypeVar

import msgspec
from msgspec import UNSET

from escalate_cli.domain.time.instant_parsing import format_instant

SCHEMA: Final = 1
"""The version of every document."""

T = TypeVar("T")
Fields = Mapping[str, Callable[[T], object]]
"""Each name of a document, in order, with what it says of a thing."""


def plain(value: object) -> object:
    """Return a value as JSON has it: instants in RFC 3339, durations in seconds."""
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
    """Return the fields that are attributes, each named after the last part of its path."""
    return {path.rpartition(".")[2]: _plain_of(attrgetter(path)) for path in paths}


def _plain_of(get: Callable[[object], object]) -> Callable[[object], object]:
    return lambda thing: plain(get(thing))


def document(fields: Fields[T], thing: T) -> dict[str, object]:
    """Return a thing as a document of these fields."""
    return {name: get(thing) for name, get in fields.items()}
