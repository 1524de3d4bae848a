"""Time zones and clock changes (DST): which instant a local time stands for."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Annotated

import msgspec

from escalate_cli.errors import CalendarError

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant with its offset, as rows have it; one without could not be compared with others."""

ZERO = timedelta(0)
SECOND = timedelta(seconds=1)

_OF_A_MACHINE = frozenset({"localtime", "posixrules", "Factory"})


def zone_named(name: str) -> tzinfo:
    """Load an IANA zone; an unknown name is a CalendarError."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - start-up time

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise CalendarError(
            f"unknown time zone {name[:60]!r}", help="use an IANA name such as Europe/Berlin"
        ) from None


def is_portable(name: str) -> bool:
    """Tell whether a zone is the same on every machine, and counts no leap seconds."""
    return name not in _OF_A_MACHINE and not name.startswith(("right/", "posix/"))


def as_utc(at: datetime) -> datetime:
    """Return the same instant in UTC; a naive time is a ValueError."""
    if at.tzinfo is UTC:  # most are, and lists write thousands
        return at
    if at.utcoffset() is None:
        raise ValueError(f"{at} has no time zone, so it is no instant")
    return at.astimezone(UTC)


def instant_of(local: datetime, zone: tzinfo) -> datetime:
    """Return the first instant at which the zone's wall clock has reached a naive time.

    A time that a clock change skips is the instant of the change; one that it repeats is the first
    occurrence. So a later wall time never comes before an earlier one.
    """
    before, after = utcoffsets(zone, local)
    if after <= before:
        return local.replace(tzinfo=UTC) - before
    whole = local.replace(tzinfo=UTC, microsecond=0)
    return _change(zone, whole - after, whole - before)


def utcoffsets(zone: tzinfo, local: datetime) -> tuple[timedelta, timedelta]:
    """Return how far a naive wall time is ahead of UTC by the rules before and after a change.

    They differ only for a time that a clock change skips or repeats.
    """
    return zone.utcoffset(local) or ZERO, zone.utcoffset(local.replace(fold=1)) or ZERO


def _change(zone: tzinfo, early: datetime, late: datetime) -> datetime:
    """Find the second of a clock change after `early` and not after `late`."""
    offset = early.astimezone(zone).utcoffset()
    while late - early > SECOND:
        middle = early + (late - early) // SECOND // 2 * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late
