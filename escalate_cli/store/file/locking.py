"""The lock of a store's folder: one writer at a time."""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from escalate_cli.errors import StoreBusyError, StoreUnwritableError, reason_of
from escalate_cli.paths import take_after
from escalate_cli.store.file.atomic_file import close
from escalate_cli.store.file.lock_holder import holder_of, sign, signature, work_of

WAIT = 10.0
QUIET = 1.0
SPELLS = 6
"""So many times as long is waited at most, while those before us get on."""
LONGEST_PAUSE = 0.02


@contextmanager
def exclusive(
    path: Path, wait: float = WAIT, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock file `path` while the block runs.

    The file is never renamed or removed, and its lock falls free with its holder. The folder is
    locked after it: whoever makes a second lock file, because somebody removed the first while it
    was held, still meets the holder there.

    Args:
        path: the lock file, inside the folder that it protects.
        wait: seconds until StoreBusyError; `SPELLS` times as many while those before us get on.
        on_wait: told once, after the first second, who holds the lock.
    """
    both = _Both(path, wait, on_wait)
    try:
        both.acquire()
        with suppress(OSError):
            sign(both.lock, signature())
        try:
            yield
        finally:
            with suppress(OSError):
                sign(both.lock, b"")
    finally:
        both.close()


def held_by(path: Path, patience: float = QUIET) -> str | None:
    """Name who holds a lock file and does not let go of it; nothing is changed.

    Args:
        path: the lock file; where there is none, nobody holds it.
        patience: seconds for which an ordinary command may hold it.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None
    until = time.monotonic() + patience
    try:
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    return holder_of(fd)
                time.sleep(LONGEST_PAUSE)
            else:
                return None
    finally:
        close(fd)


class _Both:
    """The lock file and its folder, open, and in the end both locked."""

    def __init__(self, path: Path, wait: float, on_wait: Callable[[str], None] | None) -> None:
        self.path = path
        self.wait = wait
        self.spells = 1
        self.on_wait = on_wait
        self.work: object = None
        self.started = time.monotonic()
        self.pause = 0.001
        self.lock = self.folder = -1

    def acquire(self) -> None:
        """Lock both, or tell what hinders."""
        try:
            self._acquire_file()
            self._acquire_folder()
        except OSError as error:
            linked = error.errno == errno.ELOOP
            why = "it is a symbolic link, remove it" if linked else reason_of(error)
            raise StoreUnwritableError(str(self.path), why) from error

    def close(self) -> None:
        """Free whatever is open."""
        for fd in (self.folder, self.lock):
            if fd >= 0:
                close(fd)

    def _acquire_file(self) -> None:
        while True:
            self.lock = _open(self.path)
            self._wait_for(self.lock)
            if _is_still_at(self.lock, self.path):
                return
            close(self.lock)
            self.lock = -1
            self._rest(lambda: "another process")

    def _acquire_folder(self) -> None:
        try:
            self.folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            self._wait_for(self.folder)
        except OSError:
            pass  # some file systems lock no folders; the file is locked all the same

    def _wait_for(self, fd: int) -> None:
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._rest(lambda: holder_of(self.lock))
            else:
                return

    def _rest(self, holder: Callable[[], str]) -> None:
        """Sleep a little; who holds the lock is asked only where it is said: that costs more."""
        waited = time.monotonic() - self.started
        if self.work is None:
            self.work = work_of(self.lock)
        if waited >= self.wait * self.spells and not self._gets_on():
            raise StoreBusyError(holder(), self.wait * self.spells)
        if self.on_wait and waited >= QUIET:
            self.on_wait(holder())
            self.on_wait = None
        time.sleep(max(0, min(self.pause, self.wait * self.spells - waited)))
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def _gets_on(self) -> bool:
        """Wait on where the lock changed hands or its holder worked: a large commit takes long."""
        before, self.work = self.work, work_of(self.lock)
        if self.work == before or self.spells == SPELLS:
            return False
        self.spells += 1
        return True


def _open(path: Path) -> int:
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    while True:
        with suppress(FileNotFoundError):
            fd = os.open(path, flags)
            break
        with suppress(FileExistsError):
            fd = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
            take_after(fd, path.parent.stat())
            break
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        close(fd)
        raise OSError(errno.EINVAL, "not a regular file")
    return fd


def _is_still_at(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), path.lstat())
    except FileNotFoundError:
        return False
