"""Outlines: what a row tells of a ticket by which it is sorted out, without being read whole."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated

import msgspec

from escalate_cli.domain.ticket.ticket import NUMBERED, Outlined, Request, Status
from escalate_cli.store.rows.decoders import LateDecoder, decoded

if TYPE_CHECKING:
    from collections.abc import Iterable


_Id = Annotated[str, msgspec.Meta(pattern=NUMBERED)]
"""One that has a number: a row without one cannot be read, which is said in a line."""


class Outline(Outlined, msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a row tells of a ticket at a third of what the whole of it costs.

    Attributes:
        next_at: when the policy next has something to do.
        due_at: the earliest due of the running clocks; `risk_at` when one may be at risk.
    """

    next_at: datetime | None = None
    due_at: datetime | None = None
    risk_at: datetime | None = None
    id: _Id
    status: Status
    policy: str
    level: str
    logged_at: datetime
    updated_at: datetime
    owner: str | None = None
    team: str | None = None
    acknowledged_at: datetime | None = None
    pending_approval: Request | None = None

    @property
    def is_owed(self) -> bool:
        """Tell whether somebody has to work on it, or to answer: no other has clocks that go on."""
        return self.is_active or self.risk_at is not None

    def presses_by(self, now: datetime) -> bool:
        """Tell whether a clock of it that goes on may be at risk or due by then."""
        due, risk = self.due_at, self.risk_at
        is_by = (due is not None and due <= now) or (risk is not None and risk <= now)
        return is_by and self.is_owed


_to_outline = LateDecoder(Outline)


def outlines_of(rows: Iterable[tuple[int, bytes]]) -> dict[int, Outline]:
    """Read the outlines of rows; raises DamagedHistoryError."""
    return {number: decoded(_to_outline, row) for number, row in rows}


def in_order_of_due(outlines: Iterable[Outline]) -> list[Outline]:
    """Put outlines, which come by number, in the order of `by_due`.

    Of one due the first logged comes first, without any the last changed.
    """
    listed = sorted(outlines, key=attrgetter("logged_at"))
    due = [each for each in listed if each.due_at is not None]
    others = [each for each in listed if each.due_at is None]
    due.sort(key=attrgetter("due_at"))
    others.sort(key=attrgetter("updated_at"), reverse=True)
    return due + others
