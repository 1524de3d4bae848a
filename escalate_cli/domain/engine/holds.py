"""What holds a finding: its clock stands still, or its ticket is in maintenance.

What falls due meanwhile waits: nobody is moved, told or reminded because of it, and nothing lapses.
Afterwards what still holds is decided once, and reminders go on with the next of their grid. What
fell due while its clock ran is held by no wait that came later: a check in time had decided it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Literal

from escalate_cli.domain.engine.intervals import Finding
from escalate_cli.domain.engine.maintenance import Silence
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import OWED, PUNCTUAL, Status, Ticket
from escalate_cli.domain.ticket.timeline import Step

_NEVER = datetime.max.replace(tzinfo=UTC)


def held_by(history: History, finding: Finding, silence: Silence, now: datetime) -> Held | None:
    """Return the time that holds back a finding, or held it back last after it came true.

    One that is yet to come true will be held by the maintenance that it falls into.
    """
    if finding.since > now:
        return silence.at(finding.since)
    if history.ticket.rules < PUNCTUAL:
        return rest_of(history, finding, silence, now)
    times = (_since_due(history, finding, silence, now), silence.last(now))
    return _last_of(times, finding)


def is_put_aside(history: History, finding: Finding) -> bool:
    """Tell whether nothing but a wait made a finding untrue, and what it is about is still owed."""
    clock = history.ticket.clocks.get(finding.clock) if finding.clock is not None else None
    if clock is None or clock.ended_at is not None or clock.excused:
        return False
    is_of_run = clock.started_at == finding.began and history.ticket.rules >= PUNCTUAL
    return is_of_run and any(
        after.at == finding.until and _begins_wait(before.ticket, after.ticket)
        for before, after in pairwise(history.steps)
    )


def _begins_wait(before: Ticket, after: Ticket) -> bool:
    return after.status is Status.WAITING is not before.status


def rest_of(history: History, finding: Finding, silence: Silence, now: datetime) -> Held | None:
    """Return the time in which the reminders of a finding rest, or rested last."""
    still = next(standstills(history, finding.clock, now), None)
    return _last_of((still, silence.last(now)), finding)


def _last_of(times: tuple[Held | None, ...], finding: Finding) -> Held | None:
    held = [time for time in times if time is not None and time.ends_after(finding.since)]
    return max(held, key=_end, default=None)


def _end(time: Held) -> datetime:
    return time.until or _NEVER


def _since_due(history: History, finding: Finding, silence: Silence, now: datetime) -> Held | None:
    """Return the last of the times, one upon another, of which the first was on as it fell due."""
    silences = (time for time in silence.times if time.since <= now)
    times = (*standstills(history, finding.clock, now), *silences)
    held: Held | None = None
    at: datetime | None = finding.since
    while at and (on := [time for time in times if time.is_on(at)]):
        held = max(on, key=_end)
        at = held.until
    return held


def standstills(history: History, clock: str | None, now: datetime) -> Iterator[Held]:
    """Yield the times in which a clock stood still, the last one first; it may have no end yet.

    None begins with the log, after which every clock runs.

    Args:
        history: of the ticket; one that counts by older rules holds nothing.
        clock: the one that a finding is about, if it is about one.
        now: when it is asked.
    """
    if clock is None or history.ticket.rules < OWED:
        return
    until: datetime | None = None
    still: list[Step] = []
    for step in reversed(history.steps_until(now)):
        if _stands(step.ticket, clock):
            still.append(step)
            continue
        if still:
            yield _held(still, until)
            still = []
        until = step.at


def _held(still: list[Step], until: datetime | None) -> Held:
    kind: Literal["wait", "own"] = "wait" if still[0].ticket.status is Status.WAITING else "own"
    return Held(kind=kind, since=still[-1].at, until=until)


def _stands(ticket: Ticket, name: str) -> bool:
    clock = ticket.clocks.get(name)
    return clock is not None and clock.ended_at is None and not clock.running
