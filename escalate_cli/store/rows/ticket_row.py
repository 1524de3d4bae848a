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
        from escalate_cli.store.rows.past_cell import kept_in  # noqa: PLC0415 - start-up time

        return kept_in(self.raw, lambda: self.events)

    @property
    def broken_digests(self) -> list[int]:
        """The numbers of the events that are not as they were written."""
        return codec.broken_of(self.raw, self.events)
