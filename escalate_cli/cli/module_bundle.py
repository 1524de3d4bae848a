"""The bytecode of all modules that commands load, in one file: a start opens hundreds otherwise.

It lies beside Python's own bytecode, holds the same, and is believed as far: a module whose source
has another size or time than it had is loaded as usual, and kept anew at the command's end. It has
the program's modules, what is installed beside it, and the standard library.
"""

import marshal
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from types import CodeType
from typing import Final, NamedTuple, cast

_BEGIN: Final = b"escalate modules 1 " + MAGIC_NUMBER
_LENGTH: Final = 8
"""How many bytes say how long the index is, which follows; the code stands behind it."""

_UNREADABLE: Final = (OSError, EOFError, TypeError, ValueError)


class _Kept(NamedTuple):
    """A module as it was when its code was kept, and where that stands behind the index."""

    source: str
    size: int
    changed: int
    at: int
    length: int

    @property
    def is_current(self) -> bool:
        return _state(self.source) == (self.size, self.changed)


class _Loader(SourceFileLoader):
    """Loads a module as Python does, but for where its code is read."""

    def __init__(self, name: str, source: str, code: bytes) -> None:
        super().__init__(name, source)
        self._code = code

    def get_code(self, fullname: str) -> CodeType | None:
        try:
            return cast("CodeType", marshal.loads(self._code))  # noqa: S302 - as Python's own
        except _UNREADABLE:
            return super().get_code(fullname)


class ModuleBundle:
    """Finds modules in a bundle, and notes those that are not in it.

    Args:
        source: the `__init__.py` of the package beside whose bytecode it lies.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._missing: list[str] = []
        self._path = cache_from_source(source).removesuffix(".pyc") + ".bundle"
        self._index: dict[str, tuple[str, int, int, int, int]] = {}
        with suppress(*_UNREADABLE):
            self._file = os.open(self._path, os.O_RDONLY)
            self._index, self._behind = _index_of(self._file, source)

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: object = None
    ) -> ModuleSpec | None:
        """Find a module for Python's import; what is not kept is left to Python's own finders."""
        found = self._index.get(name)
        kept = found and _Kept(*found)
        if not kept or not kept.is_current:
            self._missing.append(name)
            return None
        loader = _Loader(name, kept.source, self._code(kept))
        spec = ModuleSpec(name, loader, origin=kept.source)
        spec.has_location = True
        folder, file = os.path.split(kept.source)
        if file == "__init__.py":
            spec.submodule_search_locations = [folder]
        return spec

    def keep(self) -> None:
        """Keep the modules that were missing too, where Python may keep bytecode."""
        if sys.dont_write_bytecode or not os.access(os.path.dirname(self._path), os.W_OK):
            return
        with suppress(*_UNREADABLE, ImportError, SyntaxError):
            added = list(_loaded(self._missing, _folders(self._source)))
            if added:
                self._write([*self._still_current(), *added])

    def _code(self, kept: _Kept) -> bytes:
        return os.pread(self._file, kept.length, self._behind + kept.at)

    def _still_current(self) -> Iterator[tuple[str, _Kept, bytes]]:
        for name, found in self._index.items():
            kept = _Kept(*found)
            if kept.is_current:
                yield name, kept, self._code(kept)

    def _write(self, modules: Iterable[tuple[str, _Kept, bytes]]) -> None:
        at, index, codes = 0, {}, []
        for name, kept, code in modules:
            index[name] = (kept.source, kept.size, kept.changed, at, len(code))
            codes.append(code)
            at += len(code)
        head = marshal.dumps((self._source, index))
        temporary = f"{self._path}.{os.getpid()}"
        try:
            with open(temporary, "xb") as file:
                file.writelines([_BEGIN, len(head).to_bytes(_LENGTH), head, *codes])
            os.replace(temporary, self._path)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(temporary)


def _state(source: str) -> tuple[int, int] | None:
    try:
        found = os.stat(source)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _index_of(file: int, source: str) -> tuple[dict[str, tuple[str, int, int, int, int]], int]:
    """Read what a bundle holds, and where its index ends; nothing if the package lay elsewhere."""
    begin = os.pread(file, len(_BEGIN) + _LENGTH, 0)
    if not begin.startswith(_BEGIN):
        return {}, 0
    length = int.from_bytes(begin[len(_BEGIN) :])
    made_of, index = marshal.loads(os.pread(file, length, len(begin)))  # noqa: S302 - the same
    return (index if made_of == source else {}), len(begin) + length


def _folders(source: str) -> tuple[str, ...]:
    """Return the folders whose modules are kept, whatever else somebody has on Python's path."""
    homes = (os.path.dirname(os.path.dirname(source)), os.path.dirname(os.__file__))
    return tuple(os.path.join(home, "") for home in homes)


def _loaded(names: Iterable[str], folders: tuple[str, ...]) -> Iterator[tuple[str, _Kept, bytes]]:
    """Yield the modules of some names that were loaded from files in some folders."""
    for name in names:
        spec = getattr(sys.modules.get(name), "__spec__", None)
        if spec is None or type(spec.loader) is not SourceFileLoader:
            continue
        source = spec.loader.path
        state, code = _state(source), spec.loader.get_code(name)
        if state and source.startswith(folders):
            yield name, _Kept(source, *state, 0, 0), marshal.dumps(code)
