"""Doubts about conditions: one that no ticket matches, and a target that is never used."""

from collections.abc import Iterator

import msgspec
from msgspec.structs import FieldInfo

from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.engine.triggers import cases_of
from escalate_cli.domain.policy.doubt import Doubt, Place
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT, Level, Rules
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.sections.policy_key import key_of
from escalate_cli.extensions import is_extension

_LADDERS = (FUNCTIONAL, MANAGEMENT)


def doubts(policy: Policy, possible: Possible) -> Iterator[Doubt]:
    """Yield conditions that no ticket can meet, and rows of targets that are never reached."""
    places = [_at(level, policy.people) for level in policy.rules.functional]
    for at, when in (*_conditions(policy.rules), *_conditions(policy.people)):
        if not any(possible.any([when, here]) for here in places):
            yield Doubt(
                at,
                FindingCode.NEVER_MATCHES,
                f"no ticket can match this: {when.wording}",
                _excluded(when, policy.rules),
            )
    yield from _unused_targets(policy.rules, possible)


def asks_about(policy: Policy, field: str) -> bool:
    """Tell whether anything in a policy may depend on a field of tickets.

    What triggers of other packages look at cannot be known.
    """
    types = {rule.type for rule in policy.rules.triggers}
    if any(map(is_extension, types)):
        return True
    placed = (*_conditions(policy.rules), *_conditions(policy.people))
    whens = [when for _, when in placed] + [cases_of(each) for each in types]
    return any(each.field == field for when in whens for each in when.conditions)


def _excluded(when: When, rules: Rules) -> str:
    """Say what of a condition that no ticket matches excludes the rest."""
    if {"level", "team"} & {each.field for each in when.conditions}:
        teams = ", ".join(f"{level.team or 'none'} at {level.id}" for level in rules.functional)
        return f"leave out what excludes the rest; the team is {teams}"
    return "leave out what excludes the rest"


def _at(level: Level, people: People) -> When:
    """Return which tickets are at a level: those of its team, or of none where a person has it."""
    team = Condition(field="team", values=(level.team,)) if level.team else None
    of_none = Condition(field="team", values=tuple(people.teams), negated=True)
    return When((Condition(field="level", values=(level.id,)), team or of_none))


def _unused_targets(rules: Rules, possible: Possible) -> Iterator[Doubt]:
    """Look for rows all of whose clocks the rows above give to the same tickets."""
    for place, row in enumerate(rules.targets):
        above = [
            {
                n: each.when
                for n, each in enumerate(rules.targets[:place], 1)
                if clock in each.within
            }
            for clock in row.within
        ]
        if not possible.any([row.when]):
            continue
        if all(not possible.any([row.when], whens.values()) for whens in above):
            used = dict.fromkeys(n for whens in above for n in _needed(row.when, whens, possible))
            yield Doubt(
                ("targets", place),
                FindingCode.UNUSED_TARGET,
                "this target is never used",
                f"{_rows(sorted(used))} all its tickets first",
            )


def _needed(when: When, whens: dict[int, When], possible: Possible) -> list[int]:
    """Return which rows are enough to match whatever a condition matches."""
    needed = dict(whens)
    for n in whens:
        fewer = {other: each for other, each in needed.items() if other != n}
        if not possible.any([when], fewer.values()):
            needed = fewer
    return list(needed)


def _rows(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"row {numbers[0]} matches"
    return f"rows {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} match"


def _conditions(value: object, at: Place = ()) -> Iterator[tuple[Place, When]]:
    """Yield every condition in a value of any type of the policy, with its place."""
    if isinstance(value, When):
        yield at, value
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            yield from _conditions(getattr(value, field.name), (*at, *_key(field)))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _conditions(inner, (*at, name))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _conditions(inner, (*at, number))


def _key(field: FieldInfo) -> Place:
    """Return the keys under which a field stands."""
    return ("ladders", field.name) if field.name in _LADDERS else (key_of(field),)
