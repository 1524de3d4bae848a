"""What `doctor` looks for in the files of a store and the place they lie in."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from escalate_cli.errors import DamagedStoreError, EscalateError, MergeConflictError
from escalate_cli.file_ownership import NotOursError, refuse_others
from escalate_cli.paths import ARCHIVE, BACKUPS, HEARTBEAT, LOCK_FILE, POLICY_FILE, TICKETS_FILE
from escalate_cli.store.care import rotation
from escalate_cli.store.care.filesystem_check import unsafe_place
from escalate_cli.store.care.repair import damage_of, files_of, is_damaged
from escalate_cli.store.file.archive import Buckets
from escalate_cli.store.file.atomic_file import NEW, is_there, read_file, read_note, reading
from escalate_cli.store.file.edit_validation import damage_in, leave_out
from escalate_cli.store.file.file_format import Image, parse
from escalate_cli.store.file.locking import held_by
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.store.rows.tables import ARCHIVED, TABLES, TICKETS
from escalate_cli.suggestions import shell_word
from escalate_cli.usecases.care.store_care import Examined, Symptom
from escalate_cli.usecases.damage import Damage, error_of

RESTORE = "escalate doctor --restore"
_OURS = re.compile(
    r"(tickets\.json|[0-9]{4,}\.json)(\.bak|\.damaged-[0-9]+|\.format-[0-9]+\.bak)?"
    r"|policy(\.test\.yaml|\.yaml|\.schema\.json)(\.new|\.bak)?|last_check|lock",
    re.ASCII,
)
_COPY = re.compile(r"(tickets|policy|[0-9]{4,})\W.*", re.ASCII | re.DOTALL)
_LEFT_OVER = re.compile(
    rf".+{re.escape(NEW)}"
    r"|((tickets|[0-9]{4,}|tickets-[0-9-]{10})\.json(\.bak)?|last_check|(store|before)-.+\.tar)\.new",
    re.ASCII | re.DOTALL,
)
"""What was being written; in 0.1 its name ended in `.new`."""


def examine_files(folder: Path) -> Examined:
    """Look for what is wrong with a store's files; its tickets are not looked at."""
    with reading(folder):
        tickets, *buckets = files_of(folder)
        symptoms, image = _file(tickets)
        for path in buckets:
            symptoms += _file(path)[0]
        is_sound = all(symptom.check != "file" for symptom in symptoms)
        symptoms += _beside(folder)
    if not is_sound:
        return Examined(tuple(symptoms), None)
    begun = image or TableFile(tickets, *TABLES).begun()
    damage: list[Damage] = []
    archive = Buckets(folder, begun.meta.get(ARCHIVED), damage.append)
    archive.counts()
    symptoms += map(_of_archive, damage)
    damage += damage_in(begun, str(tickets))
    leave_out(begun, damage)
    return Examined(tuple(symptoms), RowsView(begun, archive, damage))


def _of_archive(damage: Damage) -> Symptom:
    """Say what is missing from the archive, or does not belong there."""
    remedy = "escalate restore FILE brings a backup back"
    if not damage.hides:
        remedy = f"mv {shell_word(damage.file)} {shell_word(damage.file + '.aside')}"
    return Symptom(check="archive", found=f"{damage.file}: {damage.said}", remedy=remedy)


def _beside(folder: Path) -> Iterator[Symptom]:
    """Look at all but the tickets themselves."""
    yield from _spares(folder)
    yield from _lock(folder / LOCK_FILE)
    holder = held_by(folder / LOCK_FILE)
    if holder is not None:
        remedy = "if that process hangs, end it: its lock goes with it"
        yield Symptom(check="lock", found=f"the store is in use by {holder}", remedy=remedy)
    yield from _note(folder / HEARTBEAT)
    yield from _versions(folder / BACKUPS)
    for path in _inside(folder):
        yield from _stray(path, is_busy=holder is not None)
    yield from _modes(folder)
    found = unsafe_place(folder)
    if found is not None:
        export = f"export ESCALATE_STORE={shell_word(folder)}"
        remedy = f"keep it on a local disk, and tell everybody: {export}"
        yield Symptom(check="place", found=found, remedy=remedy)


