"""Records: what a store keeps of a ticket, and what stands for all that it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:  # types alone: start-up time
    from array import array
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from escalate_cli.domain.ticket.events import Event
    from escalate_cli.domain.ticket.past import Past
    from escalate_cli.domain.ticket.ticket import Ticket


SIZE = 32
"""Bytes of a digest."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What the store keeps of a ticket: its history, and what saves reading it.

    Attributes:
        ticket: the fold of `events`, so that lists need not fold.
        next_at: when the policy next has something to do.
        due_at: the earliest due of its running clocks.
        risk_at: when the first of its running clocks is at risk, or since when an answer is owed.
        past: of a ticket that is over, what figures count besides its state.
    """

    ticket: Ticket
    events: Sequence[Event]
    next_at: datetime | None
    due_at: datetime | None
    risk_at: datetime | None
    past: Past | None = None


class Fingerprint(msgspec.Struct, frozen=True):
    """What stands for all events up to one: its number, and a digest over all of them."""

    last: int
    digest: str


class Seals(msgspec.Struct, frozen=True):
    """Numbers and digests of some events, one after the other: 8 and 32 bytes each."""

    numbers: array[int]
    digests: bytearray

    def add(self, events: Sequence[Event]) -> bool:
        """Take those of some more events; tell whether all have a number and a digest."""
        text = "".join([event.digest for event in events])
        try:
            raw = bytes.fromhex(text)
            self.numbers.extend([event.seq for event in events])
        except (ValueError, OverflowError):
            return False
        self.digests.extend(raw)
        return len(self.digests) == SIZE * len(self.numbers) and raw.hex() == text


class Dump(msgspec.Struct, frozen=True):
    """What a store keeps, as rows by table and number, and what its first line counts.

    Attributes:
        whole: whether it is all of it.
    """

    meta: Mapping[str, object]
    rows: Iterable[tuple[str, int, bytes]]
    whole: bool = True
