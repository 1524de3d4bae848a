"""Review: what was learned from a ticket that is over."""

from collections.abc import Iterable, Iterator

import msgspec

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import FINISHED
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.refusals import wrong_status
from escalate_cli.domain.verbs.situation import Situation


class Lessons(msgspec.Struct, frozen=True, kw_only=True):
    """What was learned; the fields are those of the event that records it."""

    root_cause: str
    factors: tuple[str, ...] = ()
    went_well: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    tickets: tuple[str, ...] = ()
    answered_by: str | None = None


def lessons_in(events: Iterable[e.Event]) -> Iterator[Lessons]:
    """Yield what reviews say, in the order in which they were recorded."""
    return (lessons_of(event) for event in events if isinstance(event, e.ReviewRecorded))


def lessons_of(event: e.ReviewRecorded) -> Lessons:
    """Return what a recorded review says."""
    return msgspec.convert(event, Lessons, from_attributes=True)


def review(at: Situation, lessons: Lessons) -> Done | Refused:
    """Record root cause, contributing factors, what went well and actions."""
    refused = wrong_status(at.ticket, FINISHED, "reviewed")
    if refused is not None:
        return refused
    return Done((e.ReviewRecorded(**msgspec.structs.asdict(lessons), **at.stamp),))