def _file(path: Path) -> tuple[list[Symptom], Image | None]:
    try:
        file = TableFile(path)
        file.refuse_dead_link()
        image = file.read()
        if image is not None and image.edited:
            found = damage_of(image, path)
            if found:
                return [_of_damage(each) for each in found], None
    except DamagedStoreError as error:
        remedy = error.help if isinstance(error, MergeConflictError) else None
        return [Symptom(check="file", found=str(error), remedy=remedy or RESTORE)], None
    except EscalateError as error:
        remedy = error.help or f"ls -l {shell_word(path)}"
        return [Symptom(check="file", found=str(error), remedy=remedy)], None
    return list(_flaws(path, image)), image


def _of_damage(damage: Damage) -> Symptom:
    return Symptom(check="file", found=str(error_of([damage])), remedy=RESTORE)


def _flaws(path: Path, image: Image | None) -> Iterator[Symptom]:
    """Yield what is wrong with a file that can be read, or is not there."""
    if image is None and is_damaged(path):
        yield Symptom(check="file", found=f"{path} is missing", remedy=RESTORE)
    if image is not None and image.is_newer:
        found = f"{path} has format {image.format}, which is newer than this version writes"
        yield Symptom(check="format", found=found, remedy="install a newer escalate")
    elif image is not None and image.edited:
        found = f"{path} was edited by hand: its checksum does not fit"
        which = " of its tickets" if path.parent.name == ARCHIVE else ""
        remedy = f"escalate verify tells whether all holds; the next change{which} takes that over"
        yield Symptom(check="checksum", found=found, remedy=remedy)
    if image is not None and not _opens_in_tinydb(path, image):
        found = f"plain TinyDB does not open {path}, or finds other tickets in it"
        yield Symptom(check="tinydb", found=found, remedy="escalate verify names what is broken")


def _opens_in_tinydb(path: Path, image: Image) -> bool:
    from tinydb import TinyDB  # noqa: PLC0415 - nothing but doctor needs it

    try:
        with TinyDB(path, access_mode="r") as plain:
            return len(plain.table(TICKETS)) == image.count(TICKETS)
    except (OSError, ValueError):
        return False


def _spares(folder: Path) -> Iterator[Symptom]:
    """Look whether what would be restored is sound."""
    kept = [path.with_name(f"{path.name}.bak") for path in files_of(folder)]
    for path in (*kept, *rotation.newest_first(folder)):
        try:
            refuse_others(path, path.parent.stat())
            raw = read_file(path)
            if raw is not None:
                parse(raw, str(path))
        except EscalateError:
            found = f"the version before in {path} is damaged"
            yield Symptom(
                check="backup", found=found, remedy=f"rm {shell_word(path)}, then escalate backup"
            )
        except NotOursError as error:
            yield Symptom(check="backup", found=error.found, remedy=error.help)


def _note(path: Path) -> Iterator[Symptom]:
    """Look whether anybody can tell when `check` last ran."""
    try:
        refuse_others(path, path.parent.stat())
    except NotOursError as error:
        found = f"{error.found}, so that nobody can tell when check last ran"
        yield Symptom(check="heartbeat", found=found, remedy=error.help)
        return
    if is_there(path) and read_note(path) is None:
        found = f"{path} cannot be read, so that nobody can tell when check last ran"
        yield Symptom(
            check="heartbeat", found=found, remedy=f"rm {shell_word(path)}, then escalate check"
        )


