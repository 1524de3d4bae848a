"""A bucket's summary in its first line: what tells that nothing wanted can be in it."""

import re
from contextlib import suppress
from pathlib import Path

import msgspec

from escalate_cli.store.file.atomic_file import opened
from escalate_cli.store.file.file_format import LONGEST_FIRST_LINE, START, Image

SUMMARY = "summary"
"""The value of a bucket's `meta` that has it."""

_MOST_SOURCES = 50
_CHANGE = rb'"change":(\d+)[,}]'
_SOURCE = rb'"source":"((?:[^"\\]|\\.)*)"'


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a bucket holds, or more than that.

    Attributes:
        bytes: how long its lines were; a version that does not know it leaves another length.
        change: the highest number of a change.
        sources: the systems that its tickets came from, as JSON has them, unless they are many.
    """

    bytes: int
    change: int
    sources: tuple[str, ...] | None


class _Meta(msgspec.Struct):
    bytes: dict[str, int] = {}
    summary: Summary | None = None


def summed_up(image: Image, table: str) -> Summary:
    """Look through the rows of a bucket that is about to be written."""
    rows = [row for _, row in image.rows(table)]
    changes = (int(number) for row in rows for number in re.findall(_CHANGE, row))
    sources = sorted({source.decode() for row in rows for source in re.findall(_SOURCE, row)})
    return Summary(
        bytes=image.length(table),
        change=max(changes, default=0),
        sources=tuple(sources) if len(sources) <= _MOST_SOURCES else None,
    )


def summary_in(path: Path, table: str) -> Summary | None:
    """Read the summary alone; nothing where it is missing, or is of other lines."""
    with suppress(OSError, ValueError, msgspec.MsgspecError), opened(path) as file:
        first = file.readline(LONGEST_FIRST_LINE)
        meta = msgspec.json.decode(first[len(START) : -len(b"},\n")], type=_Meta)
        if meta.summary and meta.summary.bytes == meta.bytes.get(table):
            return meta.summary
    return None
