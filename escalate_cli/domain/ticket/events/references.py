"""What events name by a number of their store, so that another store can give other numbers."""

from typing import Annotated, Literal

import msgspec

Refers = Literal["ticket", "change", "event", "decision"]
"""To what a field of an event refers."""

TicketId = Annotated[str, msgspec.Meta(extra={"refers": "ticket"})]
ChangeNumber = Annotated[int, msgspec.Meta(extra={"refers": "change"})]
EventNumber = Annotated[int, msgspec.Meta(extra={"refers": "event"})]
DecisionKey = Annotated[str, msgspec.Meta(extra={"refers": "decision"})]
"""A key begins with the id of the ticket, and may end with the number of an undo."""
