"""Doubts about rules in pairs: one that adds nothing to another, and two that contradict."""

from collections.abc import Iterator
from itertools import permutations

import msgspec

from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.policy.doubt import Doubt
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.rules import Rule, Rules
from escalate_cli.domain.policy.sections.conditions import Condition, When


class Placed(msgspec.Struct, frozen=True):
    """A rule and its place among the triggers."""

    place: int
    rule: Rule


def doubts(rules: Rules, possible: Possible) -> Iterator[Doubt]:
    """Compare all rules that have the same cases, but for which tickets they are."""
    placed = [Placed(place, rule) for place, rule in enumerate(rules.triggers)]
    for one, other in permutations(placed, 2):
        alike = (one.rule.type, one.rule.settings) == (other.rule.type, other.rule.settings)
        if not alike or not possible.any([other.rule.when]):
            continue
        if one.place < other.place:
            yield from _contradiction(one.rule, other, possible)
        if not possible.covers(one.rule.when, other.rule.when):
            continue
        equal = possible.covers(other.rule.when, one.rule.when)
        if _adds_nothing(one.rule, other.rule) and (one.place < other.place or not equal):
            yield Doubt(
                ("triggers", other.place),
                FindingCode.ADDS_NOTHING,
                f"trigger '{other.rule.name}' adds nothing to '{one.rule.name}'",
                "leave it out, or say what it is for",
            )
        elif rules.catch_up == "highest" and _is_higher(one.rule, other.rule, rules):
            yield Doubt(
                ("triggers", other.place, "escalate"),
                FindingCode.CONTRADICTION,
                f"trigger '{other.rule.name}' never moves a ticket: '{one.rule.name}' moves it"
                f" higher at the same instant",
                "leave one of both out, or tell their tickets apart",
            )


def _adds_nothing(one: Rule, other: Rule) -> bool:
    """Tell whether `one` does all that `other` does."""
    return (
        other.escalate in {None, one.escalate}
        and other.set_priority in {None, one.set_priority}
        and set(other.notify) <= set(one.notify)
        and (not other.notify or (other.repeat, other.message) == (one.repeat, one.message))
    )


def _is_higher(one: Rule, other: Rule, rules: Rules) -> bool:
    """Tell whether one rule leads to a level of the same ladder above that of another."""
    goal, lower = (rules.level(rule.escalate or "") for rule in (one, other))
    same = goal is not None and lower is not None and goal.ladder == lower.ladder
    return same and goal is not None and lower is not None and goal.rank > lower.rank


def _contradiction(one: Rule, other: Placed, possible: Possible) -> Iterator[Doubt]:
    """Look for two rules that give one ticket two priorities, or take back what the other does."""
    mine, its = one.set_priority, other.rule.set_priority
    if mine is None or its is None or mine == its:
        return
    whens = (one.when, other.rule.when)
    returns = (
        possible.any([one.when, _of(its)])
        and possible.any([other.rule.when, _of(mine)])
        and possible.any(map(whatever_priority, whens))
    )
    if returns or possible.any(whens):
        yield Doubt(
            ("triggers", other.place, "set_priority"),
            FindingCode.CONTRADICTION,
            f"trigger '{one.name}' makes it {mine}, and '{other.rule.name}' {its}",
            "let one ticket have one of both",
        )


def _of(priority: str) -> When:
    return When((Condition(field="priority", values=(priority,)),))


def whatever_priority(when: When) -> When:
    """Leave out the priority, which triggers may change."""
    return When(tuple(each for each in when.conditions if each.field != "priority"))
