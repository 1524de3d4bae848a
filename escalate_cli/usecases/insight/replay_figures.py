"""Figures of many tickets as they went, beside those of the same tickets as they would go."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain

import msgspec

from escalate_cli.domain.policy.rules import CLOCKS, FUNCTIONAL, MANAGEMENT, Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action, Mode
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key
from escalate_cli.usecases.insight.report import runs
from escalate_cli.usecases.insight.statistics import ClockFigures, ClockTally, LevelTally


class Count(msgspec.Struct, frozen=True):
    """How often something happened, and how often it would."""

    before: int
    after: int


class TriggerCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule did.

    Attributes:
        fired: findings that held when they were decided; `escalated` of them moved a ticket.
        lapsed: findings that were over when somebody checked.
    """

    trigger: str
    fired: Count
    escalated: Count
    reminders: Count
    lapsed: Count


class ClockPair(msgspec.Struct, frozen=True):
    """How one duty was met, and would be."""

    before: ClockFigures
    after: ClockFigures


class LevelCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How often tickets came to a level of either ladder, by the policy and by people.

    Attributes:
        visits: stays at a functional level, those after the log too; nothing for management.
        spent_before: business time of these visits, and `spent_after`.
    """

    ladder: str
    level: str
    automatic: Count
    manual: Count
    visits: Count | None = None
    spent_before: timedelta | None = None
    spent_after: timedelta | None = None


class PersonCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What came to one person; nobody stands for all whom no policy names.

    Attributes:
        told: how often a decision or a move told them.
        handed: how often a ticket was handed over to them.
    """

    person: str | None
    told: Count
    handed: Count


class ReplayFigures:
    """Counts histories as they go by; of each only numbers are kept."""

    def __init__(self) -> None:
        self.fired = Counter[tuple[str, str]]()
        self.moves = Counter[tuple[str, str, str]]()
        self.clocks = {name: ClockTally(name) for name in CLOCKS}
        self.levels: dict[str, LevelTally] = {}
        self.told = Counter[str | None]()
        self.handed = Counter[str | None]()
        self.decisions = self.requests = 0

    def add(self, history: History, now: datetime, known: Callable[[str], bool]) -> None:
        """Count one ticket; people who are not known count together."""
        for fired in history.fired.values():
            self.decisions += 1
            self.fired[fired.trigger, _kind(fired.key, fired.action)] += 1
            self.fired[fired.trigger, "escalated"] += fired.action == Action.ESCALATED
        for step in history.ticket.escalations:
            self.moves[step.ladder, step.to, step.mode] += 1
        for level, run in runs(history, now):
            self.clocks[run.name].add(run)
            if run.name == "level":
                self.levels.setdefault(level, LevelTally(level)).add(run)
        for event in history.effective:
            self.requests += isinstance(event, e.EscalationRequested)
            for person in event.heard_by:
                self.told[person if known(person) else None] += 1
            owner = event.handed_to
            if owner is not None:
                self.handed[owner if known(owner) else None] += 1

    def visits(self, level: str) -> tuple[int, timedelta]:
        """Return how often tickets were at a level, and for how long together."""
        tally = self.levels.get(level)
        return (tally.visits, tally.spent) if tally else (0, timedelta(0))


def _kind(key: str, action: str) -> str:
    if action == Action.LAPSED:
        return "lapsed"
    return "reminders" if Key.parse(key).is_reminder else "fired"


def triggers(before: ReplayFigures, after: ReplayFigures, rules: Rules) -> Iterator[TriggerCounts]:
    """Yield the rules of the policy in its order, then those it no longer has."""
    names = chain((rule.name for rule in rules.triggers), sorted(_names(before) | _names(after)))
    for name in dict.fromkeys(names):
        counts = {
            kind: Count(before.fired[name, kind], after.fired[name, kind])
            for kind in ("fired", "escalated", "reminders", "lapsed")
        }
        yield TriggerCounts(trigger=name, **counts)


def _names(telling: ReplayFigures) -> set[str]:
    return {name for name, _ in telling.fired}


def clocks(before: ReplayFigures, after: ReplayFigures) -> Iterator[ClockPair]:
    """Yield the six duties."""
    for name, tally in before.clocks.items():
        yield ClockPair(tally.figures(), after.clocks[name].figures())


def levels(before: ReplayFigures, after: ReplayFigures, rules: Rules) -> Iterator[LevelCounts]:
    """Yield the levels of both ladders from the lowest up, then those the policy no longer has."""
    for ladder in (FUNCTIONAL, MANAGEMENT):
        steps = rules.functional if ladder == FUNCTIONAL else rules.management
        ids = chain((level.id for level in steps), sorted(_at(ladder, before) | _at(ladder, after)))
        for level in dict.fromkeys(ids):
            yield _level(ladder, level, before, after)


def _at(ladder: str, telling: ReplayFigures) -> set[str]:
    visited = telling.levels if ladder == FUNCTIONAL else ()
    return {to for way, to, _ in telling.moves if way == ladder} | set(visited)


def _level(ladder: str, level: str, before: ReplayFigures, after: ReplayFigures) -> LevelCounts:
    def moves(mode: Mode) -> Count:
        return Count(before.moves[ladder, level, mode], after.moves[ladder, level, mode])

    found = LevelCounts(
        ladder=ladder, level=level, automatic=moves(Mode.AUTOMATIC), manual=moves(Mode.MANUAL)
    )
    if ladder != FUNCTIONAL:
        return found
    one, other = before.visits(level), after.visits(level)
    return msgspec.structs.replace(
        found, visits=Count(one[0], other[0]), spent_before=one[1], spent_after=other[1]
    )


def people(before: ReplayFigures, after: ReplayFigures) -> Iterator[PersonCounts]:
    """Yield who is told or gets tickets, by name; those whom no policy names come last."""
    found = before.told.keys() | before.handed.keys() | after.told.keys() | after.handed.keys()
    for person in sorted(found, key=lambda name: (name is None, name or "")):
        yield PersonCounts(
            person=person,
            told=Count(before.told[person], after.told[person]),
            handed=Count(before.handed[person], after.handed[person]),
        )
