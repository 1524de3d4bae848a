"""What an act caused: who must do what now, who is told, which rules spoke."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.messages.recipient import recipient_of
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.people.team import some_of
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.verbs.carry_out import Effect
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.folding import folded
from escalate_cli.render.parts.words.event_text import move
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.parts.words.urgency_marks import pressure_of
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.unit_of_work import Changed

if TYPE_CHECKING:  # only an answer to a person asks who they are
    from escalate_cli.render.parts.screen.asker import Asker

_MOST_TOLD: Final = 6


def caused_lines(done: Changed, wall: Wall, ink: Ansi, asker: "Asker") -> Iterator[str]:
    """Yield what an act caused, a line for each kind of it; nothing where it caused nothing."""
    from escalate_cli.render.parts.words.move_text import move_of  # noqa: PLC0415 - start-up time

    was = {pressure_of(done.standing, wall)}
    if done.before is not None:
        was.add(move_of(done.before, asker, wall))
    said = move_of(done.standing, asker, wall)
    lines = [] if said in was else [one_line(said)]
    caused = consequences(done.effect, done.standing.ticket, ink, asker)
    for text in (*lines, *caused):
        for line in folded(text, ink.width, indent=2):
            yield ink.paint(line, "dim")


def consequences(effect: Effect, ticket: Ticket, ink: Ansi, asker: "Asker") -> Iterator[str]:
    """Yield who is told of an act, who cannot be where others are, and which rules spoke."""
    names: dict[bool, dict[str, None]] = {True: {}, False: {}}
    people = asker.policy.people
    for message in effect.messages:
        if message.to != asker.name:
            recipient = recipient_of(message, ticket, people)
            names[not (people.channels and recipient.unreachable)][message.to] = None
    reached, missed = (some_of(names[reaches], _MOST_TOLD) for reaches in (True, False))
    said = ink.joined(
        f"told: {one_line(reached)}" if reached else "",
        f"not told: {one_line(missed)} (no contact)" if missed else "",
    )
    if said:
        yield said
    for decision in effect.decisions:
        did = _did(decision, ink)
        if did:
            yield f"rule {one_line(f'{decision.trigger}: {did}')}"


def _did(decision: Decision, ink: Ansi) -> str:
    """Say what a rule did; nothing where it did nothing."""
    if decision.action == Action.ESCALATED:
        return move(decision.origin, decision.to, ink.sign("\u2192"))
    if decision.action == Action.NOTIFIED and decision.notified:
        return f"notice to {some_of(decision.notified)}"
    return "priority set" if decision.action == Action.PRIORITISED else ""
