"""Copies of files that somebody edited, as they were before they were first written over."""

import zlib
from contextlib import suppress
from pathlib import Path

from escalate_cli.file_ownership import strangeness
from escalate_cli.store.file.atomic_file import is_there, prepare_folder, replace_file

KEPT = 10


def keep_edited(raw: bytes, stem: str, home: Path) -> Path:
    """Keep what a file held, under its checksum, and drop the oldest of more than ten.

    Raises StoreUnwritableError where that cannot be: then nothing is written over.
    """
    prepare_folder(home)
    copy = home / f"{stem}-edited-{zlib.crc32(raw):08x}.json"
    if not is_there(copy, follow_symlinks=False):
        replace_file(copy, [raw], keep_old=False)
    with suppress(OSError):
        team = home.lstat()
        kept = [each for each in home.glob(f"{stem}-edited-*.json") if each != copy]
        ours = [each for each in kept if not strangeness(each.lstat(), team)]
        ours.sort(key=lambda each: each.lstat().st_mtime_ns, reverse=True)
        for old in ours[KEPT - 1 :]:
            old.unlink()
    return copy
