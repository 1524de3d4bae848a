"""The port of what looks after a store: examine and repair it, back it up and restore it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

import msgspec

from escalate_cli.usecases.ports import View
from escalate_cli.usecases.records import Dump


class Symptom(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as it should be, and what to type about it."""

    check: str
    found: str
    remedy: str


class Examined(msgspec.Struct, frozen=True):
    """What is wrong with what holds the tickets.

    Attributes:
        view: the store as it was when it was examined; nothing where it is damaged.
    """

    symptoms: tuple[Symptom, ...]
    view: View | None


class Repair(msgspec.Struct, frozen=True, kw_only=True):
    """What was done about one damaged file.

    Attributes:
        set_aside: where the damaged file is now; nothing where it was missing.
        restored_from: the version that took its place; nothing where there is no sound one.
        lost: what is not in that version, as far as the damaged file still tells.
    """

    file: str
    set_aside: str | None
    restored_from: str | None
    lost: str


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """One file with a store's data, as it was verified.

    Attributes:
        tickets: how many rows of tickets it holds; one may lie in two files.
        messages: how many messages waited when it was made.
    """

    file: str
    files: int
    tickets: int
    messages: int = 0
    size: int


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What was put back, and where the data before it is kept."""

    bundle: Backup
    kept_before: str | None


class StoreCare(Protocol):
    """Looks after one store, whatever state that is in; files are named by their paths."""

    def is_begun(self) -> bool:
        """Tell whether there is anything to examine."""

    def examine(self) -> Examined:
        """Look for what is wrong with what holds the tickets; they are not looked at."""

    def repair(self) -> list[Repair]:
        """Put sound versions in the place of what is damaged."""

    def back_up(self, now: datetime, target: str | None = None, *, force: bool = False) -> Backup:
        """Write everything into one file, and read it again; `force` replaces a file."""

    def look_into(self, backup: str) -> Backup:
        """Read a backup to its end; raises UsageError, or DamagedStoreError with the place."""

    def open_other(self, named: str) -> View:
        """Read another store, a backup, a copy or an export; UsageError, or DamagedStoreError."""

    def open_export(self, raw: bytes, named: str) -> View:
        """Read an export that is at hand; raises UsageError."""

    def is_export(self, named: str) -> bool:
        """Tell whether a file begins as an export does."""

    def export_lines(self, dump: Dump) -> Iterator[str]:
        """Write what a store keeps as the lines of an export."""

    def write_output(self, target: str, lines: Iterable[str], *, force: bool) -> int:
        """Write lines into a file, all or none, never over one of the store; return its size."""

    def restore(self, backup: str, now: datetime) -> Restored:
        """Put a backup in the place of what is there, which is backed up first."""
