"""Escalation hours: on which weekday and at which hour of the local day tickets climbed."""

from collections import Counter
from datetime import datetime

import msgspec

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.time.timezones import zone_named


class EscalationHour(msgspec.Struct, frozen=True):
    """How many moves up were made within one hour of one weekday.

    Attributes:
        weekday: 1 is Monday, as ISO 8601 counts.
        hour: 0 to 23, in the policy's zone.
    """

    weekday: int
    hour: int
    n: int


class HourTally(Addable):
    """Counts moves up by weekday and hour; raises CalendarError for an unknown zone."""

    def __init__(self, zone: str) -> None:
        self._zone = zone_named(zone)
        self._count = Counter[tuple[int, int]]()

    def add(self, at: datetime) -> None:
        """Take the instant of one more."""
        local = at.astimezone(self._zone)
        self._count[local.isoweekday(), local.hour] += 1

    def figures(self) -> tuple[EscalationHour, ...]:
        """Return the hours in which there was any, in the order of a week."""
        return tuple(EscalationHour(day, hour, n) for (day, hour), n in sorted(self._count.items()))
