"""Whom a person's act tells, by the events that it made."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import singledispatch

import msgspec

from escalate_cli.domain.messages.notifications import answering, asking, handoff, returning
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.authority import Delegation
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Ticket


class After(msgspec.Struct, frozen=True):
    """What an act left behind.

    Attributes:
        before: the ticket as it was.
        lent: looks up who speaks for whom; most acts need not know.
    """

    history: History
    before: Ticket
    people: People
    lent: Callable[[], Iterable[Delegation]]


def notices(events: Sequence[e.Event], after: After) -> Iterator[Message]:
    """Yield the messages of an act: of a move first, then of what was asked or answered."""
    for event in sorted(events, key=lambda each: each.leads_to is None):
        yield from _notices(event, after)


@singledispatch
def _notices(event: e.Event, after: After) -> Iterable[Message]:  # noqa: ARG001 - most tell nobody
    return ()


@_notices.register
def _(event: e.TicketEscalated, after: After) -> Iterable[Message]:
    return handoff(after.history, event, after.people)


@_notices.register
def _(event: e.EscalationRequested, after: After) -> Iterable[Message]:
    return asking(after.history, event, after.people, after.lent())


@_notices.register(e.EscalationApproved)
@_notices.register(e.EscalationDeclined)
def _(_event: e.Event, after: After) -> Iterable[Message]:
    return answering(after.history, after.people)


@_notices.register
def _(event: e.TicketReturned, after: After) -> Iterable[Message]:
    return returning(after.history, event, after.people)
