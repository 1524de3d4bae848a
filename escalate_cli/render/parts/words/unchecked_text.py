"""The sentence that says that no `check` runs."""

from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.usecases.unchecked import Unchecked


def unchecked_text(found: Unchecked, wall: Wall) -> str:
    """Say how many tickets wait for a check, since when, and what to type."""
    who = counted(found.tickets, "ticket")
    return f"{who} due for a check since {wall.time(found.since)}: escalate doctor says why"
