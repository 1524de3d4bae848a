"""Response times: how long people have a ticket before they answer in public or hand it on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.timeline import Step


class How(StrEnum):
    """What ended a person's turn: their word, another owner, or the resolution."""

    ANSWERED = "answered"
    HANDED_ON = "handed_on"
    RESOLVED = "resolved"


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What one person made of a ticket that they were given.

    Attributes:
        how: nothing as long as they have it and have said nothing.
        spent: business time, on the calendar of the ticket's resolve clock.
    """

    person: str
    given_at: datetime
    ended_at: datetime | None = None
    how: How | None = None
    spent: timedelta = timedelta(0)


def responses(history: History) -> Iterator[Response]:
    """Yield the turns of a ticket's owners; a word on a ticket of nobody's is its author's turn.

    It counts from the ticket's arrival at the level; that of an owner from when they became it. In
    an import the system it comes from stands for an author whom it does not name: that is nobody.
    """
    owner: str | None = None
    given_at: datetime | None = None
    for step in history.steps:
        event, ticket = step.event, step.ticket
        if event is not None and event.is_answer:
            if given_at is not None and event.by == owner:
                yield _over(step, event.by, given_at, How.ANSWERED)
                given_at = None
            elif owner is None and ticket.is_active and event.by != ticket.source:
                yield _over(step, event.by, ticket.arrived_at, How.ANSWERED)
        now_of = ticket.owner if ticket.is_active else None
        if now_of != owner:
            if owner is not None and given_at is not None:
                how = How.HANDED_ON if ticket.is_active else How.RESOLVED
                yield _over(step, owner, given_at, how)
            owner, given_at = now_of, step.at if now_of else None
    if owner is not None and given_at is not None:
        yield Response(person=owner, given_at=given_at)


def _over(step: Step, person: str, given_at: datetime, how: How) -> Response:
    calendar = step.rules.calendar(step.ticket.clocks[ClockName.RESOLVE].calendar)
    return Response(
        person=person,
        given_at=given_at,
        ended_at=step.at,
        how=how,
        spent=calendar.between(given_at, step.at),
    )
