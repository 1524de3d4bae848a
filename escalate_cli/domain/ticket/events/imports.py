"""What another system told later of a ticket that came from there."""

from typing import ClassVar

from escalate_cli.domain.ticket.events.base import Event
from escalate_cli.domain.ticket.events.wording import Clause
from escalate_cli.domain.time.timezones import Instant


class HistoryImported(Event, frozen=True, kw_only=True):
    """The events of the same change were brought in from another system.

    Attributes:
        at: when the last of them took effect, so that what comes next can follow it.
        by: who brought them in, and `imported_at` when.
        count: how many they are.
    """

    makes_step: ClassVar[bool] = False

    source: str
    imported_at: Instant
    count: int

    @property
    def is_touch(self) -> bool:
        """Whoever brings it in does nothing about the ticket."""
        return False

    @property
    def line(self) -> tuple[Clause, ...]:
        """Say from where, and how much it was."""
        return (f"imported {self.count} later event{'s'[: self.count != 1]} from {self.source}",)
