"""What became of the tickets of a period, in numbers."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import msgspec

from escalate_cli.domain.figures.clock_figures import ClockFigures
from escalate_cli.domain.figures.clock_runs import RunTally
from escalate_cli.domain.figures.level_figures import LevelFigures, level_figures
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.owed_review import review_due_at


class Move(msgspec.Struct, frozen=True):
    """How often tickets moved in one way; a field is nothing where it was not asked about."""

    n: int
    ladder: str | None = None
    mode: str | None = None
    kind: str | None = None
    trigger: str | None = None


class Often(msgspec.Struct, frozen=True):
    """How often something happened, and on how many tickets."""

    n: int
    tickets: int


class RootCause(msgspec.Struct, frozen=True):
    """What a review found, and how many reviews found the same."""

    root_cause: str
    n: int


class Reviews(msgspec.Struct, frozen=True, kw_only=True):
    """Post-incident reviews: recorded, owed, and of these past their instant."""

    done: int
    owed: int
    overdue: int
    root_causes: tuple[RootCause, ...]


class PeriodFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What became, until now, of some tickets.

    Attributes:
        tickets: how many they are; `open` of them are not resolved yet.
    """

    tickets: int
    open: int
    imported: int
    clocks: tuple[ClockFigures, ...]
    escalations: Often
    by_ladder: tuple[Move, ...]
    by_trigger: tuple[Move, ...]
    levels: tuple[LevelFigures, ...]
    reopenings: Often
    complaints: Often
    reviews: Reviews


class PeriodTally:
    """Counts tickets as they go by; of each only numbers are kept."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._count = Counter[str]()
        self._runs = RunTally()
        self._ways = Counter[tuple[str, str]]()
        self._reasons = Counter[tuple[str | None, str | None]]()
        self._causes = Counter[str]()
        self._spelled: dict[str, str] = {}

    def add(self, history: History) -> None:
        """Count one ticket."""
        ticket = history.ticket
        self._count["tickets"] += 1
        self._count["open"] += ticket.is_active
        self._count["imported"] += ticket.imported_at is not None
        self._happened("reopenings", ticket.cycle - 1)
        self._happened("complaints", len(ticket.complaints))
        self._happened("escalations", len(ticket.escalations))
        for step in ticket.escalations:
            self._ways[step.ladder, step.mode] += 1
            self._reasons[step.kind, step.trigger] += 1
        self._runs.add(history, self._now)
        self._reviewed(history)

    def _happened(self, what: str, times: int) -> None:
        self._count[what] += times
        self._count[f"{what}_tickets"] += times > 0

    def _reviewed(self, history: History) -> None:
        for event in history.effective:
            if isinstance(event, e.ReviewRecorded):
                self._count["done"] += 1
                cause = " ".join(event.root_cause.split())
                self._causes[self._spelled.setdefault(cause.casefold(), cause)] += 1
        due_at = review_due_at(history.ticket, history.rules)
        self._count["owed"] += due_at is not None
        self._count["overdue"] += due_at is not None and self._now > due_at

    def figures(self) -> PeriodFigures:
        """Return what was counted."""
        count = self._count
        causes = sorted(self._causes.items(), key=lambda found: (-found[1], found[0]))
        return PeriodFigures(
            tickets=count["tickets"],
            open=count["open"],
            imported=count["imported"],
            clocks=tuple(clock.figures() for clock in self._runs.clocks.values()),
            escalations=self._often("escalations"),
            by_ladder=_most(Move(n, ladder=w[0], mode=w[1]) for w, n in self._ways.items()),
            by_trigger=_most(Move(n, kind=w[0], trigger=w[1]) for w, n in self._reasons.items()),
            levels=level_figures(self._runs.levels.values()),
            reopenings=self._often("reopenings"),
            complaints=self._often("complaints"),
            reviews=Reviews(
                done=count["done"],
                owed=count["owed"],
                overdue=count["overdue"],
                root_causes=tuple(RootCause(cause, n) for cause, n in causes),
            ),
        )

    def _often(self, what: str) -> Often:
        return Often(self._count[what], self._count[f"{what}_tickets"])


def _most(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Order moves by how often they were made."""

    def order(move: Move) -> tuple[int, list[str]]:
        others = (move.ladder, move.mode, move.kind, move.trigger)
        return -move.n, [other or "" for other in others]

    return tuple(sorted(moves, key=order))
