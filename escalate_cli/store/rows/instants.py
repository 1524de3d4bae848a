"""Instants as the rows of a store have them: texts that compare as the instants do."""

from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from escalate_cli.domain.time.instant_parsing import format_instant, parse_rfc3339
from escalate_cli.errors import EscalateError

SECONDS = 19
"""So long is an instant that is written to the second, without its zone."""


def second_of(at: datetime) -> bytes:
    """Write an instant as heads are compared."""
    return format_instant(at.astimezone(UTC))[:SECONDS].encode()


def whole_second(at: datetime) -> str:
    """Write an instant to the second, so that texts compare as instants do."""
    return f"{second_of(at).decode()}Z"


def is_by(at: bytes | None, second: bytes) -> bool:
    """Tell whether an instant of a head is in a second or before; there may be none."""
    return at is not None and at[:SECONDS] <= second


def instant_of(at: bytes | None) -> datetime | None:
    """Read an instant of a head."""
    return None if at is None else datetime.fromisoformat(f"{at.decode()}+00:00")


def instant_in(text: str) -> datetime | None:
    """Read an instant of the first line; where somebody spoilt it there is none."""
    with suppress(EscalateError):
        return parse_rfc3339(text)
    return None


def as_written(at: datetime | None) -> bytes | None:
    """Write an instant as heads have it."""
    return msgspec.json.encode(at.astimezone(UTC))[1:-2] if at else None
