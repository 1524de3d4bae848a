"""Another store, only to be read: a folder, a backup, a copy of `tickets.json`, an export."""

from pathlib import Path

from escalate_cli.errors import DamagedStoreError, UsageError
from escalate_cli.paths import ARCHIVE, FOLDER, TICKETS_FILE
from escalate_cli.store.care.backup import members
from escalate_cli.store.care.export_file import AGAIN, is_export, read_export
from escalate_cli.store.file.archive import TABLE, Buckets
from escalate_cli.store.file.atomic_file import read_file, reading
from escalate_cli.store.file.edit_validation import refuse_damage
from escalate_cli.store.file.file_format import START, Image, parse
from escalate_cli.store.file.migrations import FORMATS
from escalate_cli.store.rows.memory_tables import ARCHIVE as SHELF
from escalate_cli.store.rows.memory_tables import Shelf, empty_tables
from escalate_cli.store.rows.snapshot import RowsView

_MAGIC_AT, _MAGIC = 257, b"ustar"


def open_other(path: Path) -> RowsView:
    """Read another store as it is; raises UsageError where there is none, DamagedStoreError.

    A single file goes with the archive that lies beside it.
    """
    with reading(path):
        is_folder = path.is_dir()
    if is_folder:
        inside = path / FOLDER
        folder = path if (path / TICKETS_FILE).exists() else inside
        return _of_file(folder / TICKETS_FILE, path)
    return _of_file(path, path)


def of_export(raw: bytes, named: str) -> RowsView:
    """Read what `escalate export` wrote; raises UsageError."""
    try:
        image = _checked(read_export(raw, named), named)
    except DamagedStoreError as error:
        what = f"{error.place} is not as it was written: {error.what}"
        raise UsageError(f"{named}: {what}", AGAIN) from error
    return RowsView(image, Shelf(empty_tables()))


def _of_file(file: Path, named: Path) -> RowsView:
    raw = read_file(file)
    if raw is None:
        raise UsageError(f"there is no store in {named}", "name its folder, or a file of it")
    if raw[_MAGIC_AT : _MAGIC_AT + len(_MAGIC)] == _MAGIC:
        return _of_backup(file)
    if is_export(raw):
        return of_export(raw, str(named))
    if not raw.lstrip().startswith(START.rstrip()[:1]):
        raise UsageError(
            f"{named} is no store: neither a folder with {TICKETS_FILE}, nor a copy of that file, "
            "nor a backup, nor an export",
            "escalate backup FILE makes a backup",
        )
    return RowsView(_sound(raw, str(file)), Buckets(file.parent))


def _of_backup(file: Path) -> RowsView:
    shelf, found = empty_tables(), None
    for name, raw, _ in members(file):
        if name == TICKETS_FILE:
            found = _sound(raw, f"{file}:{name}")
        elif name.startswith(ARCHIVE):
            for number, row in _sound(raw, f"{file}:{name}").rows(TABLE):
                shelf.put(SHELF, number, row)
    if found is None:
        raise UsageError(f"{file} is not a backup: {TICKETS_FILE} is not in it")
    return RowsView(found, Shelf(shelf))


def _sound(raw: bytes, place: str) -> Image:
    return _checked(parse(raw, place), place)


def _checked(image: Image, place: str) -> Image:
    FORMATS.lift(image)
    FORMATS.refuse_newer(image, Path(place))
    if image.edited:
        refuse_damage(image, place)
    return image
