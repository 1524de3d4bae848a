"""What somebody is told, with a key that names the fact."""

from datetime import datetime

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message to one person, waiting in the outbox.

    Attributes:
        key: the fact and the recipient; a repeat carries the same one.
        kind: handoff, alert, status_update, stakeholder_update, reminder, closure, …
        to: id of a person, or the address a requester or stakeholder was named by.
    """

    key: str
    ticket: str
    kind: str
    to: str
    text: str
    created_at: datetime
    state: str = "pending"
