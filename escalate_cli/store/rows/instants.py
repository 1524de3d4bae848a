"""Instants as the rows of a store have them: texts that compare as the instants do."""

from contextlib import suppress
from datetime import UTC, datetime

from escalate_cli.domain.time.instant_parsing import format_instant, parse_rfc3339
from escalate_cli.errors import EscalateError

SECONDS = 19
"""So long is an instant that is written to the second, without its zone."""


def second_of(at: datetime) -> bytes:
    """Write the second of an instant as rows have it, so that texts compare as instants do."""
    return format_instant(at.astimezone(UTC))[:SECONDS].encode()


def whole_second(at: datetime) -> str:
    """Write an instant to the second, so that texts compare as instants do."""
    return f"{second_of(at).decode()}Z"


def instant_in(text: str) -> datetime | None:
    """Read an instant of the first line; where somebody spoilt it there is none."""
    with suppress(EscalateError):
        return parse_rfc3339(text)
    return None
