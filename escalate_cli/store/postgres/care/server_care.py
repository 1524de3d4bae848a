"""Care of a store on a server: examined here, backed up and restored as a folder is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from escalate_cli.errors import UsageError
from escalate_cli.store.care.file_care import FileCare
from escalate_cli.store.postgres.connection.server_clock import seconds_apart
from escalate_cli.usecases.care.store_care import Backup, Examined, Restored, Symptom

if TYPE_CHECKING:
    from escalate_cli.store.postgres.postgres_store import PostgresStore


class ServerCare(FileCare):
    """Examines a store, backs it up and puts it back; of its files the server takes care.

    Args:
        store: what is looked after.
        folder: where this machine's own files are, backups among them.
    """

    def __init__(self, store: "PostgresStore", folder: Path) -> None:
        super().__init__(folder)
        self._store = store

    def is_begun(self) -> bool:
        """Tell whether there is anything to examine."""
        return self._store.is_begun()

    def examine(self) -> Examined:
        """Look at the address and the clocks; the server answers for its files."""
        return Examined((*self._of_password(), *self._of_clock()), self._store.read())

    def _of_password(self) -> Iterator[Symptom]:
        if self._store.address.has_password:
            found = "a password stands in the address, where other accounts may see it"
            yield Symptom(check="password", found=found, remedy="put it into ~/.pgpass")

    def _of_clock(self) -> Iterator[Symptom]:
        apart = abs(seconds_apart(_clock(), self._store.now()))
        if apart:
            found = f"the clock here and that of the server are {apart} s apart"
            yield Symptom(check="clock", found=found, remedy="set the clock of this machine right")

    def repair(self) -> NoReturn:
        """Refuse: no file of the store is here."""
        raise UsageError(
            f"{self._store.address.shown} is on a server, which answers for its own files",
            "escalate restore FILE puts a backup in the place of what is there",
        )

    def back_up(self, now: datetime, target: str | None = None, *, force: bool = False) -> Backup:
        """Write everything into one file, as of a folder, and read it again."""
        from escalate_cli.store.postgres.care.server_backup import back_up  # noqa: PLC0415 - seldom needed

        self._store.must_be_a_store()
        file = Path(target) if target else None
        return back_up(self._store, self._folder, now, file, force=force)

    def restore(self, backup: str, now: datetime) -> Restored:
        """Put a backup in the place of what is there, which is backed up first."""
        from escalate_cli.store.postgres.care.server_backup import restore  # noqa: PLC0415 - the same

        return restore(self._store, self._folder, Path(backup), now)


def _clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the machine's own, to compare it with another
