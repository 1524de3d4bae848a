"""What a verb answers on a terminal: a line for each ticket, and what to type next."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts import urgency_marks
from escalate_cli.render.parts.ansi import Ansi
from escalate_cli.render.parts.time_text import Wall
from escalate_cli.sanitize import one_line

if TYPE_CHECKING:  # a command imports the one use case that it needs
    from escalate_cli.usecases.care.doctor import Symptom
    from escalate_cli.usecases.verbs.log import Logged

_NEXT: Final = {
    Status.OPEN: "ack",
    Status.ACKNOWLEDGED: "resolve",
    Status.WAITING: "resume",
    Status.RESOLVED: "close",
}
MOST_HINTED: Final = 5
"""A hint about more tickets than that helps nobody."""
_ANSWERS: Final = ("first_response", "acknowledge")


def changed_lines(
    standings: Sequence[TicketSnapshot], verb: str, wall: Wall, ink: Ansi
) -> Iterator[str]:
    """Yield `T-12 acknowledged · P1 · L2 · due in 1h 20m · Mail server down` and the like."""
    for standing in standings:
        ticket = standing.ticket
        yield ink.joined(
            f"{ink.paint(one_line(ticket.id), 'bold')} {one_line(verb)}",
            one_line(ticket.priority),
            urgency_marks.level_of(ticket),
            f"asked for {asked}" if (asked := urgency_marks.asked_of(standing, wall)) else "",
            ink.paint(urgency_marks.pressure_of(standing, wall), urgency_marks.style_of(standing)),
            one_line(ticket.title),
        )
    yield from _next_lines(standings, ink)


def _next_lines(standings: Sequence[TicketSnapshot], ink: Ansi) -> Iterator[str]:
    """Yield what comes next for the tickets, those of one status together."""
    for status, verb in _NEXT.items():
        ids = [s.ticket.id for s in standings if s.ticket.status is status]
        if 0 < len(ids) <= MOST_HINTED:
            yield ink.paint(f"next: escalate {verb} {one_line(' '.join(ids))}", "dim")


def logged_lines(logged: Sequence["Logged"], wall: Wall, ink: Ansi) -> Iterator[str]:
    """Yield what became of new issues: where each is, by when, and what to type next."""
    for one in logged:
        ticket = one.standing.ticket
        id_ = one_line(ticket.id)
        margin = " " * (len(id_) + 2)
        place = f"{one_line(ticket.priority)}  {urgency_marks.level_of(ticket)}"
        yield f"{ink.paint(id_, 'bold')}  {place}  {one_line(ticket.title)}"
        if not one.is_new:
            yield f"{margin}is open already: noted there that it was reported again"
        dues = ", ".join(_dues(one.standing, wall))
        if dues:
            yield f"{margin}{dues}"
        verb = _NEXT.get(ticket.status)
        if verb:
            yield ink.paint(f"{margin}next: escalate {verb} {id_}", "dim")


def symptom_lines(symptoms: Sequence["Symptom"], ink: Ansi) -> Iterator[str]:
    """Yield what is wrong, and below it what to type."""
    for symptom in symptoms:
        check = ink.paint(one_line(symptom.check), "red")
        yield f"{check}: {one_line(symptom.found)}"
        yield f"  help: {one_line(symptom.remedy)}"


def _dues(standing: TicketSnapshot, wall: Wall) -> Iterator[str]:
    """Yield by when somebody must answer, and by when it must be solved."""
    answer = next((at for name in _ANSWERS if (at := _due_at(standing, name))), None)
    for word, at in (("respond", answer), ("resolve", _due_at(standing, "resolve"))):
        if at is not None:
            yield f"{word} by {wall.time(at)} ({wall.due(at)})"


def _due_at(standing: TicketSnapshot, clock: str) -> datetime | None:
    return next((c.due_at for c in standing.running() if c.name == clock), None)
