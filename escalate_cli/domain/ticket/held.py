"""What held a decision back, as it is recorded with it."""

from datetime import datetime
from typing import Literal

import msgspec


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The time in which a finding could not be decided, in [since, until).

    Attributes:
        kind: `wait`, or `own` while the requester had the ticket.
        until: nothing while it goes on.
    """

    kind: Literal["wait", "own"]
    since: datetime = msgspec.field(name="from")
    until: datetime | None = None
