"""Kinds of messages, each with a text of its own."""

from enum import StrEnum


class MessageKind(StrEnum):
    """What a message is about; a channel that asked for events gets their kinds instead."""

    HANDOFF = "handoff"
    MANAGEMENT = "management"
    ALERT = "alert"
    REMINDER = "reminder"
    ASSIGNED = "assigned"
    TAKEN = "taken"
    RETURNED = "returned"
    RELEASED = "released"
    REOPENED = "reopened"
    APPROVAL_REQUEST = "approval_request"
    APPROVAL_AFTERWARDS = "approval_afterwards"
    APPROVED = "approved"
    DECLINED = "declined"
    STAKEHOLDER_UPDATE = "stakeholder_update"
    STATUS_UPDATE = "status_update"
    NOTE = "note"
    REPLY = "reply"
    COMPLAINT = "complaint"
    RESOLUTION = "resolution"
    CLOSURE = "closure"
    WITHDRAWN = "withdrawn"


UPDATES = frozenset(
    {
        MessageKind.NOTE,
        MessageKind.STATUS_UPDATE,
        MessageKind.STAKEHOLDER_UPDATE,
        MessageKind.RESOLUTION,
        MessageKind.CLOSURE,
        MessageKind.WITHDRAWN,
    }
)
"""Those that keep people informed, who need do nothing about them."""

REQUESTS = frozenset({MessageKind.APPROVAL_REQUEST, MessageKind.APPROVAL_AFTERWARDS})
"""Those that ask for a yes."""
