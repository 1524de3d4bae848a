"""The system calls that a command makes in one folder: recorded, or made to fail.

They are wrapped in the process that runs the command, before it begins. Seen is what Python code
asks for; what C code does by itself with a file that is open already is not.
"""

import builtins
import errno
import fcntl
import io
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

KILL, HALF, SHORT, STOP = "KILL", "HALF", "SHORT", "STOP"
"""Die before the call, die with half of a write done, write only a half, stop before the call."""

FILES, FOLDERS = "files", "folders"
"""Of which of them a mutant leaves the syncing out."""

_OF_PATHS = ("stat", "lstat", "mkdir", "rmdir", "unlink", "listdir", "scandir", "chmod", "utime")
_OF_PAIRS = ("link", "replace", "rename")
_OF_NUMBERS = ("read", "pread", "fsync", "ftruncate", "fchmod", "fchown", "fstat", "lseek")
_REAL = {name: getattr(os, name) for name in ("kill", "close", "write", "pwrite", "open")}


class Fault(msgspec.Struct, frozen=True):
    """What happens at which call, counted from 0: a word of above, or an error by its name."""

    at: int
    how: str


class Call(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One call, or that the program said something.

    Attributes:
        path: what it is about; for a number, the path that this was opened by.
        to: the second path of a pair.
        number: the number of the open file.
        flags: those of `open`.
        size: the new size of a file that is cut.
        offset: where data is written; nothing where the last write ended.
    """

    name: str
    path: str = ""
    to: str = ""
    number: int = -1
    flags: int = 0
    size: int = 0
    data: bytes = b""
    offset: int | None = None


class Calls:
    """Stands between the program and a folder.

    Args:
        watch: calls that touch nothing in this folder pass unseen.
        fault: what happens at one of them.
        lax: whose `fsync` does nothing, though it says it did.
    """

    def __init__(self, watch: str, fault: Fault | None, lax: str | None) -> None:
        self.made: list[Call] = []
        self._watch = os.path.realpath(watch)
        self._fault = fault
        self._lax = lax
        self._opened: dict[int, Call] = {}
        self._lock = threading.RLock()

    def install(self) -> None:
        """Wrap what the program calls; this process has no way back."""
        for name in _OF_PATHS:
            setattr(os, name, self._of_path(name, getattr(os, name)))
        for name in _OF_PAIRS:
            setattr(os, name, self._of_pair(name, getattr(os, name)))
        for name in _OF_NUMBERS:
            setattr(os, name, self._of_number(name, getattr(os, name)))
        for name in ("open", "close", "write", "pwrite"):
            setattr(os, name, getattr(self, f"_{name}"))
        fcntl.flock = self._of_number("flock", fcntl.flock)
        io.open = builtins.open = self._of_streams(io.open)

    def touch(self, call: Call) -> str:
        """Note a call that is about to be made; what is to become of it, if it may go on."""
        with self._lock:
            self.made.append(call)
            at = len(self.made) - 1
        how = self._fault.how if self._fault and self._fault.at == at else ""
        if how in {KILL, STOP}:
            _REAL["kill"](os.getpid(), signal.SIGKILL if how == KILL else signal.SIGSTOP)
        elif how not in {"", HALF, SHORT}:
            code = getattr(errno, how)
            raise OSError(code, os.strerror(code), call.path)
        return how

    def written(self, number: int, data: bytes, write: Callable[[bytes], int], **how: Any) -> int:
        """Write, or a half of it; and die after that half."""
        call = Call(name="write", path=self._path(number), number=number, data=data, **how)
        fate = self.touch(call)
        done = write(data[: len(data) // 2] if fate else data)
        if fate == HALF:
            _REAL["kill"](os.getpid(), signal.SIGKILL)
        return done

    def closed(self, number: int, close: Callable[[], None]) -> None:
        """Close; where that fails, the number is free all the same."""
        call = Call(name="close", path=self._path(number), number=number)
        del self._opened[number]
        try:
            self.touch(call)
        finally:
            close()

    def _path(self, number: int) -> str:
        return self._opened[number].path

    def _inside(self, path: Any) -> str | None:
        """Return the path of what is in the folder; a link at its end is not followed."""
        if isinstance(path, int):
            return self._path(path) if path in self._opened else None
        whole = _whole(path)
        return whole if f"{whole}/".startswith(f"{self._watch}/") else None

    def _of_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".", *rest: Any, **how: Any) -> Any:
            inside = self._inside(path)
            if inside is not None:
                self.touch(Call(name=name, path=inside))
            return real(path, *rest, **how)

        return call

    def _of_pair(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, to: Any, **how: Any) -> Any:
            inside = self._inside(path) or self._inside(to)
            if inside is not None:
                self.touch(Call(name=name, path=inside, to=_whole(to)))
            return real(path, to, **how)

        return call

    def _of_number(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(number: int, *rest: Any) -> Any:
            if number in self._opened:
                size = rest[0] if name == "ftruncate" else 0
                made = Call(name=name, path=self._path(number), number=number, size=size)
                self.touch(made)
                if name == "fsync" and self._is_left_out(number):
                    self.made.remove(made)
                    return None
            return real(number, *rest)

        return call

    def _is_left_out(self, number: int) -> bool:
        is_folder = self._opened[number].flags & os.O_DIRECTORY
        return self._lax == (FOLDERS if is_folder else FILES)

    def _open(self, path: Any, flags: int, *rest: Any, **how: Any) -> int:
        inside = self._inside(path)
        call = Call(name="open", path=inside or "", flags=flags)
        if inside is None:
            return int(_REAL["open"](path, flags, *rest, **how))
        with self._lock:  # else another thread's close, which frees this number, is noted after it
            self.touch(call)
            number = int(_REAL["open"](path, flags, *rest, **how))
            opened = msgspec.structs.replace(call, number=number)
            self._opened[number] = self.made[-1] = opened  # a like one before may have failed
        return number

    def _close(self, number: int) -> None:
        if number in self._opened:
            self.closed(number, lambda: _REAL["close"](number))
        else:
            _REAL["close"](number)

    def _write(self, number: int, data: bytes) -> int:
        if number not in self._opened:
            return int(_REAL["write"](number, data))
        return self.written(number, data, lambda part: int(_REAL["write"](number, part)))

    def _pwrite(self, number: int, data: bytes, offset: int) -> int:
        if number not in self._opened:
            return int(_REAL["pwrite"](number, data, offset))
        return self.written(
            number, data, lambda part: int(_REAL["pwrite"](number, part, offset)), offset=offset
        )

    def _of_streams(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, mode: str = "r", buffering: int = -1, *text: Any, **how: Any) -> Any:
            if self._inside(file) is None:
                return real(file, mode, buffering, *text, **how)
            raw = _Stream(
                file,
                mode.replace("b", "").replace("t", ""),
                how.pop("closefd", True),
                how.pop("opener", None) or (lambda path, flags: os.open(path, flags, 0o666)),
            )
            raw.calls = self
            if not buffering:
                return raw
            stream = io.BufferedReader(raw) if mode[0] == "r" else io.BufferedWriter(raw)
            return stream if "b" in mode else io.TextIOWrapper(stream, *text, **how)

        return call


def _whole(path: Any) -> str:
    """Return the whole path, links in it not followed."""
    return os.path.normpath(Path.cwd() / os.fsdecode(path))


class _Stream(io.FileIO):
    """A file that Python opened; what its buffers read and write is seen."""

    calls: Calls

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        self._read()
        return super().readinto(buffer)

    def readall(self) -> bytes:
        self._read()
        return super().readall()

    def write(self, data: "ReadableBuffer", /) -> int:
        return self.calls.written(self.fileno(), bytes(data), super().write)

    def close(self) -> None:
        if self.closed or not self.closefd:
            super().close()
        else:
            self.calls.closed(self.fileno(), super().close)

    def _read(self) -> None:
        number = self.fileno()
        self.calls.touch(Call(name="read", path=self.calls._path(number), number=number))
