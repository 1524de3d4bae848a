"""Sources: where in a row a value stands, as a mapping file says it.

A path, or several of which the first that holds something counts (languages, releases), or parts
that are joined. A number, a flag and a reference to another record are texts too.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgspec

from escalate_cli.exchange.files.table import Getter, Shape

Read = Callable[[Any], str]
"""Returns a text of a row, empty where there is none."""

_REFERENCE = re.compile(r"""(['"])(\w+)\1: ?(['"])(.*?)\3(?=, ['"]|\}$)""")
_LONGEST_REFERENCE = 1000
_LONG = 20
"""No mark for an empty cell is as long."""
_SEVERAL = 2
"""An itemgetter of fewer returns no tuple."""


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """A column, or `a.b.0` in an object; line and column are those of the mapping file."""

    text: str
    line: int = 0
    column: int = 0

    def paths(self) -> "Iterator[Path]":
        """Yield the paths that it reads."""
        yield self

    def first(self) -> "Path | None":
        """Return the path that is its alone."""
        return self


class First(msgspec.Struct, frozen=True, kw_only=True):
    """The first source that holds something."""

    parts: "tuple[Source, ...]"

    def paths(self) -> Iterator[Path]:
        """Yield the paths that it reads."""
        for part in self.parts:
            yield from part.paths()

    def first(self) -> Path | None:
        """Return the path that is its alone: what follows it is a way out."""
        return self.parts[0].first()


class Join(msgspec.Struct, frozen=True, kw_only=True):
    """Parts in one text; with labels, each that holds something is a line `label: text`."""

    parts: "tuple[Source, ...]"
    labels: tuple[str, ...] = ()
    glue: str = " / "

    def paths(self) -> Iterator[Path]:
        """Yield the paths that it reads."""
        for part in self.parts:
            yield from part.paths()

    def first(self) -> Path | None:
        """Nothing is its alone."""
        return None


Source = Path | First | Join


class Texts:
    """Turns sources into readers of one file's rows.

    Attributes:
        unseen: the paths that the file does not have.
    """

    def __init__(self, shape: Shape, nothing: Collection[str], references: Sequence[str]) -> None:
        self._shape = shape
        self._nothing = frozenset(nothing)
        self._references = references
        self.unseen: list[Path] = []

    def getter(self, path: Path) -> Getter | None:
        """Return what looks up the value at a path, of any type."""
        found = self._shape.getter(path.text)
        if found is None:
            self.unseen.append(path)
        return found

    def reader(self, source: Source | None) -> Read | None:
        """Return the reader of a text; nothing where the file has none of its paths."""
        match source:
            case Path():
                getter = self.getter(source)
                return None if getter is None else self._of_path(getter)
            case First():
                found = [read for part in source.parts if (read := self.reader(part))]
                return _first_of(found) if len(found) > 1 else found[0] if found else None
            case Join():
                return self._joined(source)
        return None

    def raw(self, source: Source | None) -> Read | None:
        """Return a reader whose texts are still to be made clean; the fastest there is."""
        if isinstance(source, First):
            found = [read for part in source.parts if (read := self.raw(part))]
            return (
                _first_of([*map(self._cleaned, found)])
                if len(found) > 1
                else next(iter(found), None)
            )
        getter = self.getter(source) if isinstance(source, Path) else None
        if isinstance(getter, itemgetter):
            return getter
        return self.reader(source) if getter is None else self._of_path(getter)

    def cells(self, source: Source | None, read: Read | None) -> Sequence[Read]:
        """Return what a text of a row hangs on: the columns of its source, or how it is read."""
        paths = source.paths() if source else ()
        columns = [found for path in paths if (found := self._shape.getter(path.text))]
        if all(isinstance(column, itemgetter) for column in columns):
            return columns
        return () if read is None else (read,)

    def _cleaned(self, read: Read) -> Read:
        return (lambda values: self.clean(read(values))) if isinstance(read, itemgetter) else read

    def clean(self, text: str) -> str:
        """Return a text: of a reference the name, and nothing for a mark of an empty cell."""
        if text[:1] == "{":
            text = self.text_of(text)
        return "" if len(text) < _LONG and text.strip() in self._nothing else text

    def _of_path(self, getter: Getter) -> Read:
        clean, text_of = self.clean, self.text_of

        def read(values: Any) -> str:
            value = getter(values)
            return clean(value if type(value) is str else text_of(value))

        return read

    def _joined(self, source: Join) -> Read | None:
        labels = source.labels or ("",) * len(source.parts)
        pairs = [(label, self.raw(part)) for label, part in zip(labels, source.parts, strict=True)]
        found = [(f"{label}: " if label else "", read) for label, read in pairs if read]
        glue = "\n" if source.labels else source.glue
        if not found:
            return None
        known: dict[tuple[str, ...], str] = {}

        def read(values: Any) -> str:
            raw = tuple([part(values) for _, part in found])
            if raw not in known:
                texts = (" ".join(self.clean(text).split()) for text in raw)
                named = zip(found, texts, strict=True)
                known[raw] = glue.join(label + text for (label, _), text in named if text)
            return known[raw]

        return read

    def text_of(self, value: Any) -> str:
        """Return anything as text; of a reference to another record its name."""
        match value:
            case str():
                return self._named(_pairs(value)) or value if value[:1] == "{" else value
            case bool():
                return "true" if value else "false"
            case int() | float():
                return str(value)
            case dict():
                return self._named(value)
            case list():
                return ", ".join(text for item in value if (text := self.text_of(item)))
        return ""

    def _named(self, record: Mapping[str, Any]) -> str:
        names = (record.get(name) for name in self._references)
        return next((self.text_of(name) for name in names if isinstance(name, str | int)), "")


def together(readers: Sequence[Read]) -> Callable[[Any], Sequence[str]]:
    """Return what reads several texts of a row at once, columns of a table first."""
    columns = [read for read in readers if isinstance(read, itemgetter)]
    others = [read for read in readers if not isinstance(read, itemgetter)]
    if len(columns) < _SEVERAL:
        return lambda values: tuple([read(values) for read in readers])
    places = [place for column in columns for place in column.__reduce__()[1]]
    cells = itemgetter(*places)
    if not others:
        return cells
    return lambda values: (*cells(values), *[read(values) for read in others])


def _pairs(text: str) -> Mapping[str, str]:
    """Read a reference that a program printed into a cell."""
    if len(text) > _LONGEST_REFERENCE or text[-1:] != "}":
        return {}
    return {match[2]: match[4] for match in _REFERENCE.finditer(text)}


def _first_of(readers: Sequence[Read]) -> Read:
    def read(values: Any) -> str:
        return next((text for one in readers if (text := one(values)).strip()), "")

    return read
