"""Look back on a period: which promises were kept, what climbed, who used up the time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, pairwise

import msgspec

from escalate_cli.domain.policy.rules import CLOCKS
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.sla_clock import Clock
from escalate_cli.domain.ticket.ticket import Escalation, Ticket
from escalate_cli.domain.ticket.ticket_snapshot import snapshot_at
from escalate_cli.errors import DamagedHistoryError, UsageError
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.insight.statistics import (
    ClockFigures,
    ClockTally,
    LevelFigures,
    LevelTally,
    level_figures,
)
from escalate_cli.usecases.ports import ProgressWatch, View
from escalate_cli.usecases.unit_of_work import Context
from escalate_cli.usecases.verbs.review import review_due_at

LOGGED, RESOLVED = "logged", "resolved"
BASES = (LOGGED, RESOLVED)


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Which tickets are looked at: those logged, or last resolved, in [since, until)."""

    since: datetime
    until: datetime
    by: str = LOGGED


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


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What became, until now, of the tickets of a period.

    Attributes:
        tickets: how many they are; `open` of them are not resolved yet.
        outside: tickets logged, or last resolved, at another time; `unresolved` those that were
            not looked at because they are not resolved; `unmatched` were not asked for.
        withdrawn: tickets of the period that were logged by mistake; `damaged` those whose
            histories cannot be read.
    """

    now: datetime
    period: Period
    tickets: int
    open: int
    imported: int
    outside: int
    unresolved: int
    unmatched: int
    withdrawn: int
    damaged: int
    clocks: tuple[ClockFigures, ...]
    escalations: Often
    by_ladder: tuple[Move, ...]
    by_trigger: tuple[Move, ...]
    levels: tuple[LevelFigures, ...]
    reopenings: Often
    complaints: Often
    reviews: Reviews


class _ReportTally:
    """Counts tickets as they go by; of each only numbers are kept."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.count: Counter[str] = Counter()
        self.clocks = {name: ClockTally(name) for name in CLOCKS}
        self.levels: dict[str, LevelTally] = {}
        self.ways: Counter[tuple[str, str]] = Counter()
        self.reasons: Counter[tuple[str | None, str | None]] = Counter()
        self.causes: Counter[str] = Counter()
        self.spelled: dict[str, str] = {}

    def add(self, history: History) -> None:
        """Count one ticket."""
        ticket = history.ticket
        self.count["tickets"] += 1
        self.count["open"] += ticket.is_active
        self.count["imported"] += ticket.imported_at is not None
        self._often("reopenings", ticket.cycle - 1)
        self._often("complaints", len(ticket.complaints))
        self._often("escalations", len(ticket.escalations))
        for step in ticket.escalations:
            self._move(step)
        for level, run in runs(history, self._context.now):
            self.clocks[run.name].add(run)
            if run.name == "level":
                self.levels.setdefault(level, LevelTally(level)).add(run)
        self._reviews(history)

    def _often(self, what: str, times: int) -> None:
        self.count[what] += times
        self.count[f"{what}_tickets"] += times > 0

    def _move(self, step: Escalation) -> None:
        self.ways[step.ladder, step.mode] += 1
        self.reasons[step.kind, step.trigger] += 1

    def _reviews(self, history: History) -> None:
        for event in history.effective:
            if isinstance(event, e.ReviewRecorded):
                self.count["done"] += 1
                cause = " ".join(event.root_cause.split())
                self.causes[self.spelled.setdefault(cause.casefold(), cause)] += 1
        due_at = review_due_at(history.ticket, history.rules)
        self.count["owed"] += due_at is not None
        self.count["overdue"] += due_at is not None and self._context.now > due_at

    def often(self, what: str) -> Often:
        """Return how often something happened."""
        return Often(self.count[what], self.count[f"{what}_tickets"])


def report(
    context: Context, period: Period, query: Query, watch: ProgressWatch | None = None
) -> Report:
    """Count over the tickets of a period, one after the other, as they stand now."""
    if period.until <= period.since:
        raise UsageError("the period ends before it begins", "give --since an earlier time")
    view = context.store.read()
    tally = _ReportTally(context)
    tickets: Iterable[Ticket] = chain(view.tickets(), view.archived())
    for ticket in watch(tickets, view.highest()) if watch else tickets:
        reason = left_out(context, view, ticket, period, query)
        if reason:
            tally.count[reason] += 1
            continue
        try:
            history = context.history(view, ticket.number)
        except DamagedHistoryError:
            tally.count["damaged"] += 1
            continue
        if is_withdrawn(history.events):
            tally.count["withdrawn"] += 1
        else:
            tally.add(history)
    return _report(context, period, tally)


def left_out(context: Context, view: View, ticket: Ticket, period: Period, query: Query) -> str:
    """Say why a ticket is not looked at, or nothing where it is."""
    at = ticket.logged_at if period.by == LOGGED else ticket.resolved_at
    if at is None:
        return "unresolved"
    if not period.since <= at < period.until:
        return "outside"
    if not (query.fields or query.states or query.words):
        return ""
    policy = context.rules_of(view)(ticket.policy)
    return "" if query.matches(snapshot_at(ticket, policy, context.now)) else "unmatched"


def is_withdrawn(events: Iterable[e.Event]) -> bool:
    """Tell whether the log itself was undone."""
    return any(isinstance(x, e.ChangeUndone) and x.withdrawn for x in events)


def runs(history: History, now: datetime) -> Iterator[tuple[str, Clock]]:
    """Yield each run of each clock with the level that held the ticket, as it ended or is now.

    A level that was passed through in no time had no run there.
    """
    steps = history.steps
    ended = ((a.ticket.level, run) for a, b in pairwise(steps) for run in b.replaced)
    last = ((history.ticket.level, run) for run in history.seen(now).clocks.values())
    for level, run in chain(ended, last):
        if run.name != "level" or run.ended_at != run.started_at:
            yield level, run


def _report(context: Context, period: Period, tally: _ReportTally) -> Report:
    count = tally.count
    causes = sorted(tally.causes.items(), key=lambda found: (-found[1], found[0]))
    return Report(
        now=context.now,
        period=period,
        tickets=count["tickets"],
        open=count["open"],
        imported=count["imported"],
        outside=count["outside"],
        unresolved=count["unresolved"],
        unmatched=count["unmatched"],
        withdrawn=count["withdrawn"],
        damaged=count["damaged"],
        clocks=tuple(clock.figures() for clock in tally.clocks.values()),
        escalations=tally.often("escalations"),
        by_ladder=_most((Move(n, ladder=way[0], mode=way[1]) for way, n in tally.ways.items())),
        by_trigger=_most((Move(n, kind=w[0], trigger=w[1]) for w, n in tally.reasons.items())),
        levels=level_figures(tally.levels.values()),
        reopenings=tally.often("reopenings"),
        complaints=tally.often("complaints"),
        reviews=Reviews(
            done=count["done"],
            owed=count["owed"],
            overdue=count["overdue"],
            root_causes=tuple(RootCause(cause, n) for cause, n in causes),
        ),
    )


def _most(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Order moves by how often they were made."""
    return tuple(
        sorted(
            moves,
            key=lambda m: (-m.n, m.ladder or "", m.mode or "", m.kind or "", m.trigger or ""),
        )
    )
