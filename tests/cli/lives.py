"""Lives of tickets, lived through again from what `show --json` says, with no code of the program.

A life knows each run of a clock, each turn of a person and each cycle, and how the ticket stood
after every event.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from tests.cli.promised import PROMISES, WHOLE_LIFE, instant_after, open_seconds

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """How a ticket stands from an event on.

    Attributes:
        by: the person who did it; nobody where a rule did, or the system of an import.
        agreed: the instant that was agreed for its resolution.
    """

    at: datetime
    priority: str = ""
    level: str = ""
    owner: str | None = None
    service: str | None = None
    customer: str | None = None
    waits: bool = False
    is_own: bool = False
    agreed: datetime | None = None
    by: str | None = None
    is_arrival: bool = False


@dataclass
class Cycle:
    """From the log or a reopening to the resolution."""

    number: int
    began: datetime
    ended: datetime | None = None
    reviewed_at: datetime | None = None
    counts: bool = True


class Piece(NamedTuple):
    """A part of a run in which nothing changed; one of an instant does not last."""

    stands: Standing
    began: datetime
    ended: datetime
    hours: str
    runs: bool

    @property
    def seconds(self) -> int:
        """Return what it counts of the hours of its priority."""
        return open_seconds(self.began, self.ended, self.hours) if self.runs else 0

    @property
    def lasts(self) -> bool:
        """Tell whether any time passed in it."""
        return self.began < self.ended


@dataclass
class Run:
    """A run of a clock, and whether what was owed was done.

    Attributes:
        ended_by: which of the ticket's events ended it.
        late_at: when more than its target was used up.
        late_under: the target of then.
        used: how much of the time each level has used up.
    """

    clock: str
    level: str
    cycle: Cycle
    began: datetime
    ended: datetime | None = None
    ended_by: int = 0
    is_done: bool = False
    is_excused: bool = False
    seconds: int = 0
    target: int | None = None
    late_at: datetime | None = None
    late_under: int = 0
    used: Counter[str] = field(default_factory=Counter)

    @property
    def fate(self) -> str:
        """Say what became of it."""
        if self.late_at:
            return "excused" if self.is_excused else "breached"
        if self.target is None:
            return "no_target"
        return "running" if self.ended is None else "met" if self.is_done else "dropped"


@dataclass
class Turn:
    """How long a person had a ticket until they said something, and what ended that."""

    person: str
    cycle: Cycle
    began: datetime
    ended: datetime | None = None
    how: str = "open"
    seconds: int = 0


@dataclass
class Life:
    """What is counted while the events of a ticket go by."""

    ticket: Mapping[str, Any]
    now: datetime
    runs: list[Run] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    cycles: list[Cycle] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    arrived: datetime | None = None
    turn: Turn | None = None

    @property
    def stands(self) -> Standing:
        """Return how the ticket stands."""
        return self.standings[-1]

    @property
    def is_over(self) -> bool:
        """Tell whether it is resolved."""
        return self.cycles[-1].ended is not None

    def owes(self, clock: str) -> bool:
        """Tell whether a run of a clock goes on."""
        return any(run.clock == clock and run.ended is None for run in self.runs)

    def begin(self, at: datetime, *clocks: str) -> None:
        """Let clocks begin in the present cycle."""
        self.runs += [Run(clock, self.stands.level, self.cycles[-1], at) for clock in clocks]

    def end(self, at: datetime, *clocks: str, done: bool) -> None:
        """End those clocks that are owed, by the latest event."""
        for run in self.runs:
            if run.clock in clocks and run.ended is None:
                run.ended, run.ended_by, run.is_done = at, len(self.standings) - 1, done

    def stand(self, **changes: Any) -> None:
        """Let the ticket stand otherwise from the latest event on."""
        self.standings[-1] = replace(self.stands, **changes)

    def standing_at(self, at: datetime) -> Standing:
        """Return how it stood at an instant, after all that happened by then."""
        return next(each for each in reversed(self.standings) if each.at <= at)

    def before_move(self, number: int) -> Standing:
        """Return how it stood after an event, and before one that moved it."""
        is_move = number > 0 and self.standings[number].is_arrival
        return self.standings[number - is_move]

    def cycle_at(self, at: datetime) -> Cycle:
        """Return the cycle of an instant, the last one that had begun by then."""
        return next(each for each in reversed(self.cycles) if each.began <= at)

    def pieces_of(self, run: Run) -> Iterator[Piece]:
        """Yield the pieces of a run: how the ticket stood meanwhile, and for how long it ran.

        Nothing is promised of a stay at a level: all of it counts as its ticket was called last.
        """
        ended = run.ended or self.now
        last = self.standing_at(ended).priority if run.clock == "level" else None
        following = [each.at for each in self.standings[1:]]
        for stands, until in zip(self.standings, [*following, self.now], strict=True):
            start, end = max(stands.at, run.began), min(until, ended)
            agreed = stands.agreed if run.clock == "resolve" else None
            stood = stands.waits and run.clock != "acknowledge" and not agreed
            stood |= stands.is_own and run.clock == "next_response"
            if start <= end:
                hours = "P1" if agreed else last or stands.priority
                yield Piece(stands, start, end, hours, start < end and not stood)


def judge(run: Run, pieces: Sequence[Piece]) -> None:
    """Count the time of a run that counts, under the target of each piece in which it ran.

    A run that is over is judged by the target under which it ran last, if it ever did; one that
    stood still all the time by that under which it stood last.
    """
    for piece in pieces:
        target, before = _target_of(run, piece.stands), run.seconds
        if target is not None or run.clock in WHOLE_LIFE:
            run.seconds += piece.seconds
            run.used[piece.stands.level] += piece.seconds
        if target is not None and piece.runs and run.seconds > target and not run.late_at:
            left = max(target - before, 0)
            run.late_at = instant_after(piece.began, left, piece.hours, piece.ended)
            run.late_under = target
    lasting = [piece for piece in pieces if piece.lasts]
    ran = [piece for piece in lasting if piece.runs]
    last = (pieces if run.ended is None else ran or lasting or pieces)[-1]
    run.target = _target_of(run, last.stands)


def _target_of(run: Run, stands: Standing) -> int | None:
    """Return what is promised; a date that was agreed from the beginning takes its place."""
    if stands.agreed and run.clock == "resolve":
        return int((stands.agreed - run.began).total_seconds())
    return PROMISES[run.clock].get(stands.priority)
