"""What events name by a number of their store, so that another store can give other numbers."""

from enum import StrEnum
from typing import Annotated

import msgspec


class Refers(StrEnum):
    """To what a field of an event refers."""

    TICKET = "ticket"
    CHANGE = "change"
    EVENT = "event"
    DECISION = "decision"


TicketId = Annotated[str, msgspec.Meta(extra={"refers": Refers.TICKET})]
ChangeNumber = Annotated[int, msgspec.Meta(extra={"refers": Refers.CHANGE})]
EventNumber = Annotated[int, msgspec.Meta(extra={"refers": Refers.EVENT})]
DecisionKey = Annotated[str, msgspec.Meta(extra={"refers": Refers.DECISION})]
"""A key begins with the id of the ticket, and may end with the number of an undo."""
