"""Outlines: what a row tells of a ticket by which it is sorted out, without being read whole."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.ticket.ticket import Outlined, Request, Status
from escalate_cli.domain.time.timezones import Instant
from escalate_cli.store.rows.codec import Head
from escalate_cli.store.rows.decoders import LateDecoder, decoded, decoded_beginnings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from escalate_cli.store.rows.tables import Tables

_CLOCKS: Final = b',"clocks":{'
"""What stands behind all of an outline; texts that somebody wrote have no bare quotes."""


class Outline(Outlined, Head, frozen=True, kw_only=True, gc=False):
    """What a row tells of a ticket at a fifth of what the whole of it costs."""

    id: str
    status: Status
    policy: str
    level: str
    logged_at: Instant
    updated_at: Instant
    owner: str | None = None
    team: str | None = None
    acknowledged_at: datetime | None = None
    pending_approval: Request | None = None


class _AnyOutline(Outline, frozen=True, kw_only=True, gc=False):
    """The same of a row that somebody rearranged, or from which an instant was taken."""

    next_at: Instant | None = None
    due_at: Instant | None = None
    risk_at: Instant | None = None


_to_outlines = LateDecoder(dict[int, Outline])
_to_any_outline = LateDecoder(_AnyOutline)


def outlines_of(tables: Tables) -> dict[int, Outline]:
    """Read the outlines of all rows; raises DamagedHistoryError."""
    return decoded_beginnings(tables, _CLOCKS, _to_outlines, _outline_of)


def _outline_of(row: bytes) -> Outline:
    return decoded(_to_any_outline, row)


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
