"""Replay figures: many tickets as they went, beside the same tickets as they would go."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import partial
from itertools import chain

import msgspec

from escalate_cli.domain.figures.replay_tally import (
    RULE_FIGURES,
    Count,
    HourOfWeek,
    ReplayTally,
)
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT, Rules
from escalate_cli.domain.policy.sections.clock_name import CLOCKS


class Pair(msgspec.Struct, frozen=True):
    """How much there was of something, and how much there would be."""

    before: int | timedelta
    after: int | timedelta


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in both tellings.

    Attributes:
        name: of a rule, a duty, a level, a person; nothing for all people whom no policy names.
        ladder: that of a level.
        at: the hour of the week in which a person was told.
    """

    name: str | None
    figures: Mapping[str, Pair | None]
    ladder: str | None = None
    at: HourOfWeek | None = None


class ReplayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What the tickets came to, and would come to.

    Attributes:
        all: `decisions` of rules, reminders too, and `requests` of people for a yes.
        triggers: in the order of the policy, then those it no longer has.
        levels: from the lowest up, then those the policy no longer has.
        people: by name; those whom no policy names come last.
        hours: those in which any of these was told anything, in the order of a week.
    """

    all: Mapping[str, Pair | None]
    triggers: tuple[Compared, ...]
    clocks: tuple[Compared, ...]
    levels: tuple[Compared, ...]
    people: tuple[Compared, ...]
    hours: tuple[Compared, ...] = ()


class PolicyOutline(msgspec.Struct, frozen=True, kw_only=True):
    """What the figures of a replay need of a policy: its version, and the order of its names.

    Attributes:
        triggers: the former names of each, in the order of the policy.
        levels: of each ladder, from the lowest up.
    """

    id: str
    name: str
    triggers: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, tuple[str, ...]]


def outline_of(rules: Rules) -> PolicyOutline:
    """Return the outline of a policy's rules."""
    ladders = ((FUNCTIONAL, rules.functional), (MANAGEMENT, rules.management))
    return PolicyOutline(
        id=rules.id,
        name=rules.name,
        triggers={rule.name: rule.was for rule in rules.triggers},
        levels={ladder: tuple(step.id for step in steps) for ladder, steps in ladders},
    )


def compared(before: ReplayTally, after: ReplayTally, policy: PolicyOutline) -> ReplayFigures:
    """Return the figures of two tellings side by side, in the order of the policy's rules."""
    both = partial(_both, before, after)
    was = policy.triggers
    names = (before.of_whom(*RULE_FIGURES) | after.of_whom(*RULE_FIGURES)).difference(*was.values())
    people = before.of_whom("told", "handed") | after.of_whom("told", "handed")
    return ReplayFigures(
        all=both(ReplayTally.all),
        triggers=tuple(
            Compared(name=name, figures=both(ReplayTally.rule, name, *was.get(name, ())))
            for name in _first(was, names)
        ),
        clocks=tuple(Compared(name=name, figures=both(ReplayTally.clock, name)) for name in CLOCKS),
        levels=tuple(
            Compared(name=level, ladder=ladder, figures=both(ReplayTally.level, ladder, level))
            for ladder, steps in policy.levels.items()
            for level in _first(steps, before.reached(ladder) | after.reached(ladder))
        ),
        people=tuple(
            Compared(name=name or None, figures=both(ReplayTally.person, name))
            for name in sorted(people, key=_others_last)
        ),
        hours=tuple(
            Compared(name=name or None, at=at, figures=both(ReplayTally.hour, name, at))
            for name, at in sorted(
                before.hours() | after.hours(), key=lambda each: (_others_last(each[0]), each[1])
            )
        ),
    )


def _others_last(name: str) -> tuple[bool, str]:
    return not name, name


def _both(
    before: ReplayTally, after: ReplayTally, ask: Callable[..., Mapping[str, Count]], *thing: object
) -> dict[str, Pair | None]:
    """Ask both tellings for the figures of a thing."""
    one, other = ask(before, *thing), ask(after, *thing)
    return {name: _pair(n, other[name]) for name, n in one.items()}


def _pair(one: Count, other: Count) -> Pair | None:
    return None if one is None or other is None else Pair(one, other)


def _first(names: Iterable[str], others: Iterable[str]) -> Iterable[str]:
    """Return names in their order, then the others in that of the alphabet."""
    return dict.fromkeys(chain(names, sorted(others)))
