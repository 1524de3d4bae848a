"""Possible tickets: whether one can match some conditions and none of others."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import chain, combinations

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.ticket.ticket import Status

_SEVERAL = frozenset({"tags", "skills"})
"""Fields of which a ticket may have any number of values."""

_PATIENCE = 20_000
"""So many steps are worth an answer; without one every ticket is possible, and nothing is said."""

Values = frozenset[str]


class Possible:
    """Tells which tickets a policy, or one of several versions of it, can have.

    A ticket is as possible as its fields are, each for itself: that a customer is a VIP, or a
    team is that of a level, is not taken into account, since people may set both.
    """

    def __init__(self, *versions: Rules) -> None:
        levels = (level.id for rules in versions for level in rules.functional)
        self._closed: Mapping[str, tuple[str, ...]] = {
            "priority": tuple({name: 0 for rules in versions for name in rules.priorities}),
            "level": tuple(levels),
            "vip": ("true", "false"),
            "status": tuple(Status),
        }

    def any(self, wanted: Iterable[When], unwanted: Iterable[When] = ()) -> bool:
        """Tell whether a ticket can match all that are wanted and none of the unwanted."""
        return _Search(tuple(wanted), tuple(unwanted), self._closed).finds()

    def covers(self, wide: When, narrow: When) -> bool:
        """Tell whether every ticket that matches `narrow` matches `wide` as well."""
        return not self.any([narrow], [wide])

    def meaning(self, when: When) -> Hashable:
        """Return what is equal for two conditions exactly if the same tickets match both."""
        found = {}
        for field in dict.fromkeys(each.field for each in when.conditions):
            wanted, unwanted = _asked_of(field, when, self._closed.get(field))
            if wanted is not None and not wanted:
                return None
            if wanted is None and not unwanted:
                continue
            found[field] = wanted, unwanted
        return frozenset(found.items())


def _asked_of(
    field: str, when: When, known: tuple[str, ...] | None
) -> tuple[Values | None, Values]:
    """Return the values of which a field must hold one, or None, and those it must not hold."""
    asked = [each for each in when.conditions if each.field == field]
    unwanted = frozenset(value for each in asked if each.negated for value in each.values)
    each_wanted = [frozenset(each.values) for each in asked if not each.negated]
    if known is not None:
        left = frozenset(known).intersection(*each_wanted) - unwanted
        return (None if left == frozenset(known) else left), frozenset()
    if not each_wanted:
        return None, unwanted
    wanted = each_wanted[0].intersection(*each_wanted) - unwanted
    return wanted, unwanted if field in _SEVERAL else frozenset()


class _Search:
    """Tries the values of one field after the other, and turns back as soon as it can."""

    def __init__(
        self,
        wanted: tuple[When, ...],
        unwanted: tuple[When, ...],
        closed: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._wanted = [condition for when in wanted for condition in when.conditions]
        allowed = _allowed(self._wanted)
        self._unwanted = [when for when in unwanted if not _is_apart(when, allowed)]
        unasked = (condition for when in self._unwanted for condition in when.conditions)
        self._asked = [*self._wanted, *unasked]
        self._fields = tuple(dict.fromkeys(condition.field for condition in self._asked))
        self._closed = closed
        self._patience = _PATIENCE

    def finds(self) -> bool:
        """Tell whether there is such a ticket."""
        return self._goes_on(0, [list(when.conditions) for when in self._unwanted])

    def _goes_on(self, depth: int, threats: list[list[Condition]]) -> bool:
        """Tell whether the fields from one on have values; `threats` are what must not match.

        Of each threat the conditions are left that no field has decided yet.
        """
        if not all(threats):
            return False
        if depth == len(self._fields):
            return True
        field = self._fields[depth]
        for values in _options(field, self._asked, self._closed):
            self._patience -= 1
            if self._patience < 0:
                return True
            if all(_holds(each, values) for each in self._wanted if each.field == field):
                left = [_rest(threat, field) for threat in threats if _may(threat, field, values)]
                if self._goes_on(depth + 1, left):
                    return True
        return False


def _allowed(wanted: Iterable[Condition]) -> dict[str, Values]:
    """Return what a ticket may hold in each field of one value in which some are asked for."""
    allowed: dict[str, Values] = {}
    for each in wanted:
        if not each.negated and each.field not in _SEVERAL:
            values = frozenset(each.values)
            allowed[each.field] = values & allowed.get(each.field, values)
    return allowed


def _is_apart(when: When, allowed: Mapping[str, Values]) -> bool:
    """Tell whether no ticket that is wanted can match, as most rows of a table are about others."""
    for each in when.conditions:
        values = allowed.get(each.field)
        if values is not None and not each.negated and values.isdisjoint(each.values):
            return True
    return False


def _options(
    field: str, asked: Iterable[Condition], closed: Mapping[str, tuple[str, ...]]
) -> Iterator[Values]:
    """Yield what a ticket can hold in a field, as far as the conditions tell it apart."""
    named = tuple(dict.fromkeys(v for each in asked if each.field == field for v in each.values))
    known = closed.get(field)
    if field in _SEVERAL:
        sizes = range(len(named) + 1)
        yield from map(frozenset, chain.from_iterable(combinations(named, n) for n in sizes))
    else:
        yield from (frozenset({value}) for value in named if known is None or value in known)
        if known is None or set(known) - set(named):
            yield frozenset()


def _holds(condition: Condition, values: Values) -> bool:
    return any(value in values for value in condition.values) is not condition.negated


def _may(threat: list[Condition], field: str, values: Values) -> bool:
    return all(_holds(each, values) for each in threat if each.field == field)


def _rest(threat: list[Condition], field: str) -> list[Condition]:
    return [each for each in threat if each.field != field]
