"""What an act caused: who must do what now, who is told, which rules spoke."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.team import some_of
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs.carry_out import Effect
from escalate_cli.render.parts.ansi import Ansi
from escalate_cli.render.parts.event_text import move
from escalate_cli.render.parts.time_text import Wall
from escalate_cli.sanitize import one_line

if TYPE_CHECKING:  # only an answer to a person asks who they are
    from escalate_cli.render.parts.asker import Asker

_MOST_TOLD: Final = 6


def caused_lines(
    standing: TicketSnapshot, effect: Effect, wall: Wall, ink: Ansi, asker: "Asker"
) -> Iterator[str]:
    """Yield what an act caused, a line for each kind of it; nothing where it caused nothing."""
    if effect.has_moved or effect.former:
        from escalate_cli.render.parts.move_text import move_of  # noqa: PLC0415 - start-up time

        said = move_of(standing, asker, wall)
        yield from [ink.paint(f"  {one_line(said)}", "dim")] * bool(said)
    told = dict.fromkeys(message.to for message in effect.messages if message.to != asker.name)
    if told:
        yield ink.paint(f"  told: {one_line(some_of(told, _MOST_TOLD))}", "dim")
    for decision in effect.decisions:
        did = _did(decision, ink)
        if did:
            yield ink.paint(f"  rule {one_line(f'{decision.trigger}: {did}')}", "dim")


def _did(decision: Decision, ink: Ansi) -> str:
    """Say what a rule did; nothing where it did nothing."""
    if decision.action == Action.ESCALATED:
        return move(decision.origin, decision.to, ink.sign("\u2192"))
    if decision.action == Action.NOTIFIED and decision.notified:
        return f"notice to {some_of(decision.notified)}"
    return "priority set" if decision.action == Action.PRIORITISED else ""
