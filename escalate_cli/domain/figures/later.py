"""Later changes: what was undone or entered about a period after it was over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

import msgspec

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History


class Later(Addable, msgspec.Struct):
    """How many tickets of a period that is over were changed since.

    Attributes:
        undone: something that happened in it was undone later.
        entered: something was entered later for then.
    """

    undone: int = 0
    entered: int = 0

    def add_later(self, later: Self) -> None:
        """Count the tickets that another looked at."""
        self.undone += later.undone
        self.entered += later.entered

    def add(self, history: History, since: datetime, until: datetime) -> None:
        """Look for what was changed of one ticket."""
        events = [event for event in history.events if since <= event.at < until]
        self.undone += any(_is_undone(event, history, until) for event in events)
        self.entered += _is_entered(events, history.ticket.imported_at, until)


def _is_undone(event: Event, history: History, until: datetime) -> bool:
    undone_at = history.undone.get(event.change)
    return undone_at is not None and undone_at >= until


def _is_entered(events: Sequence[Event], imported_at: datetime | None, until: datetime) -> bool:
    if events and imported_at is not None and imported_at >= until:
        return True
    return any(event.clock_at is not None and event.clock_at >= until for event in events)
