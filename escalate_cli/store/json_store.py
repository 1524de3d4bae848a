"""The team's store: one TinyDB file in a folder."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from escalate_cli.domain.time.instant_parsing import format_instant, parse_rfc3339
from escalate_cli.errors import DamagedStoreError, EscalateError
from escalate_cli.paths import HEARTBEAT, LOCK_FILE, POLICY_FILE, TESTS_FILE, TICKETS_FILE
from escalate_cli.store.file.archive import Buckets
from escalate_cli.store.file.atomic_file import (
    is_there,
    prepare_folder,
    read_note,
    replace_file,
    replace_note,
)
from escalate_cli.store.file.file_format import Image
from escalate_cli.store.file.locking import exclusive
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.store.rows.tables import STORE, TABLES, TICKETS
from escalate_cli.store.rows.transaction import RowsTransaction

T = TypeVar("T")

DAY = 86_400
"""Seconds; days begin at midnight UTC here."""


class JsonStore:
    """Tickets in `tickets.json`; plain TinyDB opens the same file.

    Args:
        folder: where the file is, or will be.
        on_wait: told who holds the lock, if it takes longer than a second.
        on_edit: given a file that was edited by hand, and its name, before anybody reads it.

    Attributes:
        written: the tickets that were changed here; nothing where no change was made.
    """

    def __init__(
        self,
        folder: Path,
        on_wait: Callable[[str], None] | None = None,
        on_edit: Callable[[RowsTransaction, str], None] | None = None,
    ) -> None:
        self.folder = folder
        self.written: list[int] | None = None
        self._on_edit = on_edit
        self._file = TableFile(folder / TICKETS_FILE, *TABLES, on_wait=on_wait)

    def read(self) -> RowsView:
        """Return the store as it is now; a folder without a file is an empty store."""
        image, archive = self._read()
        if image.edited:
            with suppress(DamagedStoreError):  # is told when somebody wants to write
                return self._with_edits(image, archive)
        return RowsView(image, archive)

    def as_it_is(self) -> RowsView:
        """Return the store as it is now, and what was edited by hand as it was left."""
        return RowsView(*self._read())

    def newest_policy(self) -> str | None:
        """Return the text of the policy version that was pinned last, at little cost."""
        from escalate_cli.store.file.pinned_policy import newest_policy  # noqa: PLC0415 - seldom needed

        return newest_policy(self._file.path, self.as_it_is)

    def _read(self) -> tuple[Image, Buckets]:
        image, archive = self._file.read() or self._file.begun(), self._archive()
        self._refuse_orphans(image, archive)
        return image, archive

    def _with_edits(self, image: Image, archive: Buckets) -> RowsTransaction:
        """Take notice of what was edited by hand, unless it is damage."""
        from escalate_cli.store.care.ticket_numbers import highest_archived  # noqa: PLC0415 - the same
        from escalate_cli.store.file.edit_validation import count_on, refuse_damage  # noqa: PLC0415 - rare

        refuse_damage(image, str(self._file.path))
        count_on(image, highest_archived(archive))
        if self._on_edit:
            self._on_edit(RowsTransaction(image, archive), str(self._file.path))
        return RowsTransaction(image, archive)  # what the command does is another change

    def _archive(self) -> Buckets:
        return Buckets(self._file.path.parent)

    def change(self, work: Callable[[RowsTransaction], T]) -> T:
        """Do some work in one change of the store; here it runs once."""
        with self.transaction() as tx:
            return work(tx)

    @contextmanager
    def transaction(self) -> Iterator[RowsTransaction]:
        """Open the store for one change; an exception leaves it as it was."""
        prepare_folder(self.folder)
        with self._file.alone():
            with self._file.locked() as image:
                archive = self._archive()
                self._refuse_orphans(image, archive)
                image.meta.setdefault(STORE, os.urandom(8).hex())
                edited = image.edited
                yield (
                    self._with_edits(image, archive) if edited else RowsTransaction(image, archive)
                )
                archive.write()  # before tickets leave `tickets.json`: a kill leaves them twice
            if image.changed:
                self.written = [*(self.written or ()), *image.changed_rows(TICKETS)]
            self._keep_yesterday()  # while nobody else can write over the `.bak` that it keeps

    def _refuse_orphans(self, image: Image, archive: Buckets) -> None:
        """Refuse to begin anew beside an archive, whose ids would be given again."""
        if STORE not in image.meta and archive.numbers():
            raise DamagedStoreError(str(self._file.path), "1:1", "the file is missing")

    def _keep_yesterday(self) -> None:
        """At the first change of a day, keep what the days before left; it may fail."""
        path = self._file.path
        with suppress(OSError, EscalateError):
            written = [os.stat(path).st_mtime, os.stat(f"{path}.bak").st_mtime]
            if written[0] // DAY != written[1] // DAY:
                from escalate_cli.store.care.rotation import keep  # noqa: PLC0415 - once a day

                keep(path.with_name(f"{path.name}.bak"), path.parent)

    def purge(self, numbers: Iterable[int]) -> list[str]:
        """Write over older versions of tickets; name the files that still hold some."""
        from escalate_cli.store.care.purge import purge  # noqa: PLC0415 - seldom needed

        return purge(self._file, self._archive(), numbers)

    def last_check_at(self) -> datetime | None:
        """Return when `check` last ran; a damaged note counts as none."""
        return self._noted(0)

    def doubted_at(self) -> datetime | None:
        """Return since when `check` has not believed the clock; nothing if it last did."""
        return self._noted(1)

    def _noted(self, line: int) -> datetime | None:
        """Read an instant of the heartbeat file, which has one a line."""
        raw = read_note(self.folder / HEARTBEAT) or b""
        try:
            return parse_rfc3339(raw.decode("ascii").splitlines()[line].strip())
        except (EscalateError, LookupError, ValueError):
            return None

    def _is_store(self) -> bool:
        """Tell whether somebody began a store here, so that a wrong folder stays clean."""
        return any(is_there(self.folder / name) for name in (TICKETS_FILE, POLICY_FILE))

    def checked(self, now: datetime) -> datetime | None:
        """Note that `check` ran, and return when it did before.

        The note is a comfort, not a promise: where it cannot be written, the run still counts.
        """
        before = self.last_check_at()
        if before != now or self.doubted_at():
            self._note(format_instant(now))
        return before

    def doubted(self, since: datetime) -> bool:
        """Note since when `check` does not believe the clock; tell whether that is kept."""
        before = self.last_check_at()
        return self._note(format_instant(before) if before else "-", format_instant(since))

    def _note(self, *lines: str) -> bool:
        """Write the heartbeat file of a store that is one; tell whether it is there."""
        with suppress(EscalateError):
            if self._is_store():
                text = "".join(f"{line}\n" for line in lines)
                replace_note(self.folder / HEARTBEAT, text.encode())
                return True
        return False


def begin(folder: Path, policy: bytes, tests: bytes) -> bool:
    """Make a store's folder with a policy and its tests; what is there already stays.

    Returns whether there was no policy before.
    """
    prepare_folder(folder)
    path, beside = folder / POLICY_FILE, folder / TESTS_FILE
    if is_there(path, follow_symlinks=False):
        return False
    with exclusive(folder / LOCK_FILE):
        is_new = not is_there(path, follow_symlinks=False)
        if is_new:
            if not is_there(beside, follow_symlinks=False):
                replace_file(beside, [tests])
            replace_file(path, [policy])
    return is_new
