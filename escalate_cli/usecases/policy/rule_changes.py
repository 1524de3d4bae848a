"""Changes of targets and triggers: how long clocks may run, what climbs, in which order."""

from collections.abc import Iterator
from typing import cast

import msgspec

from escalate_cli.domain.doubts.clocks import timed
from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.engine.triggers import build
from escalate_cli.domain.policy.rules import Rule, Rules
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.usecases.policy.calendar_meaning import Names
from escalate_cli.usecases.policy.policy_meaning import Form, PolicyMeaning, table
from escalate_cli.usecases.policy.trigger_order import order_changes
from escalate_cli.usecases.policy.value_changes import Change, changes


class _Region(msgspec.Struct, frozen=True):
    """The tickets that match a condition and none of those above it, and what is said of them."""

    said: str | None
    when: When
    above: tuple[When, ...]


def target_changes(
    old: Rules, new: Rules, calendars: tuple[Names, Names], possible: Possible
) -> Iterator[Change]:
    """Compare how long each clock may run for the same tickets, whichever rows say it."""
    watched = _watched(old) | _watched(new)
    for clock in CLOCKS:
        sides = list(zip((old, new), calendars, strict=True))
        yield from _between(clock, [_owed(*side, clock) for side in sides], possible)
        if clock in watched:
            yield from _between(clock, [_unowed(*side, clock) for side in sides], possible)


def _between(clock: str, sides: list[list[_Region]], possible: Possible) -> Iterator[Change]:
    old, new = sides
    for before in old:
        for after in new:
            whens = (before.when, after.when)
            differs = before.said != after.said
            if differs and possible.any(whens, (*before.above, *after.above)):
                yield Change("targets", _tickets(before, after), clock, before.said, after.said)


def _owed(rules: Rules, names: Names, clock: str) -> list[_Region]:
    """Return what the rows say of a clock, and None for tickets without a target."""
    found: list[_Region] = []
    above: tuple[When, ...] = ()
    for rule in rules.targets:
        if clock in rule.within:
            within = format_duration(rule.within[clock], days=False)
            calendar = names.get(rule.calendar, rule.calendar)
            found.append(_Region(f"{within} {calendar}", rule.when, above))
            above = (*above, rule.when)
    return [*found, _Region(None, When(), above)]


def _watched(rules: Rules) -> set[str]:
    """Return the clocks that triggers ask for a time, target or not."""
    return {each.clock for each in timed(rules) if each.trigger.at.spent is not None}


def _unowed(rules: Rules, names: Names, clock: str) -> list[_Region]:
    """Return the calendar on which a clock without a target counts: the one of its first row."""
    owed = tuple(rule.when for rule in rules.targets if clock in rule.within)
    found: list[_Region] = []
    above: tuple[When, ...] = ()
    rows = [(rule.when, rule.calendar) for rule in rules.targets]
    for when, calendar in [*rows, (When(), ALWAYS)]:
        said = f"no target, counted on {names.get(calendar, calendar)}"
        found.append(_Region(said, when, (*owed, *above)))
        above = (*above, when)
    return found


def _tickets(before: _Region, after: _Region) -> str:
    """Name the tickets that two regions have in common."""
    asked = dict.fromkeys((*before.when.conditions, *after.when.conditions))
    wording = When(tuple(asked)).wording
    return wording or ("other tickets" if before.above or after.above else "every ticket")


def trigger_changes(
    old: Rules, new: Rules, was: PolicyMeaning, becomes: PolicyMeaning
) -> Iterator[Change]:
    """Compare triggers by name; one that says what it was called before is the same."""
    left = {rule.name: rule for rule in old.triggers}
    pairs: dict[str, Rule] = {}
    for rule in new.triggers:
        after = _said_by(rule, becomes)
        former = next((name for name in (rule.name, *rule.was) if name in left), None)
        if former is None:
            yield Change("triggers", rule.name, "", None, after.reads)
            continue
        if former != rule.name:
            yield Change("triggers", rule.name, "name", former, rule.name)
        pairs[former] = rule
        yield from changes("triggers", rule.name, _said_by(left.pop(former), was), after)
    for name, rule in left.items():
        yield Change("triggers", name, "", _said_by(rule, was).reads, None)
    yield from order_changes(old, new, pairs, becomes.possible)


def _said_by(rule: Rule, meaning: PolicyMeaning) -> Form:
    """Return what a trigger looks for and does, with its settings."""
    trigger = cast("msgspec.Struct", build(rule.type, rule.settings))
    parts = {**(meaning.of(rule).parts or {}), **(meaning.of(trigger).parts or {})}
    return table({key: parts[key] for key in parts if key not in {"name", "was"}})
