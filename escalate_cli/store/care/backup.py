"""Backup and restore: a store's data in one file, written, verified, and put back."""

import hashlib
import itertools
import os
import re
import tarfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from escalate_cli.errors import (
    DamagedStoreError,
    EscalateError,
    StoreUnwritableError,
    UsageError,
    reason_of,
)
from escalate_cli.paths import (
    ARCHIVE,
    BACKUPS,
    LOCK_FILE,
    POLICY_FILE,
    TESTS_FILE,
    TICKETS_FILE,
)
from escalate_cli.store.care.output_file import refuse_taken, refuse_target
from escalate_cli.store.care.repair import files_of, is_damaged, real_folder
from escalate_cli.store.care.ticket_numbers import highest_given
from escalate_cli.store.file.archive import Buckets, counts_in
from escalate_cli.store.file.atomic_file import (
    expect_ours,
    is_there,
    opened,
    prepare_folder,
    read_file,
    reading,
    remove_file,
    replace_file,
    replacing,
)
from escalate_cli.store.file.edit_validation import refuse_damage
from escalate_cli.store.file.file_format import FORMAT, parse
from escalate_cli.store.file.locking import exclusive
from escalate_cli.store.rows.tables import ARCHIVED, NEXT, OUTBOX, TICKETS
from escalate_cli.usecases.care.store_care import Backup, Restored

_MEMBER = re.compile(
    r"tickets\.json|policy(\.test)?\.yaml|archive/(?!0000)[0-9]{4,}\.json", re.ASCII
)
_END = bytes(1024)
_CHECKSUM = "ESCALATE.sha256"
"""Names the checksum of each file of a backup; where there is none, a file's own must fit."""


def back_up(
    folder: Path, now: datetime, target: Path | None = None, *, force: bool = False
) -> Backup:
    """Write everything into one file, and read it again; raises DamagedStoreError.

    `tickets.json` is read first: a ticket that is put away meanwhile is then in both files.
    """
    found = list(_files(folder))
    if not found or found[0].name != TICKETS_FILE:
        raise UsageError(f"there is no store in {folder} to back up", "escalate where")
    if target is not None:
        refuse_target(target, folder)
    target = target or own_name(folder, "store", now)
    return _written(found, target, force=force, must_be_sound=True)


def restore(folder: Path, file: Path, now: datetime) -> Restored:
    """Put the data of a backup in the place of what is there, which is backed up first.

    Nothing is touched before all of the backup has been verified.
    """
    bundle = examined(file)
    folder = real_folder(folder)
    prepare_folder(folder)
    with exclusive(folder / LOCK_FILE):
        expect_ours(_touched(folder, file))
        before, given = list(_files(folder)), highest_given(folder)
        kept = None
        if before:
            kept = _written(before, own_name(folder, "before-restore", now)).file
        _put_back(folder, file, given)
    return Restored(bundle=bundle, kept_before=kept)


def _touched(folder: Path, file: Path) -> Iterator[Path]:
    """Yield what putting a backup in place writes over or removes."""
    yield folder / f"{TICKETS_FILE}.bak"
    yield from (folder / name for name, _, _ in members(file))
    archive = Buckets(folder)
    for ending in ("", ".bak"):
        names = (f"{bucket:04}.json{ending}" for bucket in archive.numbers(ending))
        yield from (folder / ARCHIVE / name for name in names)


def examined(file: Path) -> Backup:
    """Read a backup to its end; raises UsageError, or DamagedStoreError with the place."""
    names, messages = set(), 0
    known: object = {}
    counts: dict[str, int] = {}
    for name, raw, is_sealed in members(file):
        names.add(name)
        if name not in {POLICY_FILE, TESTS_FILE}:
            image = parse(raw, f"{file}:{name}")
            if image.is_newer:
                raise UsageError(
                    f"{file} has format {image.format}, and this version writes format {FORMAT}",
                    "install a newer escalate",
                )
            if image.edited and not is_sealed:
                raise DamagedStoreError(f"{file}:{name}", "1:1", "its checksum does not fit")
            if image.edited:
                refuse_damage(image, f"{file}:{name}")
            if name == TICKETS_FILE:
                known = image.meta.get(ARCHIVED)
            counts[name] = image.count(TICKETS)
            messages += image.count(OUTBOX)
    if TICKETS_FILE not in names:
        raise UsageError(f"{file} is not a backup: {TICKETS_FILE} is not in it")
    _refuse_part(known, counts, f"{file}:")
    with reading(file):
        size = file.stat().st_size
    return Backup(
        file=str(file), files=len(names), tickets=sum(counts.values()), messages=messages, size=size
    )


def _refuse_part(known: object, counts: Mapping[str, int], where: str) -> None:
    """Raise DamagedStoreError where a bucket of the archive is lost, or a part of one."""
    for bucket, count in counts_in(known).items():
        name = f"{ARCHIVE}/{bucket:04}.json"
        if counts.get(name, 0) < count:
            what = f"not all of the {count} tickets are there that were put away"
            raise DamagedStoreError(f"{where}{name}", "1:1", what)


