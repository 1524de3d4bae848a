"""What holds a finding: its clock stands still, or its ticket is in maintenance.

Meanwhile nobody is moved, told or reminded because of it, and nothing lapses. Afterwards what still
holds is decided once, and reminders go on with the next of their grid.
"""

from datetime import UTC, datetime
from typing import Literal

from escalate_cli.domain.engine.intervals import Finding
from escalate_cli.domain.engine.maintenance import Silence
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import OWED, Status, Ticket
from escalate_cli.domain.ticket.timeline import Step

_NEVER = datetime.max.replace(tzinfo=UTC)


def held_by(history: History, finding: Finding, silence: Silence, now: datetime) -> Held | None:
    """Return the time that holds back a finding, or held it back last after it came true.

    One that is yet to come true will be held by the maintenance that it falls into.
    """
    if finding.since > now:
        return silence.at(finding.since)
    times = (standstill(history, finding.clock, now), silence.last(now))
    held = [time for time in times if time is not None and time.ends_after(finding.since)]
    return max(held, key=_end, default=None)


def _end(time: Held) -> datetime:
    return time.until or _NEVER


def standstill(history: History, clock: str | None, now: datetime) -> Held | None:
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
