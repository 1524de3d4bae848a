"""Actions: what a decision did, and by whose hand a ticket moved, as histories say it."""

from enum import StrEnum


class Action(StrEnum):
    """What came of a decision; a word of a later version is kept as it is."""

    ESCALATED = "escalated"
    NOTIFIED = "notified"
    PRIORITISED = "prioritised"
    SUPERSEDED = "superseded"
    SATISFIED = "satisfied"
    UNANSWERED = "unanswered"
    LAPSED = "lapsed"
    RECORDED = "recorded"
    RESUMED = "resumed"
    RELEASED = "released"
    CLOSED = "closed"
    REOPENED = "reopened"
    APPROVED = "approved"
    ASKED = "asked"


class Mode(StrEnum):
    """Whether a rule moved a ticket, or a person."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
