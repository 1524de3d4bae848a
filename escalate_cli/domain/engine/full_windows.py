"""Windows of time that are full: so many things happened within so long."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from escalate_cli.domain.engine.intervals import Finding

MOMENT = timedelta(microseconds=1)
"""The end of a window belongs to it; findings end before theirs."""


def full_windows(
    counted: Iterable[tuple[datetime, datetime | None]], within: timedelta, reason: str
) -> Iterator[Finding]:
    """Yield each time in which a window is full.

    Args:
        counted: when each thing happened, and when the first of as many as fill a window up to it.
        within: how long the window is.
        reason: the sentence for people.
    """
    found: Finding | None = None
    for at, first in counted:
        if first is None or at - first > within:
            continue
        until = first + within + MOMENT
        if found is not None and found.until is not None and at <= found.until:
            found = replace(found, until=until)
            continue
        if found is not None:
            yield found
        found = Finding(since=at, until=until, reason=reason)
    if found is not None:
        yield found
