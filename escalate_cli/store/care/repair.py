"""Repair: a sound version takes the place of a damaged file, and what is lost is said."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from escalate_cli.errors import (
    DamagedStoreError,
    EscalateError,
    MergeConflictError,
    NewerFormatError,
    StoreUnwritableError,
    UsageError,
    reason_of,
)
from escalate_cli.paths import LOCK_FILE, TICKETS_FILE
from escalate_cli.store.care import rotation
from escalate_cli.store.care.ticket_numbers import UNKNOWN, highest_given
from escalate_cli.store.file.archive import Buckets
from escalate_cli.store.file.atomic_file import is_there, read_file, reading, replace_file
from escalate_cli.store.file.edit_validation import (
    damage_in,
    damage_of_store,
    refuse_damage,
    row_of,
)
from escalate_cli.store.file.file_format import LONGEST_FIRST_LINE, Image
from escalate_cli.store.file.locking import exclusive
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.rows.tables import ARCHIVED, NEXT, SEQ, STORE
from escalate_cli.usecases.care.store_care import Repair
from escalate_cli.usecases.damage import Damage


def repair(folder: Path) -> list[Repair]:
    """Restore each damaged file of a store from its newest sound version, under the lock."""
    folder = real_folder(folder)
    _refuse_conflict(folder / TICKETS_FILE)
    done: list[Repair] = []
    if any(is_damaged(path) for path in files_of(folder)):
        with exclusive(folder / LOCK_FILE):
            done = [_repaired(path, folder) for path in files_of(folder) if is_damaged(path)]
            _count_archive(folder, done)
    return [*done, *_lost_from_archive(folder)]


def _lost_from_archive(folder: Path) -> Iterator[Repair]:
    """Yield the parts of the archive that are lost without a version before."""
    file = TableFile(folder / TICKETS_FILE)
    image = None if is_damaged(file.path) else file.read()
    if image is not None:
        found: list[Damage] = []
        Buckets(folder, image.meta.get(ARCHIVED), found.append).counts()
        for each in found:
            if each.hides and not is_there(Path(each.file)):
                yield _unmended(each.file, f"{each.what}; ")


def _unmended(file: str, what: str = "") -> Repair:
    lost = f"{what}no sound version is left; escalate restore FILE brings a backup back"
    return Repair(file=file, set_aside=None, restored_from=None, lost=lost)


def _count_archive(folder: Path, done: Iterable[Repair]) -> None:
    """Let the first line know what the archive has after a version of before was put back."""
    file = TableFile(folder / TICKETS_FILE)
    is_of_archive = any(each.restored_from and each.file != str(file.path) for each in done)
    if is_of_archive and not is_damaged(file.path):
        with file.locked() as image:
            image.meta[ARCHIVED] = Buckets(folder).counts()


def _refuse_conflict(path: Path) -> None:
    """Restore nothing where git has two sound versions, which hold more than the one before."""
    try:
        TableFile(path).read()
    except MergeConflictError:
        raise
    except EscalateError:
        return


def real_folder(folder: Path) -> Path:
    """Return a store's folder by its own name; raises UsageError if its file is a link elsewhere.

    Others lock the folder of the file itself.
    """
    file = folder / TICKETS_FILE
    with reading(file):
        is_link = file.is_symlink()
    if is_link:
        real = os.path.realpath(file)
        help_ = f"name that folder: --store {Path(real).parent}"
        raise UsageError(f"{file} is a link to {real}", help_)
    return Path(os.path.realpath(folder))


def files_of(folder: Path) -> Iterator[Path]:
    """Yield every file of a store that holds tickets, whether it is there or not."""
    yield folder / TICKETS_FILE
    archive = Buckets(folder)
    for bucket in sorted({*archive.numbers(), *archive.numbers(".bak")}):
        yield archive.file(bucket).path


def is_damaged(path: Path) -> bool:
    """Tell whether a file of the store is damaged: neither readable nor new."""
    file = TableFile(path)
    try:
        image = file.read() or file.begun()
        if image.edited and damage_of(image, path):
            return True
    except DamagedStoreError:
        return True
    except NewerFormatError:
        return False
    orphaned = path.name == TICKETS_FILE and STORE not in image.meta
    return orphaned and bool(Buckets(path.parent).numbers())


def damage_of(image: Image, path: Path) -> list[Damage]:
    """Return what is damaged in a file that was edited."""
    if path.name == TICKETS_FILE:
        return damage_of_store(image, str(path), Buckets(path.parent))
    return list(damage_in(image, str(path)))


def _repaired(path: Path, folder: Path) -> Repair:
    raw = read_file(path)
    found = _mended(path, folder) or next(_sound_versions(path, folder), None)
    if found is None:
        return _unmended(str(path))
    version, image = found
    aside = _set_aside(path) if raw is not None else None
    lost = _lost(image, (raw or b"")[:LONGEST_FIRST_LINE])
    if path.name == TICKETS_FILE:
        lost += _go_on(image, highest_given(folder))
    replace_file(path, image.parts(), keep_old=False)
    return Repair(file=str(path), set_aside=aside, restored_from=str(version), lost=lost)


def _mended(path: Path, folder: Path) -> tuple[Path, Image] | None:
    """Put single rows back from the newest version with which all holds: then nothing is lost."""
    for version, sound in _sound_versions(path, folder):
        try:
            image = TableFile(path).read()
        except DamagedStoreError:
            return None
        for each in damage_of(image, path) if image else ():
            table, number = row_of(each)
            row = sound.get(table, number) if number else None
            if image is not None and row is not None:
                image.put(table, number, row)
        if image is not None and not damage_of(image, path):
            return version, image
    return None


def _sound_versions(path: Path, folder: Path) -> Iterator[tuple[Path, Image]]:
    kept = rotation.newest_first(folder) if path.name == TICKETS_FILE else []
    for version in (path.with_name(f"{path.name}.bak"), *kept):
        try:
            image = TableFile(version).read()
            if image is None or image.is_newer:
                continue
            if image.edited:
                refuse_damage(image, str(version))
        except EscalateError:
            continue
        yield version, image


def _set_aside(path: Path) -> str:
    """Give the damaged file a second name; it keeps its own until the sound one takes it."""
    number = 1
    while True:
        aside = path.with_name(f"{path.name}.damaged-{number}")
        try:
            os.link(path, aside, follow_symlinks=False)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise StoreUnwritableError(str(aside), reason_of(error)) from error
        else:
            return str(aside)


def _lost(image: Image, damaged: bytes) -> str:
    kept, had = image.meta.get(SEQ), _number(SEQ, damaged)
    if not isinstance(kept, int) or had is None:
        return "what was recorded after that version"
    if had <= kept:
        return "nothing"
    return f"event {had}" if had == kept + 1 else f"events {kept + 1} to {had}"


def _go_on(image: Image, given: int) -> str:
    """Let no number be given twice; say where that leaves many out."""
    known = image.meta.get(NEXT)
    before = known if isinstance(known, int) else 1
    image.meta[NEXT] = max(before, given + 1)
    return f"; tickets go on at T-{given + 1}" if given + 1 >= before + UNKNOWN else ""


def _number(name: str, text: bytes) -> int | None:
    match = re.search(rb'"%b":\s*([0-9]{1,15})\s*[,}]' % name.encode(), text)
    return int(match[1]) if match else None
