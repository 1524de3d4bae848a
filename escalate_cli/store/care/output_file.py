"""A file that a person asked for: written whole or not at all, and no part of the store."""

from collections.abc import Iterable
from pathlib import Path

from escalate_cli.errors import UsageError
from escalate_cli.paths import BACKUPS, is_of_store
from escalate_cli.store.file.atomic_file import is_there, reading, replacing


def write_output(folder: Path, target: Path, lines: Iterable[str], *, force: bool) -> int:
    """Write lines into a new file, or with `force` over an old one; return its size in bytes."""
    refuse_target(target, folder)
    refuse_taken(target, force=force)
    with replacing(target, keep_old=False) as stream:
        stream.writelines(f"{line}\n".encode() for line in lines)
        return stream.tell()


def refuse_target(target: Path, folder: Path) -> None:
    """Write over no file of the store, and over nothing that is no file."""
    with reading(target):
        is_file = target.is_file()
    if is_there(target) and not is_file:
        raise UsageError(f"{target} is no regular file", "give the name of a file")
    if is_of_store(target, folder) and target.parent.name != BACKUPS:
        raise UsageError(f"{target} belongs to the store", "give another name")


def refuse_taken(target: Path, *, force: bool) -> None:
    """Write over a file only where that was asked for."""
    if is_there(target, follow_symlinks=False) and not force:
        raise UsageError(f"{target} is there already", "give another name, or --force")
