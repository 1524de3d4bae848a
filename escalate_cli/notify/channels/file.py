"""Append one line of JSON to a file."""

import os
import stat
from pathlib import Path
from string import Template

from escalate_cli.domain.parcel import Parcel
from escalate_cli.domain.policy import Channel
from escalate_cli.errors import DeliveryError
from escalate_cli.notify.channels import Means, channel
from escalate_cli.notify.wording import document
from escalate_cli.places import is_of_store

_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


@channel
def append(parcel: Parcel, means: Means) -> None:
    """Write the whole line or nothing; a link, a device or a file of the store is refused."""
    line = document(parcel) + b"\n"
    path = _path(parcel, means)
    if is_of_store(path, means.folder):
        raise DeliveryError(f"{path} belongs to the store", "name another file", permanent=True)
    try:
        number = os.open(path, _FLAGS, 0o600)
        with os.fdopen(number, "wb", buffering=0):
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise DeliveryError(f"{path} is not a regular file")
            _write(number, line)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DeliveryError(f"cannot append to {path}: {reason}") from error


def lack(channel: Channel, means: Means) -> tuple[str, str] | None:
    """Say whether the folder is missing or not ours to write in."""
    folder = (means.folder / channel.value[0]).parent
    if os.access(folder, os.W_OK):
        return None
    return f"nothing can be written in {folder}", f"ls -ld {folder}"


def _path(parcel: Parcel, means: Means) -> Path:
    address = parcel.address
    if "/" in address or "\0" in address or address in {".", ".."}:
        raise DeliveryError(f"'{address}' is no part of a file's name", permanent=True)
    return means.folder / Template(parcel.channel.value[0]).substitute(address=address)


def _write(number: int, line: bytes) -> None:
    """Append a line at once, so that others may append too; a part of it is taken back."""
    written = os.write(number, line)
    end = os.lseek(number, 0, os.SEEK_CUR)
    if written < len(line):
        if os.fstat(number).st_size == end:
            os.ftruncate(number, end - written)
        raise DeliveryError("the disk is full")
