"""Things that count of the lives of tickets: each with its dates, and whose it was."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tests.cli.lives import Cycle, Event, Life, Run, Standing, Turn
from tests.cli.promised import instant
from tests.cli.recount import fate_of

HAPPENED = {
    "ticket_escalated": "escalations",
    "ticket_returned": "returns",
    "ticket_reopened": "reopenings",
    "complaint_received": "complaints",
}
"""Events that are counted with the tickets to which they happened."""


class Decision(NamedTuple):
    """A decision of a rule, and what came of it."""

    rule: tuple[str, str]
    fate: str


class Happening(NamedTuple):
    """Something that happened to a ticket, or was learned from it.

    Attributes:
        earlier: how often the same had happened before.
    """

    event: Event
    earlier: int


@dataclass(frozen=True)
class Thing:
    """One thing that counts.

    Attributes:
        ended: when it was over, or happened; nothing while it goes on.
        stood: how the ticket stood when it is judged.
        person: whose it is.
    """

    what: Cycle | Run | Turn | Decision | Happening
    cycle: Cycle
    ended: datetime | None
    stood: Standing
    person: str | None

    def dated(self, by: str) -> datetime | None:
        """Return what puts it into a period: the beginning of its cycle, or its own end."""
        return self.cycle.began if by == "logged" else self.ended


Found = Sequence[tuple[Life, Sequence[Thing]]]
"""What counts of each ticket."""

GROUPS: Mapping[str, Callable[[Thing], str | None]] = {
    "person": lambda thing: thing.person,
    "owner": lambda thing: thing.stood.owner,
    "level": lambda thing: thing.stood.level,
    "priority": lambda thing: thing.stood.priority,
    "service": lambda thing: thing.stood.service,
    "customer": lambda thing: thing.stood.customer,
}


def things_of(life: Life) -> Iterator[Thing]:
    """Yield all that counts of a ticket."""
    for cycle in life.cycles:
        stood = life.standing_at(cycle.ended or life.now)
        yield Thing(cycle, cycle, cycle.ended, stood, stood.owner)
    for run in life.runs:
        yield _run(life, run)
    for turn in life.turns:
        yield Thing(turn, turn.cycle, turn.ended, life.stands, turn.person)
    earlier: dict[str, int] = {}
    for number, event in enumerate(life.ticket["events"]):
        kind, at = event["kind"], instant(event["at"])
        if kind == "trigger_fired":
            yield _decision(life, number)
        elif kind in HAPPENED or kind == "review_recorded":
            what = Happening(event, earlier.get(kind, 0))
            stood = life.before_move(number)
            yield Thing(what, life.cycle_at(at), at, stood, stood.owner)
        earlier[kind] = earlier.get(kind, 0) + 1


def _run(life: Life, run: Run) -> Thing:
    """Judge a run by what was true at its breach, or else when it ended, or as it is."""
    if run.late_at:
        stood = life.standing_at(run.late_at)
    elif run.ended:
        stood = life.before_move(run.ended_by)
    else:
        stood = life.stands
    in_time = run.ended is not None and run.late_at is None
    person = life.standings[run.ended_by].by if in_time else None
    return Thing(run, run.cycle, run.ended, stood, person or stood.owner)


def _decision(life: Life, number: int) -> Thing:
    fired, *later = life.ticket["events"][number:]
    fate, ended = fate_of(fired, later)
    what = Decision((fired["trigger"], fired["trigger_kind"]), fate)
    stood = life.standings[number]
    cycle = life.cycle_at(instant(fired["at"]))
    return Thing(what, cycle, instant(ended) if ended else None, stood, stood.owner)
