"""A foreign file as rows: what each holds, where it begins, and how a path is looked up in it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, Protocol

import msgspec

from escalate_cli.errors import EscalateError

Getter = Callable[[Any], Any]
"""Returns what stands under one path of a row; nothing where it has none."""

_SAMPLE = 1000
"""So many rows tell which keys the rows of a file have."""


class ForeignFileError(EscalateError):
    """A file of another program cannot be read as a whole."""


def not_readable(error: UnicodeDecodeError, where: str = "") -> ForeignFileError:
    """Return the refusal of a file that is not in the encoding that its beginning promised."""
    return ForeignFileError(
        f"{where}the file is not {error.encoding.upper()}",
        "export it again as UTF-8, or convert it: iconv -f cp1252 -t utf-8",
    )


class RejectedRow(msgspec.Struct, frozen=True):
    """A row that is left out; lines count from 1, with the header."""

    line: int
    reason: str


class Row(msgspec.Struct, gc=False):
    """One row; `line` is where it begins."""

    line: int
    values: Any


class Shape(Protocol):
    """What the rows of a file have in common."""

    @property
    def names(self) -> Sequence[str]:
        """Return its columns, or the keys of its objects."""

    def getter(self, path: str) -> Getter | None:
        """Return how to look a path up; nothing where the file does not have it."""

    def joined(self, name: str, pairs: "Sequence[tuple[Row, list[Any]]]") -> "Shape":
        """Return the shape with one more name, that holds what a second file has on each row."""


class Table(msgspec.Struct, frozen=True):
    """All rows of a file, good and bad; blank lines are neither."""

    shape: Shape
    rows: Sequence[Row]
    rejected: Sequence[RejectedRow]


def form_of(name: str) -> str:
    """Return a name as it is compared: `Created At`, `created_at` and `CreatedAt` are one."""
    return "".join(letter for letter in name.lower() if letter.isalnum()) or name


class Columns:
    """The columns of a CSV file; one that is repeated is a list.

    Letters' case aside, and where there is none spelt so, spaces and marks too.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self._places = _places(names)
        self._places_by_form = _places(map(form_of, names))

    def getter(self, path: str) -> Getter | None:
        """Look a column up by its name; what a second file adds stands behind the columns."""
        places = self._places.get(path.lower()) or self._places_by_form.get(form_of(path), [])
        if len(places) > 1:
            return lambda values: [values[n] for n in places if values[n].strip()]
        if places:
            return itemgetter(places[0])
        return _inside(self, path)

    def joined(self, name: str, pairs: Sequence[tuple[Row, list[Any]]]) -> "Columns":
        """Return the columns with one more, that holds what a second file has on each row."""
        for row, found in pairs:
            row.values.append(found)
        return Columns([*self.names, name.lower()])


def _places(names: Iterable[str]) -> dict[str, list[int]]:
    """Return where each name stands: mappings ask for hundreds, and files may have as many."""
    found: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        found.setdefault(name, []).append(number)
    return found


class Keys:
    """The keys of JSON objects; `a.b.0` goes into objects and lists."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self.names = list(dict.fromkeys(key for row in rows for key in row.values))

    def getter(self, path: str) -> Getter | None:
        """Return what looks a path up; None where none of the first rows has it."""
        for steps in _spellings(path):
            if any(_has(row.values, steps) for row in self._rows[:_SAMPLE]):
                return partial(walk, steps=steps)
        return None

    def joined(self, name: str, pairs: Sequence[tuple[Row, list[Any]]]) -> "Keys":
        """Return the keys with one more, that holds what a second file has on each row."""
        for row, found in pairs:
            row.values = {**row.values, name: found}
        return Keys([row for row, _ in pairs])


def _inside(columns: Columns, path: str) -> Getter | None:
    """Look into a column that holds a list, by the number behind its name."""
    name, _, number = path.rpartition(".")
    outer = columns.getter(name) if name and number.isdecimal() else None
    if outer is None:
        return None
    return lambda values: walk(outer(values), [number])


def _spellings(path: str) -> Iterator[list[str]]:
    """Yield the steps of a path; some programs have keys with dots, at the end or everywhere."""
    steps = path.split(".")
    yield steps
    for begun in range(len(steps) - 1):
        yield [*steps[:begun], ".".join(steps[begun:])]


def walk(value: object, steps: Sequence[str]) -> object:
    """Go down into objects and lists; nothing where there is no such place."""
    for step in steps:
        match value:
            case dict():
                value = value.get(step)
            case list() if step.isdecimal() and len(step) < 6 and int(step) < len(value):  # noqa: PLR2004
                value = value[int(step)]
            case _:
                return None
    return value


def inside(item: object, path: str) -> object:
    """Return what stands under a path of an item; a row of a table has names with dots, too."""
    if isinstance(item, dict) and path in item:
        return item[path]
    return walk(item, path.split("."))


def _has(value: object, steps: Sequence[str]) -> bool:
    """Tell whether a path leads somewhere in one row, be it to nothing."""
    above = walk(value, steps[:-1])
    if isinstance(above, list):
        return walk(above, steps[-1:]) is not None
    return isinstance(above, dict) and steps[-1] in above
