"""What holds a finding: its clock stands still, and the policy says nothing about it meanwhile.

While a clock stands still nobody is moved, told or reminded because of it, and nothing lapses. When
it runs again, what still holds is decided once, and reminders go on with the next of their grid.
"""

from datetime import datetime
from typing import Literal

from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import OWED, Status, Ticket
from escalate_cli.domain.ticket.timeline import Step


def held_by(history: History, clock: str | None, now: datetime) -> Held | None:
    """Return the last time in which a clock stood still; without an end while it still does.

    Args:
        history: of the ticket; one that counts by older rules holds nothing.
        clock: the one that a finding is about, if it is about one.
        now: when it is asked.
    """
    if clock is None or history.ticket.rules < OWED:
        return None
    until: datetime | None = None
    since: datetime | None = None
    last: Step | None = None
    for step in reversed(history.steps_until(now)):
        if _stands(step.ticket, clock):
            since, last = step.at, step
        elif last is not None:
            break
        else:
            until = step.at
    if since is None or last is None:
        return None
    kind: Literal["wait", "own"] = "wait" if last.ticket.status is Status.WAITING else "own"
    return Held(kind=kind, since=since, until=until)


def _stands(ticket: Ticket, name: str) -> bool:
    clock = ticket.clocks.get(name)
    return clock is not None and clock.ended_at is None and not clock.running
