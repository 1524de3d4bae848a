"""Acts of the board: what a key does about a ticket, as which command, and what it asks for."""

import shlex
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.verbs.wait import REASONS, wait

SUPPOSED: Final = "..."
"""Stands for a text that is not typed yet, where it is tried what an act would cause."""


class BoardAct(msgspec.Struct, frozen=True):
    """What a key does.

    Attributes:
        asks: for which text; nothing where none is asked for.
        command: the command that does the same, before the text.
        do: does it, with the text.
    """

    key: str
    name: str
    asks: str
    command: Callable[[Ticket, str], Sequence[str]]
    do: Callable[[Context, Ticket, str], Sequence[Changed]]

    def line(self, ticket: Ticket, text: str) -> str:
        """Return the command line that does the same."""
        return shlex.join(("escalate", *self.command(ticket, text)))


def _waiting(text: str) -> tuple[str, str]:
    """Split what was typed into for whom, and why."""
    whom, _, why = text.strip().partition(" ")
    return (REASONS[0], text) if text == SUPPOSED else (whom, why.strip())


def _wait(context: Context, ticket: Ticket, text: str) -> Sequence[Changed]:
    whom, why = _waiting(text)
    if whom not in REASONS:
        raise UsageError("nobody is named", f"begin with {', '.join(REASONS)}")
    return wait(context, [ticket.id], whom, message=why)


def _wait_command(ticket: Ticket, text: str) -> Sequence[str]:
    whom, why = _waiting(text)
    return "wait", ticket.id, whom, "-m", why


ACTS: Final = (
    BoardAct(
        "a",
        "take",
        "",
        lambda ticket, _: ("ack", ticket.id),
        lambda context, ticket, _: acknowledge(context, [ticket.id]),
    ),
    BoardAct(
        "T",
        "take from another one",
        "",
        lambda ticket, _: ("ack", ticket.id, "--take"),
        lambda context, ticket, _: acknowledge(context, [ticket.id], take=True),
    ),
    BoardAct(
        "n",
        "note",
        "a note for the team",
        lambda ticket, text: ("note", ticket.id, text),
        lambda context, ticket, text: note(context, [ticket.id], text),
    ),
    BoardAct(
        "t",
        "tell",
        "a word to the requester",
        lambda ticket, text: ("note", ticket.id, "--public", text),
        lambda context, ticket, text: note(context, [ticket.id], text, public=True),
    ),
    BoardAct("w", "wait", f"for whom ({', '.join(REASONS)}), and why", _wait_command, _wait),
    BoardAct(
        "e",
        "up",
        "why it goes up",
        lambda ticket, text: ("up", ticket.id, "-m", text),
        lambda context, ticket, text: escalate(context, [ticket.id], Wish(reason=text)),
    ),
    BoardAct(
        "s",
        "solve",
        "what solved it",
        lambda ticket, text: ("resolve", ticket.id, "-m", text),
        lambda context, ticket, text: resolve(context, [ticket.id], text),
    ),
)
"""Every act by key; one that asks for a text does nothing without it."""
