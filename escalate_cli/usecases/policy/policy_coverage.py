"""Coverage of a policy by its tests: which rules, levels, targets and conditions they used."""

from collections.abc import Iterator

import msgspec

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.target import row_among
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.matching import holds, matches, values_of
from escalate_cli.domain.ticket.ticket import Status, Ticket

OTHERWISE = "otherwise"
"""The branch of a condition that a ticket takes which holds none of its values."""


class Covered(msgspec.Struct, frozen=True):
    """Things of one kind in the order of the policy, and which of them no test used."""

    every: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def used(self) -> int:
        """Count those that were used."""
        return len(self.every) - len(self.unused)


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What of a policy the tests used.

    Attributes:
        rules: those that fired.
        levels: those that a ticket was at, or that were involved.
        targets: rows that gave a ticket one of their targets, by clock.
        conditions: each value of a `when` that a ticket held, and `otherwise` where one held none,
            while all else in that `when` was true.
    """

    rules: Covered
    levels: Covered
    targets: Covered
    conditions: Covered


class CoverageTally:
    """Looks at histories as they go by, and remembers what of the policy they used."""

    def __init__(self, policy: Policy) -> None:
        rules = self._rules = policy.rules
        self._fired: set[str] = set()
        self._levels: set[str] = set()
        self._targets: set[str] = set()
        self._branches: set[str] = set()
        self._asked = dict((*_conditions_of(rules), *_conditions_of_today(policy.people)))

    def add(self, history: History) -> None:
        """Take what became of a ticket."""
        self._fired |= {fired.trigger for fired in history.fired.values()}
        self._levels |= {step.to for step in history.ticket.escalations}
        for step in history.steps:
            self._look_at(step.ticket)

    def _look_at(self, ticket: Ticket) -> None:
        """Take how a ticket stood after an event."""
        self._levels.add(ticket.level)
        rows = [row for row in self._rules.targets if matches(row.when, ticket)]
        for clock in ticket.clocks:
            row = row_among(rows, clock)
            if row is not None:
                self._targets.add(_target(self._rules.targets.index(row), clock))
        for name, when in self._asked.items():
            self._branches |= set(_taken(name, when, ticket))

    def whole(self) -> Coverage:
        """Return what was used, and what was not."""
        rules = self._rules
        targets = (_target(n, clock) for n, row in enumerate(rules.targets) for clock in row.within)
        branches = (
            branch for name, when in self._asked.items() for branch in _branches(name, when, rules)
        )
        return Coverage(
            rules=_covered((rule.name for rule in rules.triggers), self._fired),
            levels=_covered((level.id for level in rules.levels()), self._levels),
            targets=_covered(targets, self._targets),
            conditions=_covered(branches, self._branches),
        )


def _covered(every: Iterator[str], used: set[str]) -> Covered:
    listed = tuple(dict.fromkeys(every))
    return Covered(listed, tuple(each for each in listed if each not in used))


def _conditions_of(rules: Rules) -> Iterator[tuple[str, When]]:
    """Yield each `when` of the rules that tickets keep, with the name of what it belongs to."""
    for n, row in enumerate(rules.targets):
        yield f"targets[{n}]", row.when
    for rule in rules.triggers:
        yield rule.name, rule.when
    for level in rules.levels():
        if level.approval and level.approval.unless:
            yield f"approval of {level.id}", level.approval.unless
    if rules.review:
        yield "review", rules.review.required_for


def _conditions_of_today(people: People) -> Iterator[tuple[str, When]]:
    """Yield each condition on whom is told, and when, under the name of what it is for."""
    for n, subscription in enumerate(people.subscriptions):
        yield f"subscribe[{n}]", subscription.when
    for n, window in enumerate(people.maintenance):
        yield f"maintenance[{n}]", window.when
    for kind, table in (("", people.people), ("team ", people.teams)):
        for name, each in table.items():
            if each.quiet and each.quiet.unless:
                yield f"quiet of {kind}{name}", each.quiet.unless


def _target(row: int, clock: str) -> str:
    return f"targets[{row}] {clock}"


def _branch(name: str, condition: Condition, value: str) -> str:
    return f"{name}: {condition.field} {value}"


def _branches(name: str, when: When, rules: Rules) -> Iterator[str]:
    """Yield the branches of a `when` that a ticket can take."""
    for condition in when.conditions:
        for value in condition.values:
            yield _branch(name, condition, value)
        if not _every_value(condition.field, rules) <= {*condition.values}:
            yield _branch(name, condition, OTHERWISE)


def _every_value(field: str, rules: Rules) -> set[str]:
    """Return what a ticket may hold in a field that is never empty; others hold anything."""
    return {
        "priority": {*rules.priorities},
        "level": {level.id for level in rules.functional},
        "vip": {"true", "false"},
        "status": {status.value for status in Status},
    }.get(field, {OTHERWISE})


def _taken(name: str, when: When, ticket: Ticket) -> Iterator[str]:
    """Yield the branches that a ticket takes: by a condition, where all others are true."""
    for condition in when.conditions:
        if all(holds(other, ticket) for other in when.conditions if other is not condition):
            held = values_of(ticket, condition.field)
            values = [value for value in condition.values if value in held] or [OTHERWISE]
            yield from (_branch(name, condition, value) for value in values)
