"""Order of triggers: where it means something which of two comes first."""

from collections.abc import Iterator, Mapping
from itertools import combinations

import msgspec

from escalate_cli.domain.doubts.clocks import Watch
from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.doubts.rules import whatever_priority
from escalate_cli.domain.policy.rules import FUNCTIONAL, Rule, Rules
from escalate_cli.domain.ticket.ladder import NEXT, SKILLED
from escalate_cli.usecases.policy.value_changes import Change


def order_changes(
    old: Rules, new: Rules, pairs: Mapping[str, Rule], possible: Possible
) -> Iterator[Change]:
    """Say which triggers change places, if of some ticket the first of both decides.

    `pairs` has the triggers of the new policy by the names that they have in the old one.
    """
    stands = {rule.name: number for number, rule in enumerate(new.triggers)}
    both = [rule for rule in old.triggers if rule.name in pairs]
    for one, other in combinations(both, 2):
        first, second = pairs[one.name], pairs[other.name]
        if stands[first.name] < stands[second.name]:
            continue
        if _compete(one, other, old, possible) or _compete(first, second, new, possible):
            where = f"after {one.name}", f"before {first.name}"
            yield Change("triggers", second.name, "order", *where)


def _compete(one: Rule, other: Rule, rules: Rules, possible: Possible) -> bool:
    """Tell whether two triggers may want the same of a ticket at one instant.

    Of two moves to one level the first is made, of two priorities the last one stays.
    """
    whens = [one.when, other.when]
    if any(rule.set_priority for rule in rules.triggers):
        whens = [whatever_priority(when) for when in whens]
    if _never_at_once(one, other) or not possible.any(whens):
        return False
    priorities = {one.set_priority, other.set_priority}
    return (None not in priorities and len(priorities) > 1) or _same_move(one, other, rules)


def _same_move(one: Rule, other: Rule, rules: Rules) -> bool:
    """Tell whether two triggers may lead to one level; `next` and `skilled` may lead to any."""
    goals = {one.escalate, other.escalate}
    if None in goals or len(goals) == 1:
        return None not in goals
    levels = [rules.level(goal) for goal in goals if goal and goal not in {NEXT, SKILLED}]
    return len(levels) < len(goals) and all(each and each.ladder == FUNCTIONAL for each in levels)


def _never_at_once(one: Rule, other: Rule) -> bool:
    """Tell whether two triggers wait for two times of one kind on one clock."""
    if not one.type == other.type == "clock":
        return False
    first, second = (msgspec.json.decode(r.settings, type=Watch) for r in (one, other))
    kinds = [tuple(value is None for value in (t.at.share, t.at.spent)) for t in (first, second)]
    return first.clock == second.clock and first.at != second.at and kinds[0] == kinds[1]
