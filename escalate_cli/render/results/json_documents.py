"""The public JSON: which fields a document has, in which order; see docs/json.md."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.policy import CLOCKS
from escalate_cli.domain.ticket.events import Event, kind_of
from escalate_cli.domain.ticket.sla_clock import Clock, ClockState
from escalate_cli.domain.ticket.ticket import Escalation, Request
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.json_values import Fields, document, plain, seconds, stored

if TYPE_CHECKING:  # a command imports the one use case that it needs
    from escalate_cli.domain.ticket.authority import Delegation
    from escalate_cli.usecases.automation.check import Checked, Pressing
    from escalate_cli.usecases.care.doctor import Symptom
    from escalate_cli.usecases.care.verify import Mismatch
    from escalate_cli.usecases.insight.list_and_show import Story
    from escalate_cli.usecases.insight.oncall import Duty
    from escalate_cli.usecases.verbs.review import OwedReview

SCHEMA: Final = 1
T = TypeVar("T")

_OF_EVERY_EVENT: Final = ("seq", "at", "by", "kind", "change", "digest", "login", "clock_at")


class CheckCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What stands besides the tickets.

    Attributes:
        sent: messages that this run delivered; `failed` those it could not.
        pending: messages that wait in the outbox; `dead` those given up.
        unreachable: those that wait although the policy has no contact for them.
        outdated: open tickets that follow an older version of the policy.
    """

    sent: int = 0
    failed: int = 0
    pending: int = 0
    dead: int = 0
    unreachable: int = 0
    outdated: int = 0


def _ticket(*names: str) -> dict[str, Callable[[object], object]]:
    return stored(*(f"ticket.{name}" for name in names))


def _clocks(standing: TicketSnapshot) -> dict[str, object]:
    clocks = standing.ticket.clocks
    return {name: _clock(clocks[name]) if name in clocks else None for name in CLOCKS}


def _clock(clock: Clock) -> dict[str, object] | None:
    if clock.target is None:
        return None
    return {
        "target_seconds": seconds(clock.target.within),
        "calendar": clock.target.calendar,
        "started_at": plain(clock.started_at),
        "due_at": plain(clock.due_at),
        "elapsed_seconds": seconds(clock.spent),
        "remaining_seconds": seconds(clock.target.within - clock.spent),
        "state": clock.state.value,
        "running": clock.running and clock.ended_at is None,
        "breached_at": plain(clock.breached_at),
        "noticed_at": plain(clock.noticed_at),
        "met_at": plain(clock.ended_at) if clock.state is ClockState.MET else None,
    }


def _escalation(step: Escalation) -> dict[str, object]:
    return {
        "n": step.n,
        "ladder": step.ladder,
        "from": step.origin,
        "to": step.to,
        "mode": step.mode,
        "kind": step.kind,
        "trigger": step.trigger,
        "reason": step.reason,
        "since": plain(step.since),
        "at": plain(step.at),
        "by": step.by,
        "approved_by": step.approved_by,
        "acknowledged_at": plain(step.acknowledged_at),
    }


def _request(request: Request) -> dict[str, object]:
    return {
        "ladder": request.ladder,
        "to": request.to,
        "approver": request.approver,
        "asked": list(request.asked),
        "by": request.by,
        "at": plain(request.at),
        "auto_at": plain(request.auto_at),
        "afterwards": request.afterwards,
        "reason": request.reason,
        "tried": request.tried,
        "impact_note": request.impact_note,
        "next_step": request.next_step,
    }


def _pending(standing: TicketSnapshot) -> dict[str, object] | None:
    request = standing.ticket.pending_approval
    return _request(request) if request else None


TICKET: Final[Fields[TicketSnapshot]] = {
    "schema": lambda _: SCHEMA,
    **_ticket("id", "uid", "title", "description", "status", "priority", "impact", "urgency"),
    **_ticket("category", "service", "customer", "vip", "tags", "skills", "requester"),
    **_ticket("stakeholders", "owner", "team", "level", "management_level", "cycle", "policy"),
    **_ticket("logged_at", "updated_at", "acknowledged_at", "resolved_at", "closed_at"),
    **_ticket("reviewed_at", "resolution"),
    **stored("due_at", "next_at"),
    **_ticket("waiting_for", "key", "source"),
    "complaints": lambda standing: len(standing.ticket.complaints),
    "clocks": _clocks,
    "escalations": lambda standing: list(map(_escalation, standing.ticket.escalations)),
    "pending_approval": _pending,
}

