"""Old versions of `tickets.json`, kept by themselves: one a day, the last ten."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from escalate_cli.store.file.atomic_file import NO_HARD_LINKS, prepare_folder, reading, replacing

FOLDER = "backups"
KEPT = 10
_PATTERN = "tickets-????-??-??.json"


def keep(version: Path, folder: Path) -> None:
    """Keep a version of the file under the day on which it was written; drop the oldest."""
    prepare_folder(folder / FOLDER)
    day = datetime.fromtimestamp(version.stat().st_mtime, UTC)
    place = folder / FOLDER / f"tickets-{day:%Y-%m-%d}.json"
    if not os.path.lexists(place):
        _link(version, place)
    for old in newest_first(folder)[KEPT:]:
        old.unlink(missing_ok=True)


def newest_first(folder: Path) -> list[Path]:
    """Return the kept versions of a store's folder."""
    with reading(folder / FOLDER):
        return sorted((folder / FOLDER).glob(_PATTERN), reverse=True)


def _link(version: Path, place: Path) -> None:
    """Share the bytes, where the file system can; a version is never written again."""
    try:
        os.link(version, place, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        with replacing(place) as copy, version.open("rb") as original:
            shutil.copyfileobj(original, copy)
