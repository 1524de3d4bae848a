"""Plain values, as JSON has them: instants in RFC 3339, durations in seconds."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from types import NoneType
from typing import Final

import msgspec
from msgspec import UNSET

from escalate_cli.domain.time.instant_parsing import format_instant

_AS_IT_IS: Final = {str, bool, int, NoneType}
_ALIKE: Final = (datetime, Enum, NoneType)
"""Of these types what is equal is written alike."""


def kind_name(type_name: str) -> str:
    """Return the word for a kind of thing as JSON has it: `TwoWords` is `two_words`."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in type_name).strip("_")


def plain(value: object) -> object:
    """Return a value as JSON has it: instants in RFC 3339, durations in seconds."""
    if type(value) in _AS_IT_IS:  # most values are; no need to ask further
        return value
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, timedelta):
        return seconds(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, msgspec.Struct):
        given = zip(value.__struct_encode_fields__, msgspec.structs.astuple(value), strict=True)
        return {name: plain(v) for name, v in given if v is not UNSET}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def plain_values(values: Sequence[object]) -> Sequence[object]:
    """Return values as JSON has them: of many of one kind most often what is known already."""
    kinds = set(map(type, values))
    if kinds <= _AS_IT_IS:
        return values
    if all(issubclass(kind, _ALIKE) for kind in kinds):
        known = {value: plain(value) for value in set(values)}
        return [known[value] for value in values]
    return list(map(plain, values))


def seconds(length: timedelta) -> int | float:
    """Return a length in seconds, as an integer where it is whole."""
    total = length.total_seconds()
    return total if length.microseconds else int(total)
