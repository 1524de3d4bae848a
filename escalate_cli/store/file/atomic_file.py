"""Atomic and durable change of one file: all of it, or nothing of it."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from escalate_cli.errors import (
    StoreUncertainError,
    StoreUnreadableError,
    StoreUnwritableError,
    reason_of,
)
from escalate_cli.file_ownership import NotOursError, refuse_others
from escalate_cli.paths import take_after

NEW = ".escalate-new"
"""Ends the name of what is being written: nobody else gives such names."""

_LONGEST_NOTE = 100

NO_HARD_LINKS = {
    errno.EPERM,
    errno.EMLINK,
    errno.ENOSYS,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.EXDEV,
}


def read_file(path: Path) -> bytes | None:
    """Read a whole file; None where there is none."""
    with reading(path):
        try:
            fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        try:
            return _read_all(fd)
        finally:
            close(fd)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading, without ever waiting for another kind; raises OSError."""
    number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as stream:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        yield stream


def read_note(path: Path) -> bytes | None:
    """Read a small file that may be missing; None for anything but a regular file."""
    with suppress(OSError):
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            return os.read(fd, _LONGEST_NOTE) if stat.S_ISREG(os.fstat(fd).st_mode) else None
        finally:
            close(fd)
    return None


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn any OSError of the block into StoreUnreadableError."""
    try:
        yield
    except OSError as error:
        raise StoreUnreadableError(str(error.filename or path), reason_of(error)) from error


def is_there(path: Path, *, follow_symlinks: bool = True) -> bool:
    """Tell whether anything is at a path; raises StoreUnreadableError."""
    with reading(path):
        try:
            path.stat(follow_symlinks=follow_symlinks)
        except (FileNotFoundError, NotADirectoryError):
            return False
    return True


def replace_file(path: Path, parts: Iterable[bytes | memoryview], *, keep_old: bool = True) -> None:
    """Put the parts in place of the file, as `replacing` does."""
    with replacing(path, keep_old=keep_old) as file:
        file.writelines(parts)


@contextmanager
def replacing(path: Path, *, keep_old: bool = True) -> Iterator[BinaryIO]:
    """Yield a file that takes the place of another at the end of the block.

    The version before is kept as `.bak`; where it is no good, `keep_old=False` leaves the `.bak`
    as it is. The caller holds the lock. After `StoreUnwritableError` the old version is in place,
    whole; after `StoreUncertainError` the new one is, until perhaps a power cut. What lies under
    one of these names and is not ours stays, and is said; so a link is, for it is not followed.
    """
    old = path.with_name(f"{path.name}.bak")
    with _unwritable(path), _opened(path.parent) as folder:
        team = _team(path, os.fstat(folder))
        with _created(path, *team) as (file, new):
            yield file
            file.flush()
            os.fsync(file.fileno())
            file.close()
            if keep_old:
                _keep_old(path, old, *team)
            new.replace(path)
        try:
            _sync_folder(folder)
        except OSError as error:
            raise StoreUncertainError(str(path), reason_of(error)) from error


def replace_note(path: Path, text: bytes, *, mode: int | None = None, sync: bool = False) -> None:
    """Put a small file in place whole, without a `.bak`; a power cut may undo it if not synced.

    A new one has the `mode`, or that which suits its folder.
    """
    with _unwritable(path):
        folder = path.parent.stat()
        refuse_others(path, folder)
        team = _team(path, folder)
        with _created(path, *team) as (file, new):
            if mode is not None and team[0] is folder:
                os.fchmod(file.fileno(), mode)
            file.write(text)
            if sync:
                file.flush()
                os.fsync(file.fileno())
            file.close()
            new.replace(path)


def remove_file(path: Path) -> None:
    """Remove a file of ours for good; one that is not there is no failure."""
    with _unwritable(path), _opened(path.parent) as folder:
        refuse_others(path, os.fstat(folder))
        path.unlink(missing_ok=True)
        _sync_folder(folder)


def expect_ours(paths: Iterable[Path]) -> None:
    """Refuse to begin where something at one of the paths is not ours to write over or remove."""
    for path in paths:
        with _unwritable(path), suppress(FileNotFoundError):
            _team(path, path.parent.stat())


def prepare_folder(path: Path) -> None:
    """Create the folder durably unless it exists; it is for those whom the one above is for."""
    with _unwritable(path):
        if path.is_dir():
            return
        if not path.parent.is_dir():
            prepare_folder(path.parent)
        with _opened(path.parent) as parent:
            try:
                path.mkdir(mode=0o700)
            except FileExistsError:
                if not path.is_dir():
                    raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None
            else:
                with _opened(path, os.O_NOFOLLOW) as made:
                    take_after(made, os.fstat(parent))
            _sync_folder(parent)


def close(fd: int) -> None:
    """Close what was only read or locked, where a failure means nothing."""
    with suppress(OSError):
        os.close(fd)


@contextmanager
def _unwritable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        help_ = error.help if isinstance(error, NotOursError) else None
        raise StoreUnwritableError(str(path), reason_of(error), help_) from error


@contextmanager
def _opened(folder: Path, how: int = 0) -> Iterator[int]:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | how)
    try:
        yield fd
    finally:
        close(fd)


def _read_all(fd: int) -> bytes:
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    parts = []
    while part := os.read(fd, status.st_size + 1):
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _team(path: Path, folder: os.stat_result) -> tuple[os.stat_result, ...]:
    """Return what tells whose a file is: its version before, if there is one, and its folder."""
    try:
        before = path.lstat()
    except FileNotFoundError:
        return (folder,)
    refuse_others(path, before, folder)
    return before, folder


@contextmanager
def _created(path: Path, *team: os.stat_result) -> Iterator[tuple[BinaryIO, Path]]:
    """Yield a new file beside a path, and its name, under which nothing is left after a failure."""
    new = path.with_name(f"{path.name}{NEW}")
    _make_way(new, *team)
    try:  # also around the opening: a signal may strike as soon as the file is there
        with open(new, "wb", opener=_create) as file:
            take_after(file.fileno(), team[0])
            yield file, new
    except BaseException:
        with suppress(OSError):
            _make_way(new, *team)
        raise


def _create(name: str, _flags: int) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.open(name, flags, 0o600)


def _make_way(path: Path, *team: os.stat_result) -> None:
    """Remove what a command that was ended has left under a name of ours."""
    refuse_others(path, *team)
    path.unlink(missing_ok=True)


def _keep_old(path: Path, old: Path, *team: os.stat_result) -> None:
    spare = old.with_name(f"{old.name}{NEW}")
    refuse_others(old, *team)
    _make_way(spare, *team)
    try:
        os.link(path, spare, follow_symlinks=False)
        spare.replace(old)
    except FileNotFoundError:
        return  # the first version has none before it
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
    finally:
        with suppress(OSError):
            spare.unlink(missing_ok=True)  # it stays if it was the same file already


def _sync_folder(folder: int) -> None:
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno != errno.EINVAL:  # network file systems cannot sync a folder
            raise
