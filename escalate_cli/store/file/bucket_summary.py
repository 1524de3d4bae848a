"""A bucket's summary in its first line: what tells that nothing wanted can be in it."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zlib import crc32

import msgspec
from msgspec.structs import replace

from escalate_cli.store.file.atomic_file import opened
from escalate_cli.store.file.file_format import LONGEST_FIRST_LINE, START, Image, length_said
from escalate_cli.store.rows.tables import Wanted

SUMMARY = "summary"
"""The value of a bucket's `meta` that has it."""

_MOST_SOURCES = 50


class Summary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a bucket holds at most; a summary of an earlier version tells no instants.

    Attributes:
        bytes: how long its lines were; a version that does not know it leaves another length.
        change: the highest number of a change.
        sources: the systems that its tickets came from, as JSON has them, unless they are many.
        numbers: the runs of numbers that its tickets have, the first and the last of each.
        first_at: when the first of its tickets was logged.
        last_at: when something last happened to one of them.
        sum: the CRC-32 of all this, as nobody reads the rows that would belie it.
    """

    bytes: int
    change: int
    sources: tuple[str, ...] | None
    numbers: tuple[tuple[int, int], ...] = ()
    first_at: datetime | None = None
    last_at: datetime | None = None
    sum: str = ""

    def with_sum(self) -> "Summary":
        """Return it with its checksum."""
        bare = replace(self, sum="")
        return replace(self, sum=f"{crc32(msgspec.json.encode(bare)):08x}")

    @property
    def ranges(self) -> Iterator[range]:
        """The numbers that its tickets have."""
        return (range(first, last + 1) for first, last in self.numbers)

    def lacks(self, wanted: Wanted) -> bool:
        """Tell whether none of its rows can have what is wanted."""
        if wanted.change is not None and self.change < wanted.change:
            return True
        if wanted.between is not None and self.first_at is not None and self.last_at is not None:
            since, until = wanted.between
            return self.first_at >= until or self.last_at < since
        sources = self.sources
        return wanted.source is not None and sources is not None and wanted.source not in sources

    def covers(self, other: "Summary") -> bool:
        """Tell whether this summary admits every row that another one admits."""
        if self.change < other.change or not _has_all(self.sources, other.sources):
            return False
        if self.first_at is None or self.last_at is None:
            return True
        if other.first_at is None or other.last_at is None or self.numbers != other.numbers:
            return False
        return self.first_at <= other.first_at and self.last_at >= other.last_at


class _Meta(msgspec.Struct):
    rows: dict[str, int] = {}
    bytes: dict[str, int] = {}
    summary: Summary | None = None


class _Event(msgspec.Struct):
    change: int = 0


class _Row(msgspec.Struct):
    logged_at: datetime
    updated_at: datetime
    source: str | None = None
    events: tuple[_Event, ...] = ()


_to_row = msgspec.json.Decoder(_Row)


def summed_up(image: Image, table: str) -> Summary | None:
    """Sum up the rows of a bucket that is about to be written; None where one is spoilt."""
    try:
        rows = [(number, _to_row.decode(row)) for number, row in image.rows(table)]
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    sources = sorted({_as_written(row.source) for _, row in rows if row.source is not None})
    return Summary(
        bytes=image.length(table),
        change=max((event.change for _, row in rows for event in row.events), default=0),
        sources=tuple(sources) if len(sources) <= _MOST_SOURCES else None,
        numbers=_runs(number for number, _ in rows),
        first_at=min((row.logged_at for _, row in rows), default=None),
        last_at=max((row.updated_at for _, row in rows), default=None),
    ).with_sum()


def _as_written(source: str) -> str:
    return msgspec.json.encode(source)[1:-1].decode()


def _runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return the first and the last of numbers that follow one another."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        first = runs.pop()[0] if runs and number == runs[-1][1] + 1 else number
        runs.append((first, number))
    return tuple(runs)


def _has_all(some: tuple[str, ...] | None, others: tuple[str, ...] | None) -> bool:
    """Tell whether named sources are all of others; where they are many, none is named."""
    return some is None or (others is not None and set(some) >= set(others))


def summary_in(path: Path, table: str) -> Summary | None:
    """Read the summary alone; nothing where it is missing, spoilt, or of other lines."""
    with suppress(OSError, ValueError, msgspec.MsgspecError), opened(path) as file:
        first = file.readline(LONGEST_FIRST_LINE)
        meta = msgspec.json.decode(first[len(START) : -len(b"},\n")], type=_Meta)
        size = os.fstat(file.fileno()).st_size
        if size == length_said(first, meta.rows, meta.bytes):
            return _believed(meta.summary, meta.bytes.get(table))
    return None


def is_untrue(image: Image, table: str) -> bool:
    """Tell whether a bucket was read whose summary would be believed, and says too little."""
    try:
        kept = msgspec.convert(image.meta.get(SUMMARY), Summary | None)
    except msgspec.ValidationError:
        return False
    kept = _believed(kept, image.length(table))
    found = summed_up(image, table) if kept else None
    return kept is not None and found is not None and not kept.covers(found)


def _believed(summary: Summary | None, length: int | None) -> Summary | None:
    """Return a summary if its checksum fits and it was made for lines of this length."""
    if summary is None or summary.bytes != length:
        return None
    is_of_before = not (summary.sum or summary.numbers or summary.first_at)
    return summary if is_of_before or summary == summary.with_sum() else None
