"""Ticket numbers that were given, as far as any file still tells: none is given twice."""

import re
from collections.abc import Iterator
from pathlib import Path

from escalate_cli.errors import EscalateError
from escalate_cli.paths import TICKETS_FILE
from escalate_cli.store.care import rotation
from escalate_cli.store.file.archive import BUCKET, TABLE, Buckets
from escalate_cli.store.file.atomic_file import read_file
from escalate_cli.store.file.file_format import LONGEST_FIRST_LINE
from escalate_cli.store.rows.tables import NEXT

UNKNOWN = 1000
"""So many numbers are left out where nothing tells what the last commits gave."""

_NEXT = re.compile(rb'"%b":\s*([0-9]{1,15})\s*[,}]' % NEXT.encode())
_ID = re.compile(rb'"id":\s*"T-([0-9]{1,15})"')


def highest_given(folder: Path) -> int:
    """Return the highest number that a store may have given; 0 where there was no store.

    `tickets.json` says it in its first line. Where that cannot be read, the other files tell what
    had been given before, and a margin stands for what came after.
    """
    raw = _bytes_of(folder / TICKETS_FILE)
    said = _said(raw)
    others = max(_others(folder, raw), default=None)
    if said is not None:
        return max(said, others or 0)
    return 0 if others is None else others + UNKNOWN


def highest_archived(archive: Buckets) -> int:
    """Return the highest number in the archive; of a damaged last bucket the highest possible."""
    last = max(archive.numbers(), default=0)
    if not last:
        return 0
    try:
        image = archive.file(last).read()
    except EscalateError:
        return last * BUCKET
    return image.highest(TABLE) if image else 0


def _others(folder: Path, raw: bytes) -> Iterator[int]:
    """Yield what else speaks of numbers that were given."""
    yield from map(int, _ID.findall(raw))
    archive = Buckets(folder)
    if archive.numbers():
        yield highest_archived(archive)
    for version in (folder / f"{TICKETS_FILE}.bak", *rotation.newest_first(folder)):
        said = _said(_bytes_of(version))
        if said is not None:
            yield said


def _said(raw: bytes) -> int | None:
    match = _NEXT.search(raw[:LONGEST_FIRST_LINE])
    return int(match[1]) - 1 if match else None


def _bytes_of(path: Path) -> bytes:
    try:
        return read_file(path) or b""
    except EscalateError:
        return b""
