"""Which clock presses, and by how much: `resolve -1h 5m`, `respond 21m`, in little room."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.render.parts.words.time_text import largest, spell

WIDTH: Final = 7
"""Of the longest of our words, so that lengths stand below each other."""

_WORDS: Final[Mapping[str, str]] = {
    ClockName.FIRST_RESPONSE: "respond",
    ClockName.NEXT_RESPONSE: "answer",
    ClockName.ACKNOWLEDGE: "take",
}


def word_of(clock: Clock) -> str:
    """Say what is owed by a clock, in one word."""
    return _WORDS.get(clock.name, spaced(clock.name))


def owed(word: str, length: str) -> str:
    """Write what is owed and when, so that both stand in columns."""
    return f"{word:<{WIDTH}} {length:>{WIDTH}}"


def owed_of(standing: TicketSnapshot) -> str:
    """Write the clock to look at first: by how much it is late, or how long there is left."""
    clock, late = standing.foremost, standing.overdue_clocks
    if clock is None:
        return "waiting" if standing.ticket.status is Status.WAITING else "-"
    if late:
        others = f" +{len(late) - 1}" if len(late) > 1 else ""
        return owed(word_of(clock), f"-{late_by(clock, short=bool(others))}{others}")
    left = clock.due_at - standing.now if clock.due_at else timedelta(0)
    return owed(word_of(clock), spell(left) if left > timedelta(0) else "now")


def late_by(clock: Clock, *, short: bool = False) -> str:
    """Write by how much a clock is late; in hours at most where its days are shorter than ours."""
    length = clock.spent - clock.target.within if clock.target else clock.overrun
    return (largest if short else spell)(length, days=clock.calendar == ALWAYS)
