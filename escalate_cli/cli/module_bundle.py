"""The bytecode of all modules that commands load, in one file: a start opens hundreds otherwise.

It lies beside Python's own bytecode, holds the same, and is believed as far: a module whose source
has another size or time than it had is loaded as usual, and kept anew at the command's end. It has
the program's modules, what is installed beside it, and the standard library.

Of those that Typer imports few commands use some: their code runs when something of them is first
asked for, which saves a commit as much as the disk takes for it.
"""

import marshal
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from threading import RLock
from types import CodeType, ModuleType
from typing import Final, cast

_BEGIN: Final = b"escalate modules 1 " + MAGIC_NUMBER
_LENGTH: Final = 8
"""How many bytes say how long the index is, which follows; the code stands behind it."""

_PACKAGE: Final = f"{os.sep}__init__.py"

_UNREADABLE: Final = (OSError, EOFError, TypeError, ValueError)


_SELDOM_USED: Final = frozenset(
    {
        "bz2",
        "ipaddress",
        "linecache",
        "lzma",
        "msgspec.inspect",
        "ntpath",
        "subprocess",
        "textwrap",
        "tokenize",
    }
)
"""Modules that others import as a whole, for what no everyday command does."""

_ONE_AT_A_TIME: Final = RLock()

_Kept = tuple[str, int, int, int, int]
"""A module's source, its size and time when the code was kept, where that stands behind the index,
and how long it is."""


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


class _WaitingModule(ModuleType):
    """A module whose code has yet to run: it does when a name is missed."""

    def __getattr__(self, name: str) -> object:
        with _ONE_AT_A_TIME:
            if (spec := self.__spec__) and (loader := spec.loader_state):
                spec.loader_state = None  # while its own code runs, it is as any other
                loader.exec_module(self)
                self.__class__ = ModuleType  # type: ignore[assignment]
        return ModuleType.__getattribute__(self, name)


class _LateLoader(_Loader):
    """Makes a module at once, and loads it late.

    With the standard library's `LazyLoader` none would wait: a second `import` loads it already.
    """

    def exec_module(self, module: ModuleType) -> None:
        spec = cast("ModuleSpec", module.__spec__)
        spec.loader = spec.loader_state = _Loader(self.name, self.path, self._code)
        module.__class__ = _WaitingModule


class ModuleBundle:
    """Finds modules in a bundle, and notes which are missing there.

    Args:
        source: the `__init__.py` of the package beside whose bytecode it lies.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._missing: list[str] = []
        self._path = cache_from_source(source).removesuffix(".pyc") + ".bundle"
        self._index: dict[str, _Kept] = {}
        with suppress(*_UNREADABLE):
            self._file = os.open(self._path, os.O_RDONLY)
            self._index, self._behind = _index_of(self._file, source)

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: object = None
    ) -> ModuleSpec | None:
        """Find a module for Python's import; what is not kept is left to Python's own finders."""
        kept = self._index.get(name)
        if kept is None or not _is_current(kept):
            self._missing.append(name)
            return None
        source = kept[0]
        kind = _LateLoader if name in _SELDOM_USED else _Loader
        spec = ModuleSpec(name, kind(name, source, self._code(kept)), origin=source)
        spec.has_location, spec.cached = True, self._path
        if source.endswith(_PACKAGE):
            spec.submodule_search_locations = [source.removesuffix(_PACKAGE)]
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
        """Read the code of a module; nothing where the disk fails: its source says the same."""
        *_, at, length = kept
        try:
            return os.pread(self._file, length, self._behind + at)
        except OSError:
            return b""

    def _still_current(self) -> Iterator[tuple[str, _Kept, bytes]]:
        for name, kept in self._index.items():
            if _is_current(kept) and (code := self._code(kept)):
                yield name, kept, code

    def _write(self, modules: Iterable[tuple[str, _Kept, bytes]]) -> None:
        at, index, codes = 0, {}, []
        for name, kept, code in modules:
            index[name] = (*kept[:3], at, len(code))
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


def _is_current(kept: _Kept) -> bool:
    return _state(kept[0]) == kept[1:3]


def _state(source: str) -> tuple[int, int] | None:
    try:
        found = os.stat(source)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _index_of(file: int, source: str) -> tuple[dict[str, _Kept], int]:
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
            yield name, (source, *state, 0, 0), marshal.dumps(code)
