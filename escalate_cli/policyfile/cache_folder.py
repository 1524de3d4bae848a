"""The cache folder: where compiled policies are kept between commands, a comfort only."""

import os
import re
from contextlib import suppress
from pathlib import Path

from escalate_cli.file_ownership import NotOursError, private_folder, strangeness
from escalate_cli.paths import TICKETS_FILE
from escalate_cli.suggestions import shell_word

DEPTH = 2
"""So many parts of the folder's path are ours: `escalate/policies`."""

_MOST_KEPT = 50
_NAME = r"(?a)[0-9a-f]{64}-[0-9]+-[0-9a-f]{8}-[0-9A-Za-z.+]{1,40}(\.[0-9a-f]{8}\.new)?"
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OTHERS_WRITE = 0o022


class CacheFolder:
    """Keeps bytes under names as far as it can; a failure is never an error.

    Attributes:
        folder: which nobody else may write, and which no link may stand for.
        store: the folder of the tickets, in which nothing is ever kept or removed.
    """

    def __init__(self, folder: Path, store: Path) -> None:
        self.folder = folder
        self.store = store

    def get(self, name: str) -> bytes:
        """Return what is kept under a name; nothing if that cannot be trusted, or is not there."""
        if self._is_in_store():
            return b""
        try:
            with private_folder(self.folder, DEPTH) as place:
                return _read(name, place)
        except OSError:
            return b""

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name, whole or not at all, and make room for them."""
        if self._is_in_store():
            return
        with suppress(OSError), private_folder(self.folder, DEPTH, create=True) as place:
            _make_room(place)
            _write(name, content, place)

    def lack(self) -> tuple[str, str] | None:
        """Say why nothing can be kept, and what to do about it; no folder yet is no lack."""
        if self._is_in_store():
            elsewhere = "export XDG_CACHE_HOME=/a/folder/that/is/no/store"
            return f"{self.folder} lies in a store", elsewhere
        look = f"ls -ld {shell_word(self.folder)}"
        try:
            with private_folder(self.folder, DEPTH):
                may_write = os.access(self.folder, os.W_OK)
        except FileNotFoundError:
            return None
        except NotOursError as error:
            return error.found, error.help
        except OSError as error:
            return f"{self.folder} cannot be opened: {(error.strerror or '').lower()}", look
        return None if may_write else (f"nothing can be written in {self.folder}", look)

    def _is_in_store(self) -> bool:
        """Tell whether the folder, or the one above it, is a store's."""
        ours = (self.folder, *self.folder.parents[: DEPTH - 1])
        if any(os.path.lexists(each / TICKETS_FILE) for each in ours):
            return True
        real, store = os.path.realpath(self.folder), os.path.realpath(self.store)
        return os.path.commonpath([real, store]) == store


def _read(name: str, place: int) -> bytes:
    number = os.open(name, _READ, dir_fd=place)
    try:
        status = os.fstat(number)
        if strangeness(status) or status.st_mode & _OTHERS_WRITE:
            return b""
        with os.fdopen(number, "rb", closefd=False) as stream:
            return stream.read()
    finally:
        os.close(number)


def _write(name: str, content: bytes, place: int) -> None:
    with suppress(FileNotFoundError):
        if strangeness(os.lstat(name, dir_fd=place)):
            return
    fresh = f"{name}.{os.urandom(4).hex()}.new"
    number = os.open(fresh, _WRITE, 0o600, dir_fd=place)
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(content)
        os.replace(fresh, name, src_dir_fd=place, dst_dir_fd=place)
    except OSError:
        os.unlink(fresh, dir_fd=place)
        raise


def _make_room(place: int) -> None:
    """Remove the oldest of what was kept, so that it does not grow for ever."""
    with os.scandir(place) as entries:
        found = [each for each in entries if re.fullmatch(_NAME, each.name)]
    looked_at = [(each.stat(follow_symlinks=False), each.name) for each in found]
    kept = sorted((seen.st_mtime_ns, name) for seen, name in looked_at if not strangeness(seen))
    for _, name in kept[: -_MOST_KEPT + 1]:
        os.unlink(name, dir_fd=place)
