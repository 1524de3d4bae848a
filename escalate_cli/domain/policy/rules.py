"""What a ticket keeps from its log on: who must answer how fast, what climbs, and to where."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from escalate_cli.domain.time.calendar import BusinessCalendar

FUNCTIONAL = "functional"
MANAGEMENT = "management"
CLOCKS = ("first_response", "next_response", "update", "acknowledge", "level", "resolve")
PAUSED_BY_DEFAULT = tuple(name for name in CLOCKS if name != "acknowledge")
ALWAYS = "always"


class CalendarSpec(msgspec.Struct, frozen=True, kw_only=True):
    """Opening hours as they stand in the policy, in one time zone."""

    zone: str
    hours: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    holidays: tuple[date, ...] = ()


@lru_cache(maxsize=64)
def calendar_of(spec: CalendarSpec) -> BusinessCalendar:
    """Return the one calendar object that counts time for these hours."""
    return BusinessCalendar(spec.zone, dict(spec.hours), spec.holidays)


def calendar_named(name: str, calendars: Mapping[str, CalendarSpec]) -> BusinessCalendar:
    """Return the calendar of that name; `always` is built in."""
    return BusinessCalendar.always() if name == ALWAYS else calendar_of(calendars[name])


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a ticket that must, or must not, hold one of the values."""

    field: str
    values: tuple[str, ...]
    negated: bool = False


class When(msgspec.Struct, frozen=True):
    """Every condition must hold; no condition matches every ticket."""

    conditions: tuple[Condition, ...] = ()

    def lasting(self) -> "When":
        """Leave out level and team, which the rule itself may change."""
        if not self.conditions:
            return self
        return When(tuple(c for c in self.conditions if c.field not in {"level", "team"}))


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """Whose yes a person needs to escalate into a level.

    Attributes:
        by: a level of the management ladder.
        unless: tickets that need none; nothing means every ticket needs it.
        people: those who need none.
        auto_after: a request that nobody answered is approved then.
    """

    by: str
    unless: When | None = None
    people: tuple[str, ...] = ()
    auto_after: timedelta | None = None


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A rung of a ladder; the work goes to a team or to one person."""

    id: str
    name: str
    ladder: str
    rank: int
    team: str | None = None
    person: str | None = None
    approval: Approval | None = None


class TargetRule(msgspec.Struct, frozen=True, kw_only=True):
    """How long each clock may run for the tickets that match."""

    when: When
    calendar: str
    within: Mapping[str, timedelta]


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The duration in force for one clock, on one calendar."""

    within: timedelta
    calendar: str


def target_among(rows: Iterable[TargetRule], clock: str) -> tuple[Target | None, str | None]:
    """Return the target of the first row that has one for a clock, or else the first calendar."""
    first: str | None = None
    for row in rows:
        within = row.within.get(clock)
        if within is not None:
            return Target(within=within, calendar=row.calendar), row.calendar
        first = first or row.calendar
    return None, first


class Repeat(msgspec.Struct, frozen=True, kw_only=True):
    """Say it again on a fixed grid; `times` leaves out the first."""

    every: timedelta
    times: int | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One trigger of the policy: its type, its settings and what it does.

    Attributes:
        type: name of the module in `domain/triggers` that finds its cases.
        settings: the fields of that trigger as JSON, decoded by `triggers.build`.
        escalate: `next`, `skilled`, a level of either ladder, or nothing.
        notify: roles, levels or people who are told.
    """

    type: str
    name: str
    when: When = When()
    settings: str = "{}"
    escalate: str | None = None
    notify: tuple[str, ...] = ()
    set_priority: str | None = None
    repeat: Repeat | None = None
    message: str | None = None


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Which tickets owe a post-incident review, and how soon."""

    required_for: When
    within: timedelta
    calendar: str = ALWAYS


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What one version of a policy says of tickets; a ticket follows one until it is moved.

    Attributes:
        id: SHA-256 of the source text; names the version a ticket is pinned to.
        priorities: most urgent first.
        triggers: in the order of the file.
        pauses: the clocks that stand still while a ticket is waiting.
        at_risk: share of a target after which a running clock is at risk.
        catch_up: `highest` or `climb`, for several moves that are due at once.
        handoff_requires: out of tried, impact_note, next_step.
    """

    id: str
    name: str
    calendars: Mapping[str, CalendarSpec]
    priorities: tuple[str, ...]
    default_priority: str
    matrix: Mapping[str, Mapping[str, str]]
    functional: tuple[Level, ...]
    management: tuple[Level, ...]
    targets: tuple[TargetRule, ...]
    triggers: tuple[Rule, ...] = msgspec.field(name="rules")
    review: Review | None = None
    close_after: timedelta | None = None
    retain: timedelta = timedelta(days=30)
    pauses: tuple[str, ...] = PAUSED_BY_DEFAULT
    at_risk: float = 0.75
    catch_up: str = "highest"
    handoff_requires: tuple[str, ...] = ()

    def calendar(self, name: str) -> BusinessCalendar:
        """Return the calendar of that name."""
        return calendar_named(name, self.calendars)

    def levels(self) -> Iterator[Level]:
        """Yield every level of both ladders, lowest first in each."""
        yield from self.functional
        yield from self.management

    def level(self, level_id: str) -> Level | None:
        """Return the level of either ladder with that id."""
        return next((level for level in self.levels() if level.id == level_id), None)

    def priority_of(self, impact: str, urgency: str) -> str:
        """Return the priority that the matrix gives for impact and urgency."""
        return self.matrix[impact][urgency]


RulesOf = Callable[[str], Rules]
"""Finds the rules of the policy version with a given id."""
