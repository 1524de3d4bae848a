"""A ticket's row, with parts that are decoded when they are first asked for, and once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from escalate_cli.store.rows import codec

if TYPE_CHECKING:
    from escalate_cli.domain.ticket.events import Event
    from escalate_cli.domain.ticket.past import KeptPast
    from escalate_cli.domain.ticket.ticket import Ticket


class TicketRow:
    """What is asked of one ticket while somebody goes through many, without a search for each."""

    def __init__(self, number: int, raw: bytes) -> None:
        self.number, self.raw = number, raw

    @cached_property
    def ticket(self) -> Ticket:
        """The state that it keeps; raises DamagedHistoryError."""
        return codec.decode_ticket(self.raw)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The history that it keeps; raises DamagedHistoryError."""
        return tuple(codec.decode_events(self.raw))

    @property
    def kept(self) -> KeptPast | None:
        """What it keeps of a ticket that is over; its events are read where it is not as written.

        Raises DamagedHistoryError.
        """
        from escalate_cli.domain.ticket.past import KeptPast  # noqa: PLC0415 - start-up time
        from escalate_cli.store.rows.event_kinds import kinds_of, last_seq_of  # noqa: PLC0415 - the same
        from escalate_cli.store.rows.past_cell import past_in  # noqa: PLC0415 - the same

        kinds = kinds_of(self.raw)
        if not kinds:
            kinds = frozenset(map(type, self.events))
            last = self.events[-1].seq if self.events and self.events[0].begins_ticket else 0
        else:
            last = last_seq_of(self.raw)
        past = past_in(self.raw, last)
        return KeptPast(past, kinds, lambda: self.events) if past else None

    @property
    def broken_digests(self) -> list[int]:
        """The numbers of the events that are not as they were written."""
        return codec.broken_of(self.raw, self.events)
