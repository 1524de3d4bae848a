"""Purge: older versions of a ticket go from the files that this program writes by itself."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from escalate_cli.paths import ARCHIVE, BACKUPS, LOCK_FILE
from escalate_cli.store.file.archive import TABLE, Buckets, bucket_of
from escalate_cli.store.file.atomic_file import (
    is_there,
    read_file,
    reading,
    remove_file,
    replace_file,
)
from escalate_cli.store.file.locking import exclusive
from escalate_cli.store.file.table_file import TableFile


def purge(file: TableFile, archive: Buckets, numbers: Iterable[int]) -> list[str]:
    """Bring the archive's copies of tickets and every `.bak` up to date.

    Returns the other files that are kept and may hold older versions.
    """
    folder = file.path.parent
    with exclusive(folder / LOCK_FILE):
        for bucket, group in groupby(sorted(numbers), key=bucket_of):
            copies = archive.file(bucket)
            image = file.read() if is_there(copies.path) else None
            if image is None:
                continue
            with copies.locked() as old:
                for number in group:
                    row = image.get(TABLE, number)
                    if row is not None and old.get(TABLE, number) is not None:
                        old.put(TABLE, number, row)
            _write_again(copies.path)
        _write_again(file.path)
    return [str(path) for path in _kept(folder)]


def _write_again(path: Path) -> None:
    """Let the version before be the same as this one, or be gone."""
    raw, before = read_file(path), path.with_name(f"{path.name}.bak")
    if raw is not None:
        replace_file(path, [raw])
        if read_file(before) not in {raw, None}:  # there are no hard links here any more
            remove_file(before)


def _kept(folder: Path) -> list[Path]:
    backups = folder / BACKUPS
    with reading(folder):
        aside = [*folder.glob("*.damaged-*"), *folder.glob("*.format-*.bak")]
        inside = [each for each in backups.iterdir() if each.is_file()] if backups.is_dir() else []
        return sorted([*aside, *(folder / ARCHIVE).glob("*.damaged-*"), *inside])
