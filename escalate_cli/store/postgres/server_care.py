"""Care of a store on a server: it is examined here, and backed up by what the server brings."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn

from escalate_cli.errors import UsageError
from escalate_cli.store.care.file_care import FileCare
from escalate_cli.store.postgres.address import Address
from escalate_cli.store.postgres.connections import Connections
from escalate_cli.store.postgres.server_clock import seconds_apart
from escalate_cli.usecases.care.store_care import Backup, Examined, Repair, Restored, Symptom
from escalate_cli.usecases.ports import View

_NOWHERE: Final = Path(os.devnull)
"""No file of the store is in any folder."""


class ServerCare(FileCare):
    """Examines a store; what looks after files refuses, but reads and writes those of others."""

    def __init__(self, connections: Connections, read: Callable[[], View]) -> None:
        super().__init__(_NOWHERE)
        self._connections = connections
        self._read = read

    @property
    def _address(self) -> Address:
        return self._connections.address

    def is_begun(self) -> bool:
        """Tell whether there is anything to examine."""
        with self._connections.reading() as link:
            return link is not None

    def examine(self) -> Examined:
        """Look at the address and the clocks; the server answers for its files."""
        return Examined((*self._of_password(), *self._of_clock()), self._read())

    def _of_password(self) -> Iterator[Symptom]:
        if self._address.has_password:
            found = "a password stands in the address, where other accounts may see it"
            yield Symptom(check="password", found=found, remedy="put it into ~/.pgpass")

    def _of_clock(self) -> Iterator[Symptom]:
        apart = abs(seconds_apart(_clock(), self._connections.now()))
        if apart:
            found = f"the clock here and that of the server are {apart} s apart"
            yield Symptom(check="clock", found=found, remedy="set the clock of this machine right")

    def repair(self) -> list[Repair]:
        """Refuse: no file of the store is here."""
        self._refuse()

    def back_up(self, now: datetime, target: str | None = None, *, force: bool = False) -> Backup:  # noqa: ARG002 - the port's
        """Refuse: a folder is backed up so."""
        self._refuse()

    def look_into(self, backup: str) -> Backup:  # noqa: ARG002 - the same
        """Refuse: a backup is put back into a folder."""
        self._refuse()

    def restore(self, backup: str, now: datetime) -> Restored:  # noqa: ARG002 - the same
        """Refuse: the same."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise UsageError(
            f"{self._address.shown} is on a server: what looks after a folder cannot look after it",
            "pg_dump backs the database up, and pg_restore puts it back; escalate migrate --to "
            "FOLDER copies the store to a folder",
        )


def _clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the machine's own, to compare it with another
