"""Worker processes: copies of this one that do parts of its work, with all that it has read.

They end with it: at an interrupt, at an error, and when it is killed, as nobody reads then what
they write. One that dies ends the work, and never leaves anybody waiting.
"""

import os
import pickle
import selectors
from collections.abc import Callable, Iterator
from contextlib import suppress
from signal import (
    SIG_BLOCK,
    SIG_DFL,
    SIG_IGN,
    SIG_SETMASK,
    SIGHUP,
    SIGINT,
    SIGKILL,
    SIGPIPE,
    SIGTERM,
    Signals,
    getsignal,
    pthread_sigmask,
    signal,
)
from typing import Final, Generic, Self, TypeVar

from escalate_cli.errors import EscalateError

_ENDING: Final = (SIGINT, SIGTERM, SIGHUP)
_SIZE: Final = 8
_NAME: Final = 4
"""Bytes of a length and of the number of a part; a pipe hands over so few at once or not at all."""

_NO_MEMORY: Final = 3
"""The exit code of a process that had too little memory."""

_MUCH: Final = 1 << 20


class WorkerLostError(EscalateError):
    """A process that did a part of the work is gone, and its part with it."""

    def __init__(self, how: str) -> None:
        super().__init__(
            f"a process that took a part of the work {how}",
            "try again; --jobs 1 does it in one process, with the least memory",
        )


T = TypeVar("T")


class WorkerProcesses(Generic[T]):
    """Some processes that take parts by their numbers, one after the other, until all are done.

    Args:
        work: does a part; what it raises makes the part be left to this process.
        parts: how many there are.
        count: how many processes.
    """

    def __init__(self, work: Callable[[int], T], parts: int, count: int) -> None:
        self._work, self._parts, self._count = work, parts, count
        self._pids: dict[int, int] = {}
        self._read: dict[int, bytearray] = {}

    def __enter__(self) -> Self:
        """Start them."""
        parts, deals = os.pipe()
        try:
            try:
                self._start_all(parts, deals)
            finally:
                os.close(parts)
                self._deal(deals)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        """End those that are still there."""
        self._end()

    def __iter__(self) -> Iterator[tuple[int, T | None]]:
        """Yield each part as it is done, with its result; None where this process must do it.

        Raises WorkerLostError.
        """
        left = self._parts
        with selectors.DefaultSelector() as selector:
            for pipe in self._pids:
                selector.register(pipe, selectors.EVENT_READ)
            while left:
                for key, _ in selector.select():
                    raw = os.read(key.fd, _MUCH)
                    if not raw:
                        selector.unregister(key.fd)
                        self._buried(key.fd)
                    self._read[key.fd] += raw
                    for done in _whole(self._read[key.fd]):
                        left -= 1
                        yield pickle.loads(done)  # noqa: S301 - this program wrote it just now

    def _start_all(self, parts: int, deals: int) -> None:
        """Start as many as the system lets us, and one at least."""
        try:
            for _ in range(self._count):
                self._start(parts, deals)
        except OSError:
            if not self._pids:
                raise

    def _start(self, parts: int, deals: int) -> None:
        ours, theirs = os.pipe()
        before = pthread_sigmask(SIG_BLOCK, _ENDING)
        try:
            pid = os.fork()
            if not pid:
                for pipe in (ours, deals, *self._pids):
                    os.close(pipe)
                _serve(self._work, parts, theirs)
            self._pids[ours], self._read[ours] = pid, bytearray()
        finally:
            pthread_sigmask(SIG_SETMASK, before)
            os.close(theirs)

    def _deal(self, deals: int) -> None:
        """Hand out the numbers of the parts; whoever is free takes the next."""
        with suppress(BrokenPipeError), open(deals, "wb") as pipe:
            pipe.write(b"".join(n.to_bytes(_NAME) for n in range(self._parts)))

    def _buried(self, pipe: int) -> None:
        """See how a process ended; one that found no part left ends by itself."""
        _, status = os.waitpid(self._pids.pop(pipe), 0)
        os.close(pipe)
        code = os.waitstatus_to_exitcode(status)
        if code == _NO_MEMORY:
            raise WorkerLostError("had too little memory")
        if code:
            ended = f"was ended by {Signals(-code).name}" if code < 0 else f"ended with {code}"
            raise WorkerLostError(ended)

    def _end(self) -> None:
        for pid in self._pids.values():
            os.kill(pid, SIGKILL)
        for pipe, pid in self._pids.items():
            os.close(pipe)
            os.waitpid(pid, 0)
        self._pids = {}


def _whole(read: bytearray) -> Iterator[bytes]:
    """Take off what was written as a whole."""
    while len(read) >= _SIZE:
        end = _SIZE + int.from_bytes(read[:_SIZE])
        if len(read) < end:
            return
        done = bytes(read[_SIZE:end])
        del read[:end]
        yield done


def _serve(work: Callable[[int], object], parts: int, pipe: int) -> None:
    """Run as a worker process, until there is nothing left to do."""
    code = 1
    try:
        for number in (*_ENDING, SIGPIPE):
            if number is SIGPIPE or getsignal(number) is not SIG_IGN:
                signal(number, SIG_DFL)
        pthread_sigmask(SIG_SETMASK, ())
        silence = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(silence, stream)  # what is to be said is said by the one process that stays
        while name := os.read(parts, _NAME):
            _write(pipe, _done(work, int.from_bytes(name)))
        code = 0
    except MemoryError:
        code = _NO_MEMORY
    finally:
        os._exit(code)


def _done(work: Callable[[int], object], part: int) -> bytes:
    try:
        found = pickle.dumps((part, work(part)))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whoever does the part again is told
        found = pickle.dumps((part, None))
    return len(found).to_bytes(_SIZE) + found


def _write(pipe: int, raw: bytes) -> None:
    rest = memoryview(raw)
    while rest:
        rest = rest[os.write(pipe, rest) :]
