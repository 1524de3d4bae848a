"""Plain values, as JSON has them: instants in RFC 3339, durations in seconds."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

import msgspec
from msgspec import UNSET

from escalate_cli.domain.time.instant_parsing import format_instant

_AS_IT_IS: Final = {str, bool, int}


def kind_name(type_name: str) -> str:
    """Return the word for a kind of thing as JSON has it: `TwoWords` is `two_words`."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in type_name).strip("_")


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
        given = zip(value.__struct_encode_fields__, msgspec.structs.astuple(value), strict=True)
        return {name: plain(v) for name, v in given if v is not UNSET}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def seconds(length: timedelta) -> int | float:
    """Return a length in seconds, as an integer where it is whole."""
    total = length.total_seconds()
    return total if length.microseconds else int(total)