def _put_back(folder: Path, file: Path, given: int) -> None:
    """Write what the backup holds, `tickets.json` first, and remove later buckets."""
    kept = set()
    for name, raw, _ in members(file):
        path = folder / name
        prepare_folder(path.parent)
        kept.add(os.path.realpath(path))
        parts: list[bytes | memoryview] = [raw]
        if name == TICKETS_FILE:
            image = parse(raw, f"{file}:{name}")
            known = image.meta.get(NEXT)
            if not isinstance(known, int) or known <= given:
                image.meta[NEXT] = given + 1  # no id is ever given twice
                parts = image.parts()
        replace_file(path, parts, keep_old=not is_damaged(path))
    for path in files_of(folder):
        if os.path.realpath(path) not in kept:
            remove_file(path.with_name(f"{path.name}.bak"))  # or it would be missed
            remove_file(path)


def _files(folder: Path) -> Iterator[Path]:
    archive = Buckets(folder)
    buckets = [archive.file(bucket).path for bucket in archive.numbers()]
    for path in (folder / TICKETS_FILE, *buckets):
        if is_there(path):
            yield path
    for path in (folder / POLICY_FILE, folder / TESTS_FILE):
        if os.path.isfile(path) and os.access(path, os.R_OK):
            yield path  # tickets are kept without them: they hold the versions they follow


def own_name(folder: Path, what: str, now: datetime) -> Path:
    """Return where a backup goes unless somebody says where; no file is there yet."""
    place = folder / BACKUPS
    prepare_folder(place)
    name = f"{what}-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    more_names = itertools.chain([""], (f"-{n}" for n in itertools.count(2)))
    tries = (place / f"{name}{more}.tar" for more in more_names)
    return next(path for path in tries if not is_there(path, follow_symlinks=False))


def own_backups(folder: Path, what: str) -> list[Path]:
    """Return the backups of a name in the store's own folder, sorted."""
    return sorted((folder / BACKUPS).glob(f"{what}-[0-9]*.tar"))


def _written(
    found: list[Path], target: Path, *, force: bool = False, must_be_sound: bool = False
) -> Backup:
    refuse_taken(target, force=force)
    digests, counts = {}, dict[str, int]()
    known: object = None
    with replacing(target, keep_old=False) as stream:
        with tarfile.open(fileobj=stream, mode="w") as tar:
            for path in found:
                raw = read_file(path) or b""
                name = f"{ARCHIVE}/{path.name}" if path.name[0].isdigit() else path.name
                if must_be_sound and path.suffix == ".json":
                    image = parse(raw, str(path))
                    if image.edited:
                        refuse_damage(image, str(path))
                    counts[name] = image.count(TICKETS)
                    known = image.meta.get(ARCHIVED) if name == TICKETS_FILE else known
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode, entry.mtime = len(raw), 0o600, int(path.stat().st_mtime)
                digests[name] = hashlib.sha256(raw).hexdigest()
                entry.pax_headers = {_CHECKSUM: digests[name]}
                tar.addfile(entry, BytesIO(raw))
        _refuse_part(known, counts, f"{found[0].parent}/")
        stream.flush()
        written = members(Path(stream.name))
        if {name: hashlib.sha256(raw).hexdigest() for name, raw, _ in written} != digests:
            raise StoreUnwritableError(str(target), "it does not read back as it was written")
        counted = _counted(Path(stream.name))
    return replace(counted, file=str(target), files=len(digests))


def _counted(file: Path) -> Backup:
    """Count rows where that is possible; a damaged file is kept, but has none to count."""
    try:
        return examined(file)
    except EscalateError:
        return Backup(file=str(file), files=0, tickets=0, size=file.stat().st_size)


def members(file: Path) -> Iterator[tuple[str, bytes, bool]]:
    """Yield each file of a backup: name, bytes, whether a checksum beside it fits.

    Nothing else may be in it; it must be a plain tar file, so that no more is read than it is.
    """
    names: set[str] = set()
    try:
        with opened(file) as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
            size = os.fstat(stream.fileno()).st_size
            for entry in tar:
                known = entry.isreg() and not entry.issparse() and _MEMBER.fullmatch(entry.name)
                if not known or entry.name in names:
                    raise UsageError(f"{file} is not a backup: {entry.name!r} is in it")
                names.add(entry.name)
                raw = _content(tar, entry, size)
                yield entry.name, raw, _is_sealed(entry, raw, file)
            _expect_end(stream, tar.offset)
    except (tarfile.TarError, EOFError, ValueError) as error:
        what = "is not a backup, or not all of one"
        raise UsageError(f"{file} {what}", "name a file that escalate backup made") from error
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {reason_of(error)}") from error


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo, size: int) -> bytes:
    """Read a file of a backup of a size; raises EOFError where it claims to be larger."""
    content = tar.extractfile(entry)
    if content is None or entry.offset_data + entry.size > size:
        raise EOFError
    return content.read()


def _is_sealed(entry: tarfile.TarInfo, raw: bytes, file: Path) -> bool:
    """Tell whether a checksum lies beside a file; raises DamagedStoreError if it does not fit."""
    checksum = entry.pax_headers.get(_CHECKSUM)
    if checksum is None:
        return False
    if checksum != hashlib.sha256(raw).hexdigest():
        raise DamagedStoreError(f"{file}:{entry.name}", "1:1", "its checksum does not fit")
    return True


def _expect_end(stream: BinaryIO, at: int) -> None:
    """Read the mark behind the last file, without which there may have been more."""
    stream.seek(at)
    if stream.read(len(_END)) != _END:
        raise EOFError
