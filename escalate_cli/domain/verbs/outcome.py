"""Outcome of a person's act: the events that it makes, or why it is refused."""

from enum import Enum

import msgspec

from escalate_cli.domain.ticket.events import Event


class Cause(Enum):
    """What stands in the way of an act."""

    RULE = "rule"
    STATUS = "status"
    SOMEBODY_ELSE = "somebody else"
    WORDING = "wording"
    REASON = "reason"


class Refused(msgspec.Struct, frozen=True):
    """An act that nothing comes of, and what to do instead."""

    reason: str
    help: str | None = None
    cause: Cause = Cause.RULE


class Done(msgspec.Struct, frozen=True):
    """An act that is allowed; what was so already makes no event."""

    events: tuple[Event, ...] = ()
