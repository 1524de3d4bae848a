"""What is ours to write over or remove: regular files of our own, reached through no link.

Whoever may write in a team's folder is of the team: what lies under a name of ours in a folder that
others may write is the team's, whoever made it.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from escalate_cli.suggestions import shell_word

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_KINDS = {stat.S_IFLNK: "a symbolic link", stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe"}


class NotOursError(OSError):
    """Something else lies under a name of ours, and is left alone.

    Attributes:
        found: what lies there.
        help: what to type about it.
    """

    def __init__(self, path: Path, what: str, remedy: str | None = None) -> None:
        self.found = f"{path} is {what}, which is left alone"
        self.help = (
            remedy or f"look at it, then: mv {shell_word(path)} {shell_word(f'{path}.aside')}"
        )
        super().__init__(errno.EEXIST, self.found, str(path))


def refuse_others(path: Path, *team: os.stat_result) -> None:
    """Raise NotOursError if anything is there that is not ours to write over or remove.

    Args:
        path: a name of ours.
        team: its folder, and the file beside which it lies; their owners' files are ours too.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    strange = strangeness(found, *team)
    if strange:
        raise NotOursError(path, strange)


def strangeness(found: os.stat_result, *team: os.stat_result) -> str | None:
    """Say what makes something that was looked at itself, not through a link, not ours."""
    if not stat.S_ISREG(found.st_mode):
        return _KINDS.get(stat.S_IFMT(found.st_mode), "no regular file")
    shared = any(stat.S_ISDIR(each.st_mode) and each.st_mode & _OTHERS_WRITE for each in team)
    owners = {os.geteuid(), 0, *(each.st_uid for each in team)}
    return None if shared or found.st_uid in owners else "somebody else's file"


@contextmanager
def private_folder(folder: Path, depth: int, *, create: bool = False) -> Iterator[int]:
    """Open a folder that is ours alone, as a number beneath which names lead nowhere else.

    Raises NotOursError where it is a link, another's, or open to others, and OSError where it is
    not there or cannot be made.

    Args:
        folder: its path.
        depth: how many of the last parts of the path are ours; they must not be links.
        create: whether to make what is not there.
    """
    base = folder.parents[depth - 1]
    if create:
        base.mkdir(parents=True, exist_ok=True)
    number = os.open(base, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in reversed([folder, *folder.parents[: depth - 1]]):
            above, number = number, _entered(part, number, create=create)
            os.close(above)
        yield number
    finally:
        os.close(number)


def _entered(folder: Path, above: int, *, create: bool) -> int:
    if create:
        with suppress(FileExistsError):
            os.mkdir(folder.name, 0o700, dir_fd=above)
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        number = os.open(folder.name, flags, dir_fd=above)
    except OSError as error:
        if error.errno not in {errno.ENOTDIR, errno.ELOOP}:
            raise
        found = "a symbolic link" if folder.is_symlink() else "no folder"
        raise NotOursError(folder, found) from error
    status = os.fstat(number)
    if status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE:
        return number
    os.close(number)
    if status.st_uid == os.geteuid():
        raise NotOursError(folder, "open to others", f"chmod go-w {shell_word(folder)}")
    raise NotOursError(folder, "somebody else's folder", "as another user, set HOME to your own")