def _versions(home: Path) -> Iterator[Symptom]:
    """Look whether the versions of the days can be kept."""
    lost = "so that no version of the day is kept"
    try:
        rotation.refuse_other_folder(home)
    except NotOursError as error:
        yield Symptom(check="backup", found=f"{error.found}, {lost}", remedy=error.help)
        return
    if is_there(home) and not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        found = f"{home} cannot be read or written, {lost}"
        yield Symptom(check="backup", found=found, remedy=f"ls -ld {shell_word(home)}")


def _inside(folder: Path) -> Iterator[Path]:
    for place in (folder, folder / ARCHIVE, folder / BACKUPS):
        if place.is_dir() and os.access(place, os.R_OK | os.X_OK):
            yield from sorted(place.iterdir())


def _stray(path: Path, *, is_busy: bool) -> Iterator[Symptom]:
    """Look for what a kill left over, and for copies that another program made."""
    if _LEFT_OVER.fullmatch(path.name):
        if not is_busy:
            yield _left_over(path)
    elif _COPY.fullmatch(path.name) and not (
        _OURS.fullmatch(path.name) or path.parent.name == BACKUPS or path.is_dir()
    ):
        found = f"{path} looks like a copy that a synchronising program made of two versions"
        of_tickets = path.suffix == ".json" and path.parent.name != ARCHIVE
        merge = f"escalate import --from escalate {shell_word(path)}, then rm {shell_word(path)}"
        compare = f"diff {shell_word(path)} beside the original"
        yield Symptom(check="copies", found=found, remedy=merge if of_tickets else compare)


def _left_over(path: Path) -> Symptom:
    try:
        refuse_others(path, path.parent.stat())
    except NotOursError as error:
        found = f"{error.found}, so that nothing can be written there"
        return Symptom(check="left over", found=found, remedy=error.help)
    found = f"{path} was left over by a command that was ended"
    return Symptom(check="left over", found=found, remedy=f"rm {shell_word(path)}")


def _modes(folder: Path) -> Iterator[Symptom]:
    """Look for what others may read or write."""
    shared = folder.stat().st_mode
    if shared & stat.S_IWOTH and not shared & stat.S_ISVTX:
        found = f"everybody may write in {folder}"
        yield Symptom(check="modes", found=found, remedy=f"chmod o-w {shell_word(folder)}")
    spares = [path.with_name(f"{path.name}.bak") for path in files_of(folder)]
    ours = [each for each in (*spares, *rotation.newest_first(folder)) if _is_file(each)]
    for path in (*files_of(folder), *ours):
        if path.exists() and path.stat().st_mode & stat.S_IRWXO:
            found = f"{path} is open to everybody"
            yield Symptom(check="modes", found=found, remedy=f"chmod o= {shell_word(path)}")
    policy = folder / POLICY_FILE
    if policy.exists() and policy.stat().st_mode & stat.S_IWOTH:
        found = f"everybody may change {policy}, and with it what is run"
        yield Symptom(check="modes", found=found, remedy=f"chmod o-w {shell_word(policy)}")
    if not os.access(folder, os.W_OK):
        found = f"nothing can be written in {folder}"
        yield Symptom(check="modes", found=found, remedy=f"ls -ld {shell_word(folder)}")


def _is_file(path: Path) -> bool:
    """Tell whether a file itself is there: what is typed about a link would change its target."""
    return path.is_file() and not path.is_symlink()


def has_store(folder: Path) -> bool:
    """Tell whether there is anything to examine."""
    names = (TICKETS_FILE, f"{TICKETS_FILE}.bak", ARCHIVE)
    return any(is_there(folder / name, follow_symlinks=False) for name in names)


def _lock(path: Path) -> Iterator[Symptom]:
    """Look whether anybody can lock the store."""
    if is_there(path, follow_symlinks=False) and (path.is_symlink() or not path.is_file()):
        found = f"{path} is no regular file, so nothing can be written"
        yield Symptom(
            check="lock", found=found, remedy=f"mv {shell_word(path)} {shell_word(f'{path}.aside')}"
        )
