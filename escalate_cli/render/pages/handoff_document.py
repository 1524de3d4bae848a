"""A hand-off as a document: first what to look at, then what happened, then what is to come."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.pages.documents import HandOut, HandOutSection
from escalate_cli.render.parts.screen.asker import Asker
from escalate_cli.render.parts.words.clock_text import owed_of
from escalate_cli.render.parts.words.coming_text import coming_text
from escalate_cli.render.parts.words.event_text import counted, headline
from escalate_cli.render.parts.words.move_text import move_of
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.parts.words.urgency_marks import asked_of, level_of, pressure_of
from escalate_cli.usecases.insight.handoff import ShiftHandoff, TicketHandoff
from escalate_cli.usecases.insight.oncall import Duty

_MOST_UNTAKEN: Final = 10
_FOOT = "Made {at} by escalate from the history."


def tickets_document(handoffs: Sequence[TicketHandoff], asker: Asker, wall: Wall) -> HandOut:
    """Return what there is to know of some tickets."""
    names = ", ".join(each.standing.ticket.id for each in handoffs)
    return HandOut(
        title=f"Hand-off of {names}",
        lead=f"{counted(len(handoffs), 'ticket')} to take over.",
        sections=[part for each in handoffs for part in _ticket(each, asker, wall, level=2)],
        foot=_FOOT.format(at=wall.moment(wall.now)),
    )


def shift_document(shift: ShiftHandoff, asker: Asker, wall: Wall) -> HandOut:
    """Return what the next shift has to know."""
    came, done = len(shift.logged), len(shift.resolved)
    lead = (
        f"{counted(came, 'ticket')} came, {done} resolved, {len(shift.climbed)} climbed; "
        f"{shift.pressing} press now, {len(shift.untaken)} not taken."
    )
    first = [part for each in shift.look_first for part in _ticket(each, asker, wall, level=3)]
    parts = (
        ("Not taken", _untaken(shift.untaken)),
        ("Came", _named(shift, shift.logged)),
        ("Resolved", _named(shift, shift.resolved)),
        ("Climbed", _named(shift, shift.climbed)),
        ("Changed hands", _now_with(shift)),
        ("Waiting for a yes", [f"{_of(each)}: {asked_of(each, wall)}" for each in shift.approvals]),
        (
            "Waits that end soon",
            [f"{_of(each)}: {pressure_of(each, wall)}" for each in shift.waits],
        ),
        ("On duty", [_on_duty(each, wall) for each in shift.duties]),
    )
    sections = (
        [HandOutSection("A word to the next shift", quoted=shift.message)] if shift.message else []
    )
    sections += [HandOutSection("Look first", [] if first else ["nothing presses"]), *first]
    sections += [HandOutSection(title, items) for title, items in parts if items]
    return HandOut(
        title=f"Shift {wall.span(shift.since, shift.at)}",
        lead=lead,
        sections=sections,
        foot=_FOOT.format(at=wall.moment(shift.at)),
    )


def _ticket(
    handoff: TicketHandoff, asker: Asker, wall: Wall, level: int
) -> Iterator[HandOutSection]:
    standing, ticket = handoff.standing, handoff.standing.ticket
    items = [
        f"{ticket.priority}, {ticket.status}, at {level_of(ticket)}",
        move_of(standing, asker, wall),
        f"with {ticket.owner}" if ticket.owner else "",
        f"asks for {asked_of(standing, wall)}" if ticket.pending_approval else "",
        f"for {ticket.requester}" if ticket.requester else "",
        f"told of it: {', '.join(ticket.stakeholders)}" if ticket.stakeholders else "",
        _event_line("came up", handoff.moved, wall),
        _event_line("last said", handoff.said, wall),
        f"next: {coming_text(handoff.coming, wall)}" if handoff.coming else "",
    ]
    told = [event.written for event in (handoff.moved, handoff.said) if event]
    quoted = "\n\n".join(dict.fromkeys(text for text in told if text))
    yield HandOutSection(_name(ticket), [item for item in items if item], quoted, level)


def _event_line(what: str, event: Event | None, wall: Wall) -> str:
    if event is None:
        return ""
    return f"{what} {wall.dated(event.at)} by {event.by}: {headline(event, wall)}"


def _on_duty(duty: Duty, wall: Wall) -> str:
    until = f" until {wall.time(duty.until)}" if duty.until else ""
    return f"{duty.team}: {', '.join(duty.people) or 'nobody'}{until}"


def _untaken(standings: Sequence[TicketSnapshot]) -> list[str]:
    more = len(standings) - _MOST_UNTAKEN
    return [
        *map(_of, standings[:_MOST_UNTAKEN]),
        *([f"{more} more are in escalate list"] if more > 0 else []),
    ]


def _now_with(shift: ShiftHandoff) -> list[str]:
    """Return a line for each ticket: that of an open one says with whom it is."""
    changed = shift.changed_hands
    lines = zip(_named(shift, changed), changed, strict=True)
    is_open = shift.standings.keys()
    return [line if each.number in is_open else f"{line}: now {each.owner}" for line, each in lines]


def _named(shift: ShiftHandoff, tickets: Iterable[Ticket]) -> list[str]:
    """Return a line for each ticket: of an open one who has it, and what is due next."""
    return [
        _of(standing)
        if (standing := shift.standings.get(each.number))
        else f"{_name(each)} ({each.status})"
        for each in tickets
    ]


def _of(standing: TicketSnapshot) -> str:
    ticket = standing.ticket
    whose = f"with {ticket.owner}" if ticket.owner else "free"
    due = " ".join(owed_of(standing).split())
    parts = (ticket.priority, ticket.status, whose, "nothing due" if due == "-" else due)
    return f"{_name(ticket)} ({', '.join(dict.fromkeys(parts))})"


def _name(ticket: Ticket) -> str:
    return f"{ticket.id} {ticket.title}"