PRESSURE: Final[Fields[TicketSnapshot]] = {
    "overdue": attrgetter("is_overdue"),
    "at_risk": attrgetter("is_at_risk"),
}
"""Read off the clocks; part of a document only where they are asked for by name."""


TICKET_COLUMNS: Final = (
    "id",
    "status",
    "priority",
    "level",
    "management_level",
    "owner",
    "due_at",
    "overdue",
    "title",
)
"""What a row says of a ticket unless other fields are asked for."""


def ticket_document(standing: TicketSnapshot) -> dict[str, object]:
    """Return a ticket as scripts read it."""
    return document(TICKET, standing)


def event_document(event: Event) -> dict[str, object]:
    """Return one event: what every event has, then what its kind has."""
    found: dict[str, object] = {}
    for name in _OF_EVERY_EVENT:
        found[name] = kind_of(event) if name == "kind" else plain(getattr(event, name))
    for name, public in _own_fields(type(event)):
        value = getattr(event, name)
        if value is not msgspec.UNSET:
            found[public] = plain(value)
    return found


@lru_cache(maxsize=64)
def _own_fields(event: type[Event]) -> tuple[tuple[str, str], ...]:
    """Return name and public name of what a kind of event adds; a duration tells its unit."""
    return tuple(
        (field.name, field.encode_name + ("_seconds" if field.type is timedelta else ""))
        for field in msgspec.structs.fields(event)
        if field.name not in {*_OF_EVERY_EVENT, "redacted"}
    )


def _of_standing(get: Callable[[TicketSnapshot], object]) -> "Callable[[Story], object]":
    return lambda story: get(story.standing)


STORY: Final["Fields[Story]"] = {
    **{name: _of_standing(get) for name, get in TICKET.items()},
    "events": lambda story: list(map(event_document, story.events)),
}


def story_document(story: "Story") -> dict[str, object]:
    """Return a ticket with its whole history."""
    return document(STORY, story)


DECISION: Final[Fields[Decision]] = {
    **stored("key", "ticket", "trigger", "type", "since", "noticed_at", "action"),
    "from": attrgetter("origin"),
    **stored("to", "notified", "superseded", "reason"),
}


def decision_document(decision: Decision) -> dict[str, object]:
    """Return what the policy decided about one finding."""
    return document(DECISION, decision)


MESSAGE: Final[Fields[Message]] = {
    "schema": lambda _: SCHEMA,
    **stored("key", "ticket", "kind", "to", "state", "attempts", "next_at", "error", "batch"),
    **stored("created_at", "text"),
}


def message_document(message: Message) -> dict[str, object]:
    """Return a message of the outbox."""
    return document(MESSAGE, message)


REVIEW: Final["Fields[OwedReview]"] = {
    "schema": lambda _: SCHEMA,
    "ticket": attrgetter("standing.ticket.id"),
    **stored("standing.ticket.priority", "standing.ticket.owner", "standing.ticket.resolved_at"),
    "due_at": lambda owed: plain(owed.due_at),
    "overdue": attrgetter("is_overdue"),
    "title": attrgetter("standing.ticket.title"),
}


def review_document(owed: "OwedReview") -> dict[str, object]:
    """Return a review that is owed."""
    return document(REVIEW, owed)


DIFFERENCE: Final["Fields[Mismatch]"] = stored("ticket", "field", "kept", "found")
SYMPTOM: Final["Fields[Symptom]"] = stored("check", "found", "remedy")
DELEGATION: Final["Fields[Delegation]"] = stored("person", "to", "since", "until", "by", "reason")
DUTY: Final["Fields[Duty]"] = stored("team", "people", "until", "note")


def check_document(
    checked: "Checked", pressing: "Pressing | None", facts: CheckCounts
) -> dict[str, object]:
    """Return one run of `check`: what it did, and what presses after it."""
    return {
        "schema": SCHEMA,
        "now": plain(checked.now),
        "last_check_at": plain(checked.last_check_at),
        "tickets": checked.active,
        "decisions": _each(DECISION, checked.decisions),
        "overdue": _each(TICKET, pressing.overdue if pressing else ()),
        "at_risk": _each(TICKET, pressing.at_risk if pressing else ()),
        "messages": {
            "sent": facts.sent,
            "failed": facts.failed,
            "pending": facts.pending,
            "dead": facts.dead,
        },
        "errors": [{"ticket": e.ticket, "message": e.message} for e in checked.errors],
    }


def _each(fields: Fields[T], things: Iterable[T]) -> list[dict[str, object]]:
    return [document(fields, thing) for thing in things]
