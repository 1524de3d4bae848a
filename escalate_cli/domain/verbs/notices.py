"""Notices of a person's act: whom it tells, by the events that it made."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import singledispatch
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.domain.messages.message_kind import MessageKind
from escalate_cli.domain.messages.notifications import (
    answering,
    asking,
    assigning,
    closing,
    handoff,
    releasing,
    reopening,
    returning,
    taking,
    telling,
    updating,
    writing,
)
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Ticket

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.domain.ticket.people.approvers import Delegation


class After(msgspec.Struct, frozen=True):
    """What an act left behind.

    Attributes:
        before: the ticket as it was.
        lent: looks up who speaks for whom; most acts need not know.
    """

    history: History
    before: Ticket
    people: People
    lent: "Callable[[], Iterable[Delegation]]"


def notices(events: Sequence[e.Event], after: After) -> Iterator[Message]:
    """Yield the messages of an act: of a move first, then of what was asked or answered."""
    for event in sorted(events, key=lambda each: each.leads_to is None):
        yield from _notices(event, after)


@singledispatch
def _notices(event: e.Event, after: After) -> Iterable[Message]:  # noqa: ARG001 - most tell nobody
    return ()


@_notices.register(e.TicketEscalated)
def _(event: e.TicketEscalated, after: After) -> Iterable[Message]:
    return handoff(after.history, event, after.people)


@_notices.register(e.EscalationRequested)
def _(event: e.EscalationRequested, after: After) -> Iterable[Message]:
    return asking(after.history, event, after.people, after.lent())


@_notices.register(e.EscalationApproved)
@_notices.register(e.EscalationDeclined)
def _(_event: e.Event, after: After) -> Iterable[Message]:
    return answering(after.history, after.people)


@_notices.register(e.TicketReturned)
def _(event: e.TicketReturned, after: After) -> Iterable[Message]:
    return returning(after.history, event, after.people)


@_notices.register(e.TicketReleased)
def _(event: e.TicketReleased, after: After) -> Iterable[Message]:
    return releasing(after.history, event, after.people)


@_notices.register(e.TicketAcknowledged)
def _(event: e.TicketAcknowledged, after: After) -> Iterable[Message]:
    former = after.before.owner
    if former == after.history.ticket.owner:
        return ()
    return taking(after.history, event, former, after.people)


@_notices.register(e.TicketAssigned)
def _(event: e.TicketAssigned, after: After) -> Iterable[Message]:
    return assigning(after.history, event, after.people)


@_notices.register(e.TicketPaused)
def _(event: e.TicketPaused, after: After) -> Iterable[Message]:
    return updating(after.history, event, MessageKind.STATUS_UPDATE, after.people)


@_notices.register(e.NoteAdded)
@_notices.register(e.ComplaintReceived)
def _(event: e.Event, after: After) -> Iterable[Message]:
    return writing(after.history, event, after.people)


@_notices.register(e.TicketResolved)
def _(event: e.TicketResolved, after: After) -> Iterable[Message]:
    return closing(after.history, event, MessageKind.RESOLUTION, after.people)


@_notices.register(e.TicketClosed)
def _(event: e.TicketClosed, after: After) -> Iterable[Message]:
    return closing(after.history, event, MessageKind.CLOSURE, after.people)


@_notices.register(e.TicketReopened)
def _(event: e.TicketReopened, after: After) -> Iterable[Message]:
    return reopening(after.history, event, after.people)


@_notices.register(e.TicketEdited)
def _(event: e.TicketEdited, after: After) -> Iterable[Message]:
    """Whoever became a stakeholder hears how the ticket stands."""
    before, now = after.before.stakeholders, after.history.ticket.stakeholders
    new = [person for person in now if person not in before]
    return telling(new, after.history, event, MessageKind.STATUS_UPDATE, after.people)
