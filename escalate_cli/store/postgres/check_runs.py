"""The runs of `check`: when it last ran on any machine, and whether it doubts its clock."""

from contextlib import suppress
from datetime import UTC, datetime

from escalate_cli.errors import EscalateError
from escalate_cli.store.postgres.connections import Connections
from escalate_cli.store.postgres.link import Link

_NOTE = """
INSERT INTO escalate.heartbeat VALUES %s ON CONFLICT (store_id) DO UPDATE
SET checked_at = excluded.checked_at, doubted_at = excluded.doubted_at"""


class CheckRuns:
    """Remembers the runs of `check`."""

    _connections: Connections

    def last_check_at(self) -> datetime | None:
        """Return when `check` last ran."""
        return self._noted()[0]

    def doubted_at(self) -> datetime | None:
        """Return since when `check` has not believed the clock; nothing if it last did."""
        return self._noted()[1]

    def checked(self, now: datetime) -> datetime | None:
        """Note that `check` ran, and return when it did before.

        The note is a comfort, not a promise: where it cannot be written, the run still counts.
        """
        before = self.last_check_at()
        self._note(now, None)
        return before

    def doubted(self, since: datetime) -> bool:
        """Note since when `check` does not believe the clock; tell whether that is kept."""
        return self._note(self.last_check_at(), since)

    def _noted(self) -> tuple[datetime | None, datetime | None]:
        with self._connections.reading() as link:
            found = link and link.one(
                "SELECT checked_at, doubted_at FROM escalate.heartbeat WHERE store_id = %s",
                link.store,
            )
        checked, doubted = found or (None, None)
        return checked and checked.astimezone(UTC), doubted and doubted.astimezone(UTC)

    def _note(self, checked: datetime | None, doubted: datetime | None) -> bool:
        def note(link: Link) -> bool:
            link.put(_NOTE, [(link.store, checked, doubted)])
            return True

        with suppress(EscalateError):
            return self._connections.write(note)
        return False
