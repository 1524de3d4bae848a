"""Every finding of a ticket: each rule's cases, numbered by episode."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import cast

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.engine.intervals import Cycle, Finding, both, cycles
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rule, When
from escalate_cli.domain.ticket.history import Decided, History
from escalate_cli.domain.ticket.key import Key
from escalate_cli.domain.ticket.matching import matches


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One rule's finding in one episode: what a decision is about.

    Attributes:
        key: of the finding itself.
        order: the place of the rule in the policy.
    """

    key: Key
    rule: Rule
    order: int
    finding: Finding


class _Episode(msgspec.Struct, frozen=True):
    """Unbroken time, and the times within it in which level and team matched too."""

    whole: Finding
    held: tuple[Finding, ...]


class _Found(msgspec.Struct, frozen=True):
    """A rule with its episodes in one cycle, each with the time in which its level matched."""

    cycle: int
    order: int
    rule: Rule
    episodes: tuple[tuple[Finding, Finding], ...]


def cases(history: History, now: datetime, people: People) -> Iterator[Case]:
    """Yield the cases of every rule, cycle by cycle and rule by rule.

    An episode is an unbroken time in which the trigger's condition holds for one cause and the
    rule's `when` holds, read without level and team: a rule's own move ends no episode, and a
    manual move back begins none.
    """
    for found in _found(history, now, people):
        decided = history.decided.get((found.cycle, found.rule.name), ())
        number = 0
        for whole, finding in found.episodes:
            number = _number(whole, decided, number)
            key = Key(history.ticket.id, found.cycle, found.rule.name, str(number))
            yield Case(key=key, rule=found.rule, order=found.order, finding=finding)


def _found(history: History, now: datetime, people: People) -> Sequence[_Found]:
    """Return every rule that has a case; a decision alone makes no other."""
    woken = history.ticket.wait_ended_at(now)
    if woken not in history.episodes:
        rules = history.rules.triggers
        history.episodes[woken] = [
            found
            for cycle in cycles(history.steps_until(now), people)
            for found in _of_cycle(cycle, rules)
        ]
    return cast("Sequence[_Found]", history.episodes[woken])


def _of_cycle(cycle: Cycle, rules: Sequence[Rule]) -> Iterator[_Found]:
    parts = [(part, _rules_of(part)) for part in cycle.by_policy()]
    for order, rule in enumerate(rules):
        in_force = [
            (each.whole, replace(each.held[0], until=each.held[-1].until))
            for each in _episodes(rule.name, cycle, parts)
            if each.held
        ]
        if in_force:
            yield _Found(cycle.number, order, rule, tuple(in_force))


def _number(whole: Finding, decided: Sequence[Decided], last: int) -> int:
    """Return the number under which an episode was decided, or else the next.

    Places alone would not do: an episode is gone if it had no time before the rule's own move.
    """
    standing = [one for one in decided if one.counts]
    for one in standing:
        if whole.since <= one.since and (whole.until is None or one.since < whole.until):
            return one.number
    before = [one for one in standing if one.since <= whole.since]
    if before and whole.cause and before[-1].cause == whole.cause:
        return before[-1].number
    former = [one for one in before if one.former and whole.began and whole.began <= one.since]
    if former and former[-1].number > last:  # by newer rules it came to the same, only later
        return former[-1].number
    taken = (one.number for one in decided if one in before or not one.counts)
    return max([last, *taken]) + 1


def _rules_of(part: Cycle) -> dict[str, Rule]:
    return {rule.name: rule for rule in part.stretches[0].rules.triggers}


def _episodes(
    name: str, cycle: Cycle, parts: Sequence[tuple[Cycle, dict[str, Rule]]]
) -> list[_Episode]:
    """Return the episodes of a rule through every policy version that has it."""
    found: list[_Episode] = []
    for part, rules in parts:
        rule = rules.get(name)
        for episode in _in_part(rule, cycle, part) if rule else ():
            if found and _goes_on(found[-1].whole, episode.whole, part.since):
                whole = replace(found[-1].whole, until=episode.whole.until)
                found[-1] = _Episode(whole, found[-1].held + episode.held)
            else:
                found.append(episode)
    return found


def _goes_on(before: Finding, after: Finding, applied_at: datetime) -> bool:
    """Tell whether it is one episode: of one cause, or cut only by a change of policy."""
    if after.cause:
        return before.cause == after.cause
    return before.until == after.since == applied_at


def _in_part(rule: Rule, cycle: Cycle, part: Cycle) -> Iterator[_Episode]:
    """Yield a rule's episodes under one version of the policy.

    The trigger looks at the whole cycle, so that what began before that version still counts; the
    rule's own conditions hold in its part only, so that nothing reaches back.
    """
    lasting = rule.when.lasting()
    spans = _spans(lasting, part)
    if not spans:
        return
    at_level = spans if lasting == rule.when else _spans(rule.when, part)
    for finding in trigger_of(rule).findings(cycle):
        for span in spans:
            whole = both(finding, span)
            if whole is not None:
                held = (both(whole, span) for span in at_level)
                yield _Episode(whole, tuple(time for time in held if time is not None))


def _spans(when: When, part: Cycle) -> list[Finding]:
    """Return the times in which every condition is true."""
    return list(part.spans(partial(matches, when))) if when.conditions else [part.whole]


def trigger_of(rule: Rule) -> triggers.Trigger:
    """Return the trigger of a rule, with its settings."""
    return _trigger(rule.type, rule.settings)


@lru_cache(maxsize=256)
def _trigger(type_name: str, settings: str) -> triggers.Trigger:
    return triggers.build(type_name, settings)
