"""What the lines of a history are made of, before instants and arrows are written."""

from datetime import datetime

import msgspec

VERSION = 8
"""So many characters of a policy's version tell it from the others."""


class MoveUp(msgspec.Struct, frozen=True):
    """A move up a ladder; the first step of management has no origin."""

    origin: str | None
    to: str | None


Clause = str | tuple[str | datetime | MoveUp, ...]
"""Words, or pieces that render writes in the reader's way."""


def spaced(name: str) -> str:
    """Write the name of a clock or kind for people: `first response`."""
    return name.replace("_", " ")


def notice(people: tuple[str, ...]) -> str:
    """Name those for whom a message was written; that it was sent is an event of its own."""
    return f"notice to {', '.join(people)}" if people else ""


def lent(person: str | None) -> str:
    """Name the person in whose place somebody answered."""
    return f"for {person}" if person else ""


def below(*texts: tuple[str, str]) -> str:
    """Write what was said under each other, each after its label; nothing leaves no line."""
    return "\n".join(f"{label}{text}" for label, text in texts if text)


def handed_over(
    reason: str, tried: str, impact_note: str, next_step: str
) -> tuple[tuple[str, str], ...]:
    """Return what goes with a ticket to the next level, each after its label, for `below`."""
    return ("", reason), ("tried: ", tried), ("impact: ", impact_note), ("next step: ", next_step)
