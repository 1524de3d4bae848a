"""Replay figures: many tickets as they went, beside the same tickets as they would go."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

import msgspec

from escalate_cli.domain.figures.clock_figures import FATES
from escalate_cli.domain.figures.counted import runs
from escalate_cli.domain.figures.level_figures import LevelTally
from escalate_cli.domain.figures.run_tally import RunTally
from escalate_cli.domain.policy.clock_name import CLOCKS
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT, Rules
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action, Mode
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key

Count = int | timedelta | None
"""A figure; nothing where a thing has none of the kind."""

Counts = Mapping[str, Count]
"""What a telling says of one thing, by figure."""


class Pair(msgspec.Struct, frozen=True):
    """How much there was of something, and how much there would be."""

    before: int | timedelta
    after: int | timedelta


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in both tellings.

    Attributes:
        name: of a rule, a duty, a level, a person; nothing for all people whom no policy names.
        ladder: that of a level.
    """

    name: str | None
    figures: Mapping[str, Pair | None]
    ladder: str | None = None


class ReplayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What the tickets came to, and would come to.

    Attributes:
        all: `decisions` of rules, reminders too, and `requests` of people for a yes.
        triggers: in the order of the policy, then those it no longer has.
        levels: from the lowest up, then those the policy no longer has.
        people: by name; those whom no policy names come last.
    """

    all: Mapping[str, Pair | None]
    triggers: tuple[Compared, ...]
    clocks: tuple[Compared, ...]
    levels: tuple[Compared, ...]
    people: tuple[Compared, ...]


class ReplayTally:
    """Counts histories of one telling as they go by; of each only numbers are kept."""

    def __init__(self) -> None:
        self.fired = Counter[tuple[str, str]]()
        self.moves = Counter[tuple[str, str, str]]()
        self.runs = RunTally()
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
            self.runs.add(level, run)
        for event in history.effective:
            self.requests += isinstance(event, e.EscalationRequested)
            for person in event.heard_by:
                self.told[person if known(person) else None] += 1
            owner = event.handed_to
            if owner is not None:
                self.handed[owner if known(owner) else None] += 1

    def all(self) -> Counts:
        """Return what is counted over all tickets."""
        return {"decisions": self.decisions, "requests": self.requests}

    def rule(self, *names: str) -> Counts:
        """Return how often a rule spoke, by all its names: what held, moved, or was over."""
        kinds = ("fired", "escalated", "reminders", "lapsed")
        return {kind: sum(self.fired[name, kind] for name in names) for kind in kinds}

    def clock(self, name: str) -> Counts:
        """Return how a duty was met."""
        figures = self.runs.clocks[name].figures()
        return {fate: getattr(figures, fate) for fate in FATES}

    def level(self, ladder: str, level: str) -> Counts:
        """Return how often tickets came to a level, were there after all, and for how long."""
        modes = (Mode.AUTOMATIC, Mode.MANUAL)
        moves = {mode.value: self.moves[ladder, level, mode] for mode in modes}
        if ladder == MANAGEMENT:
            return moves | {"visits": None, "spent": None}
        tally = self.runs.levels.get(level) or LevelTally(level)
        return moves | {"visits": tally.visits, "spent": tally.spent}

    def person(self, name: str | None) -> Counts:
        """Return how often a person was told something, and a ticket handed over to them."""
        return {"told": self.told[name], "handed": self.handed[name]}


def _kind(key: str, action: str) -> str:
    if action == Action.LAPSED:
        return "lapsed"
    return "reminders" if Key.parse(key).is_reminder else "fired"


def compared(before: ReplayTally, after: ReplayTally, rules: Rules) -> ReplayFigures:
    """Return the figures of two tellings side by side, in the order of the policy's rules."""
    both = partial(_both, before, after)
    was = {rule.name: rule.was for rule in rules.triggers}
    names = {name for name, _ in before.fired | after.fired}.difference(*was.values())
    people = before.told.keys() | before.handed.keys() | after.told.keys() | after.handed.keys()
    return ReplayFigures(
        all=both(ReplayTally.all),
        triggers=tuple(
            Compared(name=name, figures=both(ReplayTally.rule, name, *was.get(name, ())))
            for name in _first(was, names)
        ),
        clocks=tuple(Compared(name=name, figures=both(ReplayTally.clock, name)) for name in CLOCKS),
        levels=tuple(
            Compared(name=level, ladder=ladder, figures=both(ReplayTally.level, ladder, level))
            for ladder, steps in ((FUNCTIONAL, rules.functional), (MANAGEMENT, rules.management))
            for level in _first((step.id for step in steps), _reached(ladder, before, after))
        ),
        people=tuple(
            Compared(name=name, figures=both(ReplayTally.person, name))
            for name in sorted(people, key=lambda name: (name is None, name or ""))
        ),
    )


def _both(
    before: ReplayTally, after: ReplayTally, ask: Callable[..., Counts], *thing: str | None
) -> dict[str, Pair | None]:
    """Ask both tellings for the figures of a thing."""
    one, other = ask(before, *thing), ask(after, *thing)
    return {name: _pair(n, other[name]) for name, n in one.items()}


def _pair(one: Count, other: Count) -> Pair | None:
    return None if one is None or other is None else Pair(one, other)


def _first(names: Iterable[str], others: Iterable[str]) -> Iterable[str]:
    """Return names in their order, then the others in that of the alphabet."""
    return dict.fromkeys(chain(names, sorted(others)))


def _reached(ladder: str, *tellings: ReplayTally) -> set[str]:
    visited = (set(t.runs.levels) for t in tellings if ladder == FUNCTIONAL)
    moved = ({to for way, to, _ in t.moves if way == ladder} for t in tellings)
    return set(chain.from_iterable(chain(visited, moved)))
