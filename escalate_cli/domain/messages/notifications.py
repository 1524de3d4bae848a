"""Notifications: who is told of which event, as messages for the outbox."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from escalate_cli.domain.messages.message_kind import MessageKind
from escalate_cli.domain.messages.outbox_message import CHANNEL, Message
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.routing import Route, everybody_of, route, together
from escalate_cli.domain.policy.rules import FUNCTIONAL
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.ticket import Ticket

if TYPE_CHECKING:  # types alone: start-up time
    from escalate_cli.domain.ticket.people.approvers import Delegation

ROLES = ("requester", "owner", "team", "stakeholders")
"""The words of `notify` that stand for whoever has that part in the ticket."""


def people_of(names: Iterable[str], history: History, people: People, at: datetime) -> Route:
    """Find who stands behind roles, levels and people at an instant, and why where nobody does."""
    return together(_named(name, history, people, at) for name in names)


def _named(name: str, history: History, people: People, at: datetime) -> Route:
    ticket = history.ticket
    if name == "requester":
        return Route(told=(ticket.requester,) if ticket.requester else ())
    if name == "owner" and ticket.owner:
        return Route(told=(ticket.owner,))
    if name in {"owner", "team"}:
        return everybody_of(people.teams.get(ticket.team or ""))
    if name == "stakeholders":
        return Route(told=stakeholders_of(ticket, people))
    level = history.rules.level(name)
    if level is not None:
        return route(level, people, at)
    team = None if name in people.people else people.teams.get(name)
    return everybody_of(team) if team else Route(told=(name,))


def _members(ticket: Ticket, people: People) -> tuple[str, ...]:
    team = people.teams.get(ticket.team or "")
    return team.members if team else ()


def stakeholders_of(ticket: Ticket, people: People) -> tuple[str, ...]:
    """Return who is kept informed of a ticket: its own stakeholders, and those of the policy."""
    matching = (s.people for s in people.subscriptions if matches(s.when, ticket))
    named = (*ticket.stakeholders, *(person for people in matching for person in people))
    return tuple(dict.fromkeys(named))


def informed(ticket: Ticket, people: People) -> tuple[str, ...]:
    """Return who hears how a ticket goes: requester, stakeholders, a customer with a contact."""
    known = people.customers.get(ticket.customer or "")
    outside = (ticket.requester, known.id if known and known.contact else None)
    names = (*(name for name in outside if name), *stakeholders_of(ticket, people))
    return tuple(dict.fromkeys(names))


def alert(
    history: History,
    people: People,
    fired: e.TriggerFired,
    told: tuple[str, ...],
    *,
    template: str | None,
    clock: str | None,
) -> Iterator[Message]:
    """Yield what those named by a rule are told about its finding on a clock, or on the ticket."""
    ticket = history.ticket
    kind = MessageKind.REMINDER if clock == ClockName.UPDATE else MessageKind.ALERT
    text = _text_of(template or kind, history, people, fired, clock)
    key = Key.parse(fired.key)
    if key.is_reminder:
        text = f"{text}\nThis is reminder {key.repeat}."
    if fired.action == Action.UNANSWERED:
        text = f"{text}\nNo higher level has all its skills."
    text += _why_them(fired.routed)
    again = _again(history, fired.key)
    for person in told:
        about = ":".join((fired.key, *again, person))
        yield _message(ticket, fired, about, kind, person, text)


def _why_them(routed: str) -> str:
    """Say on a line of its own why it comes to them, where nobody is on duty or one stands in."""
    return f"\nIt comes to you because: {routed}." if routed else ""


def handoff(history: History, event: e.TicketEscalated, people: People) -> Iterator[Message]:
    """Yield the notice to the next level, and the update to those kept informed."""
    ticket = history.ticket
    kind = MessageKind.HANDOFF if event.ladder == FUNCTIONAL else MessageKind.MANAGEMENT
    key = Key.parse(event.key) if event.key else _key_of(history, event, "escalation")
    again = _again(history, event.key)
    text = _text_of(kind, history, people, event) + _why_them(event.routed)
    for person in event.notified:
        yield _message(ticket, event, key.to(kind, *again, person), kind, person, text)
    name = MessageKind.STAKEHOLDER_UPDATE
    update = _text_of(name, history, people, event)
    for person in informed(ticket, people):
        yield _message(ticket, event, key.to(name, *again, person), name, person, update)


def asking(
    history: History,
    event: e.EscalationRequested,
    people: People,
    delegations: "Iterable[Delegation]" = (),
) -> Iterator[Message]:
    """Yield the approval request to the approvers and to whom they delegated their authority."""
    from escalate_cli.domain.ticket.people.approvers import with_stand_ins  # noqa: PLC0415 - start-up time

    told = with_stand_ins(event.asked, event.by, delegations, event.at)
    return telling(told, history, event, _asks_by(event), people)


def asking_others(
    history: History, event: e.ApproversAsked, request: e.EscalationRequested, people: People
) -> Iterator[Message]:
    """Yield the approval request to those who may answer it by now."""
    return telling(event.asked, history, event, _asks_by(request), people, about=request)


def _asks_by(request: e.EscalationRequested) -> MessageKind:
    return MessageKind.APPROVAL_AFTERWARDS if request.afterwards else MessageKind.APPROVAL_REQUEST


def answering(history: History, people: People) -> Iterator[Message]:
    """Yield the answer just given, to who asked for the escalation."""
    asked = [event for event in history.events if isinstance(event, e.EscalationRequested)]
    for event in history.events[-2:]:
        if isinstance(event, e.EscalationApproved):
            yield from telling((asked[-1].by,), history, event, MessageKind.APPROVED, people)
        elif isinstance(event, e.EscalationDeclined):
            yield from telling((asked[-1].by,), history, event, MessageKind.DECLINED, people)


def returning(history: History, event: e.TicketReturned, people: People) -> Iterator[Message]:
    """Yield the notice to the level that gets the ticket back."""
    return telling(event.notified, history, event, MessageKind.RETURNED, people)


def releasing(history: History, event: e.TicketReleased, people: People) -> Iterator[Message]:
    """Yield the notice to who had a ticket that others gave back, and to who is on duty."""
    every = dict.fromkeys(name for name in (event.former, *event.notified) if name)
    told = (name for name in every if name not in {event.by, event.login})
    return telling(told, history, event, MessageKind.RELEASED, people)


def assigning(history: History, event: e.Event, people: People) -> Iterator[Message]:
    """Yield the notice to a new owner, unless they took it themselves."""
    owner = history.ticket.owner
    told = (owner,) if owner and owner not in {event.by, event.login} else ()
    return telling(told, history, event, MessageKind.ASSIGNED, people)


def taking(
    history: History, event: e.Event, former: str | None, people: People
) -> Iterator[Message]:
    """Tell whoever had a ticket, or was waited for, that another one has taken it."""
    told = (former,) if former and former not in {event.by, event.login} else ()
    return telling(told, history, event, MessageKind.TAKEN, people)


def writing(history: History, event: e.Event, people: People) -> Iterator[Message]:
    """Tell those kept informed of a public note, and the owner of the requester's words."""
    match event:
        case e.ComplaintReceived():
            yield from telling(
                _holders(history, people), history, event, MessageKind.COMPLAINT, people
            )
        case e.NoteAdded(is_for_owner=True):
            yield from telling(_holders(history, people), history, event, MessageKind.REPLY, people)
        case e.NoteAdded(public=True):
            others = [name for name in informed(history.ticket, people) if name != event.by]
            yield from telling(others, history, event, MessageKind.NOTE, people)


