"""A ticket's row, with parts that are decoded when they are first asked for, and once."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from escalate_cli.store.rows import codec
from escalate_cli.usecases.records import Record

if TYPE_CHECKING:
    from escalate_cli.domain.ticket.events import Event
    from escalate_cli.domain.ticket.past import KeptPast, Past
    from escalate_cli.domain.ticket.ticket import Ticket
    from escalate_cli.store.rows.past_cell import WholeTicket
    from escalate_cli.usecases.records import Record

_TIMES = rb'\{"next_at":(?:null|"[^"]*"),"due_at":(?:null|"[^"]*"),"risk_at":(?:null|"[^"]*"),'
"""Compiled where a row is compared, as few commands do."""
_NEVER = len(b'{"next_at":null,"due_at":null,"risk_at":null,')


class TicketRow:
    """What is asked of one ticket while somebody goes through many, without a search for each."""

    def __init__(self, number: int, raw: bytes) -> None:
        self.number, self.raw = number, raw
        self._told: WholeTicket | None = None

    @classmethod
    def written(cls, record: Record, raw: bytes) -> TicketRow:
        """Return the row of a record that was just encoded, which nobody need decode."""
        row = cls(record.ticket.number, raw)
        row.ticket, row.events = record.ticket, tuple(record.events)
        return row

    @cached_property
    def ticket(self) -> Ticket:
        """The state that it keeps; raises DamagedHistoryError."""
        return codec.decode_ticket(self.raw)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The history that it keeps; raises DamagedHistoryError."""
        return tuple(codec.decode_events(self.raw))

    def take(self, whole: WholeTicket | None) -> None:
        """Keep what was read of it at once, if it was not spoilt."""
        if whole is not None:
            self.ticket = self._told = whole

    @property
    def kept(self) -> KeptPast | None:
        """What it keeps of a ticket that is over; its events are read where it is not as written.

        Raises DamagedHistoryError.
        """
        if self._told is not None:
            return self._told.kept(lambda: self.events)
        from escalate_cli.store.rows.past_cell import kept_in, past_parts_in  # noqa: PLC0415 - start-up time

        told = past_parts_in(self.raw)
        if told is None:
            return None
        return kept_in(told, self.raw, lambda: self.events, codec.decode_events)

    @property
    def is_past_spoilt(self) -> bool:
        """Tell whether it keeps something of a ticket that is over that cannot be read."""
        from escalate_cli.store.rows.past_cell import is_spoilt  # noqa: PLC0415 - start-up time

        return is_spoilt(self.raw)

    def is_written_as(self, ticket: Ticket, past: Past | None) -> bool:
        """Tell whether it is to the byte what is written of a ticket with its events.

        When the policy has something to do, and a clock is due, may be said otherwise: that
        depends on when it was written.
        """
        record = Record(
            ticket=ticket, events=self.events, next_at=None, due_at=None, risk_at=None, past=past
        )
        times = re.match(_TIMES, self.raw)
        return times is not None and self.raw[times.end() :] == codec.encode_record(record)[_NEVER:]

    @property
    def broken_digests(self) -> list[int]:
        """The numbers of the events that are not as they were written."""
        return codec.broken_of(self.raw, self.events)
