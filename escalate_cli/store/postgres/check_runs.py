"""The runs of `check`: when it last ran on any machine, and whether it doubts its clock."""

from contextlib import suppress
from datetime import UTC, datetime

from escalate_cli.errors import EscalateError
from escalate_cli.store.postgres.connections import Connections

_NOTE = """
WITH before AS (SELECT checked_at FROM escalate.heartbeat WHERE store_id = %s),
kept AS (INSERT INTO escalate.heartbeat VALUES (%s, %s, %s) ON CONFLICT (store_id) DO UPDATE
    SET checked_at = excluded.checked_at, doubted_at = excluded.doubted_at RETURNING store_id)
SELECT store_id, (SELECT checked_at FROM before) FROM kept"""


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
        is_kept, before = self._note(now, None)
        return before if is_kept else self.last_check_at()

    def doubted(self, since: datetime) -> bool:
        """Note since when `check` does not believe the clock; tell whether that is kept."""
        return self._note(self.last_check_at(), since)[0]

    def _noted(self) -> tuple[datetime | None, datetime | None]:
        with self._connections.reading() as link:
            found = link and link.one(
                "SELECT checked_at, doubted_at FROM escalate.heartbeat WHERE store_id = %s",
                link.store,
            )
        checked, doubted = found or (None, None)
        return checked and checked.astimezone(UTC), doubted and doubted.astimezone(UTC)

    def _note(
        self, checked: datetime | None, doubted: datetime | None
    ) -> tuple[bool, datetime | None]:
        """Keep a note; tell whether it is kept, and when `check` ran before."""
        with suppress(EscalateError), self._connections.reading() as link:
            store = link.store if link else 0
            found = link and link.one(_NOTE, store, store, checked, doubted)
            if found:
                return True, found[1] and found[1].astimezone(UTC)
        return False, None
