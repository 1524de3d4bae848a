"""Replay tally: what one telling of many tickets comes to, in numbers that can be added up."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache

import msgspec

from escalate_cli.domain.figures.clock_figures import FATES, fates_of
from escalate_cli.domain.figures.counted import runs
from escalate_cli.domain.policy.rules import MANAGEMENT
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action, Mode
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key
from escalate_cli.domain.time.timezones import zone_named

Count = int | timedelta | None
"""A figure; nothing where a thing has none of the kind."""

TallyKey = tuple[str, ...]
"""What is counted: a figure, then of what, as in `fired` and the name of a rule."""

OTHERS = ""
"""Stands for all people whom no policy names."""

MORNING, NIGHT, SATURDAY = 6, 22, 6

_TICK = timedelta(microseconds=1)


class HourOfWeek(msgspec.Struct, frozen=True, order=True):
    """One hour of the local week.

    Attributes:
        weekday: 1 is Monday, as ISO 8601 counts.
        hour: 0 to 23.
    """

    weekday: int
    hour: int

    @property
    def is_at_night(self) -> bool:
        """Tell whether people sleep then: from 22:00 to 06:00."""
        return not MORNING <= self.hour < NIGHT

    @property
    def is_at_weekend(self) -> bool:
        """Tell whether it is an hour of Saturday or Sunday."""
        return self.weekday >= SATURDAY


class ReplayTally:
    """Counts histories of one telling as they go by; of each only numbers are kept.

    Attributes:
        counts: all that was counted; two tallies are one where these are added.
    """

    def __init__(self, counts: Iterable[tuple[TallyKey, int]] = ()) -> None:
        self.counts = Counter[TallyKey](dict(counts))

    def add(
        self, history: History, now: datetime, known: Callable[[str], bool], zone: str = "UTC"
    ) -> None:
        """Count one ticket; people who are not known count together, hours are those of a zone."""
        counts = self.counts
        for fired in history.fired.values():
            counts["decisions",] += 1
            counts[_kind(fired.key, fired.action), fired.trigger] += 1
            if fired.action == Action.ESCALATED:
                counts["escalated", fired.trigger] += 1
        for step in history.ticket.escalations:
            counts["moves", step.ladder, step.to, step.mode] += 1
        for level, run in runs(history, now):
            self._add_run(level, run)
        for event in history.effective:
            if isinstance(event, e.EscalationRequested):
                counts["requests",] += 1
            for person in event.heard_by:
                self._tell(person if known(person) else OTHERS, event.at, zone)
            owner = event.handed_to
            if owner is not None:
                counts["handed", owner if known(owner) else OTHERS] += 1

    def _add_run(self, level: str, run: Clock) -> None:
        for fate in fates_of(run):
            self.counts["clock", run.name, fate] += 1
        if run.name == ClockName.LEVEL:
            self.counts["visits", level] += 1
            self.counts["spent", level] += run.spent // _TICK

    def _tell(self, person: str, at: datetime, zone: str) -> None:
        local = at.astimezone(_zone(zone))
        self.counts["told", person] += 1
        self.counts["hour", person, str(local.isoweekday()), str(local.hour)] += 1

    def of_whom(self, *figures: str) -> set[str]:
        """Name all of which any of some figures was counted."""
        return {key[1] for key in self.counts if key[0] in figures}

    def all(self) -> dict[str, Count]:
        """Return what is counted over all tickets."""
        return {name: self.counts[name,] for name in ("decisions", "requests")}

    def rule(self, *names: str) -> dict[str, Count]:
        """Return how often a rule spoke, by all its names: what held, moved, or was over."""
        return {kind: sum(self.counts[kind, name] for name in names) for kind in RULE_FIGURES}

    def clock(self, name: str) -> dict[str, Count]:
        """Return how a duty was met."""
        return {fate: self.counts["clock", name, fate] for fate in FATES}

    def level(self, ladder: str, level: str) -> dict[str, Count]:
        """Return how often tickets came to a level, were there after all, and for how long."""
        modes = (Mode.AUTOMATIC, Mode.MANUAL)
        moves: dict[str, Count] = {
            mode.value: self.counts["moves", ladder, level, mode] for mode in modes
        }
        if ladder == MANAGEMENT:
            return moves | {"visits": None, "spent": None}
        spent = self.counts["spent", level] * _TICK
        return moves | {"visits": self.counts["visits", level], "spent": spent}

    def reached(self, ladder: str) -> set[str]:
        """Name the levels of a ladder that any ticket came to, or was at."""
        moved = {key[2] for key in self.counts if key[:2] == ("moves", ladder)}
        return moved if ladder == MANAGEMENT else moved | self.of_whom("visits")

    def person(self, name: str) -> dict[str, Count]:
        """Return how often a person was told something, and a ticket handed over to them."""
        return {figure: self.counts[figure, name] for figure in ("told", "handed")}

    def hours(self) -> set[tuple[str, HourOfWeek]]:
        """Return in which hours of the week whom anything was told."""
        found = (key for key in self.counts if key[0] == "hour")
        return {(who, HourOfWeek(int(day), int(hour))) for _, who, day, hour in found}

    def hour(self, person: str, at: HourOfWeek) -> dict[str, Count]:
        """Return how often a person was told something in an hour of the week."""
        return {"told": self.counts["hour", person, str(at.weekday), str(at.hour)]}


RULE_FIGURES = ("fired", "escalated", "reminders", "lapsed")
_zone = cache(zone_named)


def _kind(key: str, action: str) -> str:
    if action == Action.LAPSED:
        return "lapsed"
    return "reminders" if Key.parse(key).is_reminder else "fired"
