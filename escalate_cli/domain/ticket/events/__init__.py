"""What happened to a ticket: the facts its history is made of."""

from typing import get_args

from escalate_cli.domain.ticket.actor import POLICY, Stamp
from escalate_cli.domain.ticket.events.approvals import (
    ApproversAsked,
    EscalationApproved,
    EscalationDeclined,
    EscalationRequested,
)
from escalate_cli.domain.ticket.events.base import Event, Words, kind_of
from escalate_cli.domain.ticket.events.comments import (
    ComplaintReceived,
    NoteAdded,
)
from escalate_cli.domain.ticket.events.corrections import ChangeUndone, EventRedacted, HandEdited
from escalate_cli.domain.ticket.events.deliveries import MessageDropped, MessageSent, OfMessage
from escalate_cli.domain.ticket.events.escalations import TicketEscalated, TicketReturned
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
    "kind_of",
]

AnyEvent = (
    TicketLogged
    | TicketAssessed
    | TicketAcknowledged
    | TicketEscalated
    | EscalationRequested
    | ApproversAsked
    | EscalationApproved
    | EscalationDeclined
    | TicketReturned
    | TicketReleased
    | NoteAdded
    | ComplaintReceived
    | TicketAssigned
    | TicketPaused
    | TicketResumed
    | TicketEdited
    | TicketLinked
    | TicketResolved
    | TicketClosed
    | TicketReopened
    | ReviewRecorded
    | BreachExcused
    | TriggerFired
    | TargetBreached
    | PolicyApplied
    | RulesChanged
    | MessageSent
    | MessageDropped
    | ChangeUndone
    | EventRedacted
    | HandEdited
    | HistoryImported
)

KINDS = tuple(str(each.__struct_config__.tag) for each in get_args(AnyEvent))
"""The names of all kinds of events."""
