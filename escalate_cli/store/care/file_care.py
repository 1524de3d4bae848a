"""Care of a store that is a folder of files: examine, repair, back up, restore."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from escalate_cli.store.care.backup import back_up, examined, restore
from escalate_cli.store.care.doctor_checks import examine_files, has_store
from escalate_cli.store.care.export_file import begins_export, export_lines
from escalate_cli.store.care.other_store import of_export, open_other
from escalate_cli.store.care.output_file import write_output
from escalate_cli.store.care.repair import repair
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.usecases.care.store_care import Backup, Examined, Repair, Restored
from escalate_cli.usecases.records import Dump


class FileCare:
    """Looks after the files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_begun(self) -> bool:
        """Tell whether there is anything to examine."""
        return has_store(self._folder)

    def examine(self) -> Examined:
        """Look for what is wrong with the files; their tickets are not looked at."""
        return examine_files(self._folder)

    def repair(self) -> list[Repair]:
        """Restore each damaged file from its newest sound version."""
        return repair(self._folder)

    def back_up(self, now: datetime, target: str | None = None, *, force: bool = False) -> Backup:
        """Write all files into one, by default among the store's backups."""
        return back_up(self._folder, now, Path(target) if target else None, force=force)

    def look_into(self, backup: str) -> Backup:
        """Read a backup to its end; raises UsageError, or DamagedStoreError with the place."""
        return examined(Path(backup))

    def open_other(self, named: str) -> RowsView:
        """Read another store, a backup, a copy or an export; UsageError, or DamagedStoreError."""
        return open_other(Path(named))

    def open_export(self, raw: bytes, named: str) -> RowsView:
        """Read an export that is at hand; raises UsageError."""
        return of_export(raw, named)

    def is_export(self, named: str) -> bool:
        """Tell whether a file begins as an export does."""
        return begins_export(Path(named))

    def export_lines(self, dump: Dump) -> Iterator[str]:
        """Write what a store keeps as the lines of an export."""
        return export_lines(dump)

    def write_output(self, target: str, lines: Iterable[str], *, force: bool) -> int:
        """Write lines into a file, all or none, never over one of the store; return its size."""
        return write_output(self._folder, Path(target), lines, force=force)

    def restore(self, backup: str, now: datetime) -> Restored:
        """Put the files of a backup in the place of what is there, which is backed up first."""
        return restore(self._folder, Path(backup), now)
