"""Moves on the ladders, and the yes or no they need."""

from datetime import datetime

import msgspec

from escalate_cli.domain.ticket.events.base import Event


class TicketEscalated(Event, frozen=True, kw_only=True):
    """The ticket moved up one ladder.

    Attributes:
        origin: the level it came from, nothing on the first management step.
        since: the instant the reason became true.
        skipped: who was passed over while looking for the new owner, and why.
    """

    ladder: str
    to: str
    mode: str
    origin: str | None = msgspec.field(name="from", default=None)
    reason: str = ""
    trigger: str | None = None
    trigger_kind: str | None = None
    key: str | None = None
    since: datetime | None = None
    team: str | None = None
    owner: str | None = None
    routed: str = ""
    tried: str = ""
    impact_note: str = ""
    next_step: str = ""
    policy: str | None = None
    notified: tuple[str, ...] = ()
    approved_by: str | None = None
    break_glass: bool = False


class EscalationRequested(Event, frozen=True, kw_only=True):
    """Somebody wants to escalate into a level that needs another one's yes.

    Attributes:
        approver: the management level that must say yes; `asked` are its people.
        auto_at: when the request is approved by itself.
        afterwards: the move was made already, in an emergency.
    """

    ladder: str
    to: str
    approver: str
    origin: str | None = msgspec.field(name="from", default=None)
    asked: tuple[str, ...] = ()
    auto_at: datetime | None = None
    afterwards: bool = False
    reason: str = ""
    tried: str = ""
    impact_note: str = ""
    next_step: str = ""


class EscalationApproved(Event, frozen=True, kw_only=True):
    """A request was granted; `for_person` is whose authority was used by delegation."""

    to: str
    for_person: str | None = None
    message: str = ""


class EscalationDeclined(Event, frozen=True, kw_only=True):
    """A request was turned down."""

    to: str
    for_person: str | None = None
    message: str = ""


class TicketReturned(Event, frozen=True, kw_only=True):
    """The level handed the ticket back to the one before it."""

    to: str
    origin: str = msgspec.field(name="from")
    message: str = ""
    team: str | None = None
    owner: str | None = None
    routed: str = ""
    notified: tuple[str, ...] = ()
