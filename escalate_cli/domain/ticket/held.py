"""What held a decision back, as it is recorded with it."""

from datetime import datetime
from typing import Literal

import msgspec


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The time in which a finding could not be decided, in [since, until).

    Attributes:
        kind: `wait`, `own` while the requester had the ticket, or `maintenance`.
        until: nothing while nobody knows how long; of a maintenance window its planned end.
    """

    kind: Literal["wait", "own", "maintenance"]
    since: datetime = msgspec.field(name="from")
    until: datetime | None = None

    def is_on(self, now: datetime) -> bool:
        """Tell whether it holds back at an instant."""
        return self.since <= now and self.ends_after(now)

    def ends_after(self, at: datetime) -> bool:
        """Tell whether it ends later than an instant, as far as anybody knows."""
        return self.until is None or at < self.until
