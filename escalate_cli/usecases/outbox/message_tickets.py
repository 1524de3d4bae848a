"""The tickets that messages are about, as whoever looks at the outbox reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from escalate_cli.domain.ticket.ticket import Ticket, number_in
from escalate_cli.errors import EscalateError

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.usecases.ports import View


class Tickets:
    """The tickets that messages are about, each read once; None for one that cannot be read."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._found: dict[str, Ticket | None] = {}

    def get(self, ticket_id: str) -> Ticket | None:
        """Return a ticket as last recorded."""
        if ticket_id not in self._found:
            self._found[ticket_id] = self._read(ticket_id)
        return self._found[ticket_id]

    def _read(self, ticket_id: str) -> Ticket | None:
        try:
            return self._view.ticket(number_in(ticket_id))
        except (EscalateError, msgspec.DecodeError, ValueError):
            return None
