"""What happened to a ticket: the facts its history is made of.

A kind of event is loaded when it is first named, as the history of most tickets has few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from escalate_cli.domain.ticket.actor import POLICY, Stamp
from escalate_cli.domain.ticket.events.base import Event, Words, kind_of

if TYPE_CHECKING:
    from escalate_cli.domain.ticket.events.approvals import (
        ApproversAsked,
        EscalationApproved,
        EscalationDeclined,
        EscalationRequested,
    )
    from escalate_cli.domain.ticket.events.comments import (
        ComplaintReceived,
        NoteAdded,
    )
    from escalate_cli.domain.ticket.events.corrections import (
        ChangeUndone,
        EventRedacted,
        HandEdited,
    )
    from escalate_cli.domain.ticket.events.deliveries import MessageDropped, MessageSent, OfMessage
    from escalate_cli.domain.ticket.events.escalations import TicketEscalated, TicketReturned
    from escalate_cli.domain.ticket.events.every_kind import KINDS, AnyEvent
    from escalate_cli.domain.ticket.events.excuses import BreachExcused
    from escalate_cli.domain.ticket.events.imports import HistoryImported
    from escalate_cli.domain.ticket.events.lifecycle import (
        ReviewRecorded,
        TicketClosed,
        TicketLogged,
        TicketReopened,
        TicketResolved,
    )
    from escalate_cli.domain.ticket.events.links import DUPLICATE, Relation, TicketLinked
    from escalate_cli.domain.ticket.events.policy_events import (
        PolicyApplied,
        Recounted,
        RulesChanged,
        TargetBreached,
        TriggerFired,
    )
    from escalate_cli.domain.ticket.events.releases import TicketReleased
    from escalate_cli.domain.ticket.events.work import (
        Changes,
        TicketAcknowledged,
        TicketAssessed,
        TicketAssigned,
        TicketEdited,
        TicketPaused,
        TicketResumed,
    )

__all__ = [
    "DUPLICATE",
    "KINDS",
    "POLICY",
    "AnyEvent",
    "ApproversAsked",
    "BreachExcused",
    "ChangeUndone",
    "Changes",
    "ComplaintReceived",
    "EscalationApproved",
    "EscalationDeclined",
    "EscalationRequested",
    "Event",
    "EventRedacted",
    "HandEdited",
    "HistoryImported",
    "MessageDropped",
    "MessageSent",
    "NoteAdded",
    "OfMessage",
    "PolicyApplied",
    "Recounted",
    "Relation",
    "ReviewRecorded",
    "RulesChanged",
    "Stamp",
    "TargetBreached",
    "TicketAcknowledged",
    "TicketAssessed",
    "TicketAssigned",
    "TicketClosed",
    "TicketEdited",
    "TicketEscalated",
    "TicketLinked",
    "TicketLogged",
    "TicketPaused",
    "TicketReleased",
    "TicketReopened",
    "TicketResolved",
    "TicketResumed",
    "TicketReturned",
    "TriggerFired",
    "Words",
    "every_type",
    "kind_of",
    "type_of",
]

_HOMES: Final = {
    "TicketLogged": "lifecycle",
    "TicketAssessed": "work",
    "TicketAcknowledged": "work",
    "TicketEscalated": "escalations",
    "EscalationRequested": "approvals",
    "ApproversAsked": "approvals",
    "EscalationApproved": "approvals",
    "EscalationDeclined": "approvals",
    "TicketReturned": "escalations",
    "TicketReleased": "releases",
    "NoteAdded": "comments",
    "ComplaintReceived": "comments",
    "TicketAssigned": "work",
    "TicketPaused": "work",
    "TicketResumed": "work",
    "TicketEdited": "work",
    "TicketLinked": "links",
    "TicketResolved": "lifecycle",
    "TicketClosed": "lifecycle",
    "TicketReopened": "lifecycle",
    "ReviewRecorded": "lifecycle",
    "BreachExcused": "excuses",
    "TriggerFired": "policy_events",
    "TargetBreached": "policy_events",
    "PolicyApplied": "policy_events",
    "RulesChanged": "policy_events",
    "MessageSent": "deliveries",
    "MessageDropped": "deliveries",
    "ChangeUndone": "corrections",
    "EventRedacted": "corrections",
    "HandEdited": "corrections",
    "HistoryImported": "imports",
}
"""The module of each kind of event."""

_BESIDES: Final = {
    "OfMessage": "deliveries",
    "DUPLICATE": "links",
    "Relation": "links",
    "Recounted": "policy_events",
    "Changes": "work",
    "AnyEvent": "every_kind",
    "KINDS": "every_kind",
}
"""The module of what else is named here."""


def every_type() -> tuple[type[Event], ...]:
    """Return the types of all events."""
    return tuple(cast("type[Event]", _load(name, home)) for name, home in _HOMES.items())


def type_of(kind: str) -> type[Event] | None:
    """Return the type of the events of a kind, such as `ticket_logged`, if there is one."""
    name = kind.title().replace("_", "")
    return cast("type[Event]", _load(name, _HOMES[name])) if name in _HOMES else None


def _load(name: str, home: str) -> object:
    return getattr(import_module(f"{__name__}.{home}"), name)


if not TYPE_CHECKING:  # who checks types sees what is imported above, and nothing else

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name) or _BESIDES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, _load(name, home))
