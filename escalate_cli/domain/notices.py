"""Who is told what: messages for the outbox, made with the facts they tell."""

from collections.abc import Iterable, Iterator

from escalate_cli.domain import events as e
from escalate_cli.domain.message import Message
from escalate_cli.domain.messages import text_of
from escalate_cli.domain.policy import FUNCTIONAL, Policy
from escalate_cli.domain.routing import route
from escalate_cli.domain.run import Run
from escalate_cli.domain.ticket import Ticket

ROLES = ("requester", "owner", "team", "stakeholders")
"""The words of `notify` that stand for whoever has that part in the ticket."""


def people_of(names: Iterable[str], run: Run) -> tuple[str, ...]:
    """Return who stands behind roles, levels and people, each once."""
    found = [person for name in names for person in _named(name, run)]
    return tuple(dict.fromkeys(found))


def _named(name: str, run: Run) -> tuple[str, ...]:
    ticket, policy = run.ticket, run.current
    if name == "requester":
        return (ticket.requester,) if ticket.requester else ()
    if name == "owner":
        return (ticket.owner,) if ticket.owner else _members(ticket, policy)
    if name == "team":
        return _members(ticket, policy)
    if name == "stakeholders":
        return ticket.stakeholders
    level = run.history.policy.level(name)
    return route(level, policy, run.now).told if level else (name,)


def _members(ticket: Ticket, policy: Policy) -> tuple[str, ...]:
    team = policy.teams.get(ticket.team or "")
    return team.members if team else ()


def alert(
    run: Run, fired: e.TriggerFired, told: tuple[str, ...], name: str | None
) -> Iterator[Message]:
    """Yield what those named by a rule are told about its finding."""
    text = text_of(name or "alert", run.ticket, run.current, fired)
    for person in told:
        yield Message(
            key=f"{fired.key}:{person}",
            ticket=run.ticket.id,
            kind="alert",
            to=person,
            text=text,
            created_at=fired.at,
        )


def handoff(ticket: Ticket, event: e.TicketEscalated, policy: Policy) -> Iterator[Message]:
    """Yield the notice to the next level, and the update to those kept informed."""
    functional = event.ladder == FUNCTIONAL
    kind = "handoff" if functional else "management"
    key = event.key or f"{ticket.id}:{ticket.cycle}:escalation:{len(ticket.escalations)}"
    text = text_of(kind, ticket, policy, event)
    for person in event.notified:
        yield _message(ticket, event, f"{key}:{kind}:{person}", kind, person, text)
    update = text_of("stakeholder_update", ticket, policy, event)
    for person in _informed(ticket):
        name = "stakeholder_update"
        yield _message(ticket, event, f"{key}:{name}:{person}", name, person, update)


def asking(ticket: Ticket, event: e.EscalationRequested, policy: Policy) -> Iterator[Message]:
    """Yield the request to those whose yes is needed."""
    text = text_of("approval_request", ticket, policy, event)
    for person in event.asked:
        key = f"{ticket.id}:{ticket.cycle}:approval:{event.at.timestamp():.0f}:{person}"
        yield _message(ticket, event, key, "approval_request", person, text)


def returning(ticket: Ticket, event: e.TicketReturned, policy: Policy) -> Iterator[Message]:
    """Yield the notice to the level that gets the ticket back."""
    text = text_of("returned", ticket, policy, event)
    for person in event.notified:
        key = f"{ticket.id}:{ticket.cycle}:returned:{event.at.timestamp():.0f}:{person}"
        yield _message(ticket, event, key, "returned", person, text)


def closing(ticket: Ticket, event: e.Event, kind: str, policy: Policy) -> Iterator[Message]:
    """Yield the note on a resolution or closure to those kept informed."""
    text = text_of(kind, ticket, policy, event)
    at = event.at.timestamp()
    for person in _informed(ticket):
        key = f"{ticket.id}:{ticket.cycle}:{kind}:{at:.0f}:{person}"
        yield _message(ticket, event, key, kind, person, text)


def _informed(ticket: Ticket) -> tuple[str, ...]:
    people = (*([ticket.requester] if ticket.requester else []), *ticket.stakeholders)
    return tuple(dict.fromkeys(people))


def _message(ticket: Ticket, event: e.Event, key: str, kind: str, to: str, text: str) -> Message:
    return Message(key=key, ticket=ticket.id, kind=kind, to=to, text=text, created_at=event.at)
