"""Calendar files (iCalendar, RFC 5545), which calendar programs subscribe to."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from escalate_cli.sanitize import one_line

LONGEST_LINE = 75
"""Bytes of a line without its end; what is longer goes on in the next one."""


def calendar(of: str, events: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a calendar, each with the first half of its end.

    Args:
        of: what it is a calendar of, in a word.
        events: the lines of each, however long.
    """
    for line in _lines(of, events):
        for part in _folded(line):
            yield f"{part}\r"


def instant(at: datetime) -> str:
    """Write an instant."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def text(words: str) -> str:
    """Write a text, and escape what has a meaning of its own in it."""
    plain = one_line(words).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,")


def _lines(of: str, events: Iterable[Iterable[str]]) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//escalate//{of}//EN"
    for event in events:
        yield "BEGIN:VEVENT"
        yield from event
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _folded(line: str) -> Iterator[str]:
    """Cut a line into parts of at most 75 bytes, none within a character."""
    part = ""
    for character in line:
        if len(f"{part}{character}".encode()) > LONGEST_LINE:
            yield part
            part = " "
        part += character
    yield part
