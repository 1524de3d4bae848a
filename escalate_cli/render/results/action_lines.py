"""What a verb answers on a terminal: a line for each ticket, and what to type next."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts import urgency_marks
from escalate_cli.render.parts.ansi import Ansi
from escalate_cli.render.parts.time_text import Wall
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.verbs.next_step import awaited, next_step

if TYPE_CHECKING:  # a command imports the one use case that it needs
    from escalate_cli.usecases.care.doctor import Symptom
    from escalate_cli.usecases.verbs.log import Logged

Verb = str | Callable[[TicketSnapshot], str]
"""What was done, the same for all tickets or said of each."""

MOST_HINTED: Final = 5
"""A hint about more tickets than that helps nobody."""
_ANSWERS: Final = ("first_response", "acknowledge")


class Asker(msgspec.Struct, frozen=True):
    """Who reads an answer: what comes next is theirs to do, by the people of today."""

    name: str
    people: Policy

    def next_step(self, standing: TicketSnapshot, command: str) -> str | None:
        """Return what they can type next about a ticket."""
        return next_step(self.name, standing, self.people, command)

    def awaited(self, standing: TicketSnapshot) -> str:
        """Say who else has the ball."""
        return awaited(self.name, standing, self.people)


def changed_lines(
    standings: Sequence[TicketSnapshot],
    verb: Verb,
    wall: Wall,
    ink: Ansi,
    asker: Asker,
    command: str = "",
) -> Iterator[str]:
    """Yield `T-12 acknowledged · P1 · L2 · due in 1h 20m · Mail server down` and the like."""
    for standing in standings:
        ticket = standing.ticket
        said = verb if isinstance(verb, str) else verb(standing)
        yield ink.joined(
            f"{ink.paint(one_line(ticket.id), 'bold')} {one_line(said)}",
            one_line(ticket.priority),
            urgency_marks.level_of(ticket),
            one_line(asker.awaited(standing)),
            f"asked for {asked}" if (asked := urgency_marks.asked_of(standing, wall)) else "",
            ink.paint(urgency_marks.pressure_of(standing, wall), urgency_marks.style_of(standing)),
            one_line(ticket.title),
        )
    yield from _next_lines(standings, ink, asker, command)


def _next_lines(
    standings: Sequence[TicketSnapshot], ink: Ansi, asker: Asker, command: str
) -> Iterator[str]:
    """Yield what comes next, once for several tickets where one command line can do it."""
    steps: dict[str, list[str]] = {}
    for standing in standings:
        step = asker.next_step(standing, command)
        if step is not None:
            alike = step if step.endswith("{}") else step.format(standing.ticket.id)
            steps.setdefault(alike, []).append(standing.ticket.id)
    for step, ids in steps.items():
        if len(ids) <= MOST_HINTED:
            yield ink.paint(f"next: escalate {one_line(step.format(' '.join(ids)))}", "dim")


def logged_lines(logged: Sequence["Logged"], wall: Wall, ink: Ansi, asker: Asker) -> Iterator[str]:
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
        step = asker.next_step(one.standing, "log")
        if step is None:
            whose = one_line(asker.awaited(one.standing))
            yield from [f"{margin}{whose}"] * bool(whose)
        else:
            yield ink.paint(f"{margin}next: escalate {step.format(id_)}", "dim")


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
