"""The server's clock: read with the first question, and counted on from there."""

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Final

PATIENCE: Final = timedelta(seconds=5)
"""By how much a machine's clock may differ from the server's without a word."""


class ServerClock:
    """Tells the instant by the server, whatever the clock of this machine says or is set to."""

    def __init__(self, said: datetime) -> None:
        self._said, self._since = said.astimezone(UTC), monotonic()

    def now(self) -> datetime:
        """Return the instant, to the second."""
        passed = timedelta(seconds=monotonic() - self._since)
        return (self._said + passed).replace(microsecond=0)


def seconds_apart(here: datetime, there: datetime) -> int:
    """Return by how many seconds a machine is ahead of the server; 0 where that is no matter."""
    apart = here - there
    return 0 if abs(apart) <= PATIENCE else round(apart.total_seconds())