def _holders(history: History, people: People) -> tuple[str, ...]:
    """Return the owner, or without one the people to whom the ticket's level leads."""
    ticket = history.ticket
    if ticket.owner:
        return (ticket.owner,)
    level = history.rules.level(ticket.level)
    return route(level, people, history.events[-1].at).told if level else ()


def reopening(history: History, event: e.Event, people: People) -> Iterator[Message]:
    """Yield the notice to who must take it again, and the update to those kept informed."""
    ticket = history.ticket
    took = (ticket.owner,) if ticket.owner else _members(ticket, people)
    yield from telling(took, history, event, MessageKind.REOPENED, people)
    yield from updating(history, event, MessageKind.STATUS_UPDATE, people)


def closing(
    history: History, event: e.Event, kind: MessageKind, people: People
) -> Iterator[Message]:
    """Yield the note on a resolution or closure, unless it was solved before it was imported."""
    resolved_at, imported_at = history.ticket.resolved_at, history.ticket.imported_at
    if not (resolved_at and imported_at and resolved_at <= imported_at):
        yield from updating(history, event, kind, people)


def updating(
    history: History, event: e.Event, kind: MessageKind, people: People
) -> Iterator[Message]:
    """Yield how the ticket stands now, to those kept informed."""
    return telling(informed(history.ticket, people), history, event, kind, people)


def telling(
    names: Iterable[str],
    history: History,
    event: e.Event,
    kind: MessageKind,
    people: People,
    *,
    about: e.Event | None = None,
) -> Iterator[Message]:
    """Yield one message of a kind for each of some people; perhaps about an earlier event."""
    told, ticket = tuple(names), history.ticket
    if not told:  # most acts tell nobody, and load no templates
        return
    text, key = _text_of(kind, history, people, about or event), _key_of(history, event, kind)
    for person in told:
        yield _message(ticket, event, key.to(person), kind, person, text)


def _text_of(
    name: str,
    history: History,
    people: People,
    event: e.Event | None = None,
    clock: str | None = None,
) -> str:
    from escalate_cli.domain.messages.message_templates import text_of  # noqa: PLC0415 - start-up time

    return text_of(name, history.ticket, history.rules, people, event, clock)


def _again(history: History, key: str | None) -> tuple[str, ...]:
    """Tell what is decided anew from what was withdrawn under the same key, and told."""
    undo = history.withdrawn_by(key) if key else None
    return () if undo is None else (f"after-{undo}",)


def withdrawing(history: History, names: Iterable[str], people: People) -> Iterator[Message]:
    """Tell those who had heard of what was just undone that it counts no more.

    A channel that asked for events gets that event as it gets all others.
    """
    event = history.events[-1]
    others = dict.fromkeys(name for name in names if not name.startswith(CHANNEL))
    told = (name for name in others if name not in {event.by, event.login})
    return telling(told, history, event, MessageKind.WITHDRAWN, people)


def _key_of(history: History, event: e.Event, kind: str) -> Key:
    """Return the key of an act: its place in the history, or that of the latest of its kind."""
    alike = [n for n, each in enumerate(history.events, 1) if type(each) is type(event)]
    place = next((n for n in reversed(alike) if history.events[n - 1] is event), alike[-1])
    return Key.of_act(history.ticket.id, history.ticket.cycle, kind, place, event.at)


def _message(ticket: Ticket, event: e.Event, key: str, kind: str, to: str, text: str) -> Message:
    return Message(key=key, ticket=ticket.id, kind=kind, to=to, text=text, created_at=event.at)
