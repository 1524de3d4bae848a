"""Acts of the board: what a key does about tickets, as which command, and what it asks for."""

import shlex
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

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

Ids = Sequence[str]


class BoardAct(msgspec.Struct, frozen=True):
    """What a key does.

    Attributes:
        asks: for which text; nothing where none is asked for.
        command: the command that does the same to tickets, before the text.
        do: does it, with the text.
        one_by_one: whether that command takes one ticket only.
    """

    key: str
    name: str
    asks: str
    command: Callable[[Ids, str], Sequence[str]]
    do: Callable[[Context, Ids, str], Sequence[Changed]]
    one_by_one: bool = False

    def line(self, ids: Ids, text: str) -> str:
        """Return the command line that does the same."""
        each = [(one,) for one in ids] if self.one_by_one else [ids]
        return "; ".join(shlex.join(("escalate", *self.command(some, text))) for some in each)


def _waiting(text: str) -> tuple[str, str]:
    """Split what was typed into for whom, and why."""
    whom, _, why = text.strip().partition(" ")
    return (REASONS[0], text) if text == SUPPOSED else (whom, why.strip())


def _wait(context: Context, ids: Ids, text: str) -> Sequence[Changed]:
    whom, why = _waiting(text)
    if whom not in REASONS:
        raise UsageError("nobody is named", f"begin with {', '.join(REASONS)}")
    return wait(context, ids, whom, message=why)


def _wait_command(ids: Ids, text: str) -> Sequence[str]:
    whom, why = _waiting(text)
    return "wait", *ids, whom, "-m", why


ACTS: Final = (
    BoardAct(
        "a",
        "take",
        "",
        lambda ids, _: ("ack", *ids),
        lambda context, ids, _: acknowledge(context, ids),
    ),
    BoardAct(
        "T",
        "take from another one",
        "",
        lambda ids, _: ("ack", *ids, "--take"),
        lambda context, ids, _: acknowledge(context, ids, take=True),
    ),
    BoardAct(
        "n",
        "note",
        "a note for the team",
        lambda ids, text: ("note", *ids, text),
        note,
        one_by_one=True,
    ),
    BoardAct(
        "t",
        "tell",
        "a word to the requester",
        lambda ids, text: ("note", *ids, "--public", text),
        lambda context, ids, text: note(context, ids, text, public=True),
        one_by_one=True,
    ),
    BoardAct("w", "wait", f"for whom ({', '.join(REASONS)}), and why", _wait_command, _wait),
    BoardAct(
        "e",
        "up",
        "why it goes up",
        lambda ids, text: ("up", *ids, "-m", text),
        lambda context, ids, text: escalate(context, ids, Wish(reason=text)),
    ),
    BoardAct(
        "s",
        "solve",
        "what solved it",
        lambda ids, text: ("resolve", *ids, "-m", text),
        resolve,
    ),
)
"""Every act by key; one that asks for a text does nothing without it."""
