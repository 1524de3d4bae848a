"""Rotation of daily backups: one version of `tickets.json` a day, the last ten."""

import os
import re
import shutil
import stat
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from escalate_cli.file_ownership import NotOursError, refuse_others, strangeness
from escalate_cli.paths import BACKUPS
from escalate_cli.store.file.atomic_file import NO_HARD_LINKS, prepare_folder, replacing

KEPT = 10
_NAME = re.compile(r"tickets-[0-9]{4}-[0-9]{2}-[0-9]{2}\.json", re.ASCII)


def keep(version: Path, folder: Path) -> None:
    """Keep a version of the file under the day on which it was written; drop the oldest."""
    home = folder / BACKUPS
    prepare_folder(home)
    refuse_other_folder(home)
    team = home.lstat()
    refuse_others(version, team)
    place = home / f"tickets-{datetime.fromtimestamp(version.stat().st_mtime, UTC):%Y-%m-%d}.json"
    if not os.path.lexists(place):
        _link(version, place)
    ours = [each for each in newest_first(folder) if not strangeness(each.lstat(), team)]
    for old in ours[KEPT:]:
        old.unlink()


def refuse_other_folder(home: Path) -> None:
    """Raise NotOursError where the folder of versions is a link, or no folder."""
    if os.path.lexists(home) and not stat.S_ISDIR(home.lstat().st_mode):
        raise NotOursError(home, "a symbolic link" if home.is_symlink() else "no folder")


def newest_first(folder: Path) -> list[Path]:
    """Return the kept versions in a store's folder; none where it cannot be read."""
    with suppress(OSError):
        found = list((folder / BACKUPS).iterdir())
        return sorted((each for each in found if _NAME.fullmatch(each.name)), reverse=True)
    return []


def _link(version: Path, place: Path) -> None:
    """Share the bytes, where the file system can; a version is never written again."""
    try:
        os.link(version, place, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        with replacing(place) as copy, version.open("rb") as original:
            shutil.copyfileobj(original, copy)
