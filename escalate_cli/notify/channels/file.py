"""Append one line of JSON to a file."""

import fcntl
import os
import stat
from contextlib import suppress
from pathlib import Path
from string import Template

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.policy.people import Channel
from escalate_cli.errors import DeliveryError, reason_of
from escalate_cli.notify.channels import Means, channel
from escalate_cli.notify.payload import document
from escalate_cli.paths import is_of_store, take_after
from escalate_cli.suggestions import shell_word

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


@channel
def append(parcel: Batch, means: Means) -> None:
    """Write the whole line, durably, or nothing; links, devices and the store are refused."""
    line = document(parcel) + b"\n"
    path = _path(parcel, means)
    if is_of_store(path, means.folder):
        raise DeliveryError(f"{path} belongs to the store", "name another file", permanent=True)
    try:
        number = _open(path)
        try:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise DeliveryError(f"{path} is not a regular file")
            _write(number, line)
            os.fsync(number)
            _sync_folder(path.parent)
        finally:
            os.close(number)
    except OSError as error:
        reason = reason_of(error)
        raise DeliveryError(f"cannot append to {path}: {reason}") from error


def lack(channel: Channel, means: Means) -> tuple[str, str] | None:
    """Say whether the folder is missing or not ours to write in."""
    path = means.root_of(channel.value[0]) / channel.value[0]
    folder = path.parent
    if is_of_store(path, means.folder):
        return f"{path} belongs to the store", "name another file"
    if os.access(folder, os.W_OK):
        return None
    if not folder.exists():
        return f"there is no folder {folder}", f"mkdir -p {shell_word(folder)}"
    return f"nothing can be written in {folder}", f"ls -ld {shell_word(folder)}"


def _path(parcel: Batch, means: Means) -> Path:
    address = parcel.address
    if "/" in address or "\0" in address or address in {".", ".."}:
        raise DeliveryError(f"'{address}' is no part of a file's name", permanent=True)
    name = Template(parcel.channel.value[0]).substitute(address=address)
    root = means.root_of(name)
    folder = os.path.dirname(name)  # noqa: PTH120 - whose the file is does not matter
    owner = None if name.startswith("/") else means.other_owner(root, folder)
    if owner:
        found = f"{folder} belongs to {owner}, and nobody named it, so nothing is written there"
        store = shell_word(means.folder)
        raise DeliveryError(found, f"if you trust {owner}: --store {store}")
    return root / name


def _open(path: Path) -> int:
    """Open a file, or make it for those whom its folder is for."""
    while True:
        with suppress(FileNotFoundError):
            return os.open(path, _FLAGS)
        with suppress(FileExistsError):
            number = os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
            take_after(number, path.parent.stat())
            return number


def _write(number: int, line: bytes) -> None:
    """Append a line at once, so that others may append too; a part of it is taken back.

    Where a kill left a part of another line, that is ended first. The lock tells such a part from
    the line that another run is just writing.
    """
    with suppress(OSError):  # some file systems lock nothing
        fcntl.flock(number, fcntl.LOCK_EX)
    size = os.fstat(number).st_size
    if size and os.pread(number, 1, size - 1) != b"\n":
        line = b"\n" + line
    written = os.write(number, line)
    end = os.lseek(number, 0, os.SEEK_CUR)
    if written < len(line):
        if os.fstat(number).st_size == end:
            os.ftruncate(number, end - written)
        raise DeliveryError("the disk is full")


def _sync_folder(folder: Path) -> None:
    """Make the file's name last too, where the file system can."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            os.fsync(number)
    finally:
        os.close(number)
