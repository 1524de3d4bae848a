"""Comparing two policies: what changed in meaning, however it is written."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import cast

import msgspec
from msgspec.structs import fields

from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.engine.triggers import build
from escalate_cli.domain.policy.duty.roster import stretches
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule, Rules, TargetRule
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.policy_key import key_of
from escalate_cli.domain.time.duration import format_duration
from escalate_cli.domain.time.instant_parsing import format_instant
from escalate_cli.usecases.policy.value_changes import NO_KEYS, Change, changes, worded

AHEAD = timedelta(weeks=12)
"""So long duty plans are compared over."""

_ELSEWHERE = frozenset({"targets", "triggers", "teams", "calendars"})


class _Row(msgspec.Struct, frozen=True):
    """A row of targets that has a clock, and the conditions above it that have it too."""

    rule: TargetRule | None
    when: When
    above: tuple[When, ...]

    def said(self, clock: str) -> str | None:
        """Return the target in words."""
        if self.rule is None:
            return None
        return f"{format_duration(self.rule.within[clock], days=False)} {self.rule.calendar}"


def compared(old: Policy, new: Policy, now: datetime) -> Iterator[Change]:
    """Yield what differs, part by part; duty is compared from an instant on."""
    possible = Possible(old.rules, new.rules)
    yield from _rest(old.rules, new.rules)
    yield from changes("calendars", "", _calendars(old.rules), _calendars(new.rules))
    yield from _targets(old.rules, new.rules, possible)
    yield from _triggers(old.rules, new.rules, possible)
    yield from _rest(old.people, new.people)
    yield from _teams(old.people, new.people, now)


def _rest(old: Rules | People, new: Rules | People) -> Iterator[Change]:
    """Compare every part that is not compared in a way of its own, also those yet to come."""
    for field in fields(old):
        if field.name not in NO_KEYS | _ELSEWHERE:
            before, after = getattr(old, field.name), getattr(new, field.name)
            yield from changes(key_of(field), "", before, after)


def _targets(old: Rules, new: Rules, possible: Possible) -> Iterator[Change]:
    """Compare how long each clock may run for the same tickets, in whatever rows that stands."""
    for clock in CLOCKS:
        for before in _rows(old, clock):
            for after in _rows(new, clock):
                was, becomes = before.said(clock), after.said(clock)
                whens = (before.when, after.when)
                if was != becomes and possible.any(whens, (*before.above, *after.above)):
                    yield Change("targets", _tickets(before, after), clock, was, becomes)


def _rows(rules: Rules, clock: str) -> Iterator[_Row]:
    """Yield the rows that have a clock, and what is left to none of them."""
    above: tuple[When, ...] = ()
    for rule in rules.targets:
        if clock in rule.within:
            yield _Row(rule, rule.when, above)
            above = (*above, rule.when)
    yield _Row(None, When(), above)


def _tickets(before: _Row, after: _Row) -> str:
    """Name the tickets that two rows have in common."""
    asked = dict.fromkeys((*before.when.conditions, *after.when.conditions))
    wording = When(tuple(asked)).wording
    return wording or ("other tickets" if before.above or after.above else "every ticket")


def _triggers(old: Rules, new: Rules, possible: Possible) -> Iterator[Change]:
    """Compare triggers by name; one that says what it was called before is the same."""
    left = {rule.name: rule for rule in old.triggers}
    for rule in new.triggers:
        former = next((name for name in (rule.name, *rule.was) if name in left), None)
        if former is None:
            yield Change("triggers", rule.name, "", None, worded(_said_by(rule)))
            continue
        before, after = _said_by(left[former]), _said_by(rule)
        if former != rule.name:
            yield Change("triggers", rule.name, "name", former, rule.name)
        whens = (left.pop(former).when, rule.when)
        if possible.covers(*whens) and possible.covers(*reversed(whens)):
            before["when"] = after["when"]
        yield from changes("triggers", rule.name, before, after)
    for name, rule in left.items():
        yield Change("triggers", name, "", worded(_said_by(rule)), None)


def _said_by(rule: Rule) -> dict[str, object]:
    """Return what a trigger looks for and does, with its settings; the order of people is none."""
    trigger = cast("msgspec.Struct", build(rule.type, rule.settings))
    settings = {key_of(field): getattr(trigger, field.name) for field in fields(trigger)}
    own = {key_of(field): getattr(rule, field.name) for field in fields(rule)}
    facts = {**own, **settings, "notify": tuple(sorted(rule.notify))}
    return {key: facts[key] for key in facts if key not in {"name", "was", "settings"}}


def _calendars(rules: Rules) -> dict[str, dict[str, object]]:
    """Return what each calendar says, day by day."""
    return {
        name: {
            "timezone": spec.zone,
            **_hours(spec.hours),
            "holidays": (*spec.holidays, *spec.recurring),
            "dates": _hours(spec.dates),
        }
        for name, spec in rules.calendars.items()
    }


def _hours(days: Iterable[tuple[str, tuple[tuple[str, str], ...]]]) -> dict[str, tuple[str, ...]]:
    return {day: tuple(map("-".join, hours)) for day, hours in days}


def _teams(old: People, new: People, now: datetime) -> Iterator[Change]:
    """Compare teams, and who is on duty in those that are in both."""
    for name in dict.fromkeys((*old.teams, *new.teams)):
        before, after = old.teams.get(name), new.teams.get(name)
        if before is None or after is None:
            yield Change("teams", name, "", worded(before), worded(after))
            continue
        was, becomes = (
            {key_of(field): getattr(team, field.name) for field in fields(team)}
            for team in (before, after)
        )
        for each in (was, becomes):
            del each["duty"], each["id"]
        yield from changes("teams", name, was, becomes)
        if before.duty or after.duty:
            yield from _duty(name, old, new, now)


def _duty(team: str, old: People, new: People, now: datetime) -> Iterator[Change]:
    """Say when another one is on duty first, and for how long others are in all."""
    rosters = [
        [(each.since, each.duty.people) for each in stretches(people.teams[team], people, now, end)]
        for people in (old, new)
        for end in (now + AHEAD,)
    ]
    instants = sorted({since for roster in rosters for since, _ in roster})
    on_duty = [[_at(roster, at) for at in instants] for roster in rosters]
    ends = [*instants[1:], now + AHEAD]
    other = [
        (at, until, was, becomes)
        for at, until, was, becomes in zip(instants, ends, *on_duty, strict=True)
        if set(was) != set(becomes)
    ]
    if other:
        at, _, was, becomes = other[0]
        length = sum((until - since for since, until, _, _ in other), timedelta())
        what = f"from {format_instant(at)}, for {format_duration(length)} in 12 weeks"
        yield Change("duty", team, what, worded(was), worded(becomes))


def _at(roster: list[tuple[datetime, tuple[str, ...]]], at: datetime) -> tuple[str, ...]:
    return [people for since, people in roster if since <= at][-1]
