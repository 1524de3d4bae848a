"""The outlook on a ticket: what its rules have to decide, by the instant at which each comes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from heapq import heappop, heappush
from itertools import chain

import msgspec

from escalate_cli.domain.engine.due_findings import Due
from escalate_cli.domain.engine.episodes import RuleEpisodes


class _Look(msgspec.Struct, frozen=True, order=True):
    """What one rule has to decide, as last looked at; ordered by what comes first.

    Attributes:
        number: the place of the rule among those that have episodes, which no two share.
    """

    soonest: datetime
    number: int
    rule: RuleEpisodes
    dues: Sequence[Due]


class Outlook:
    """What rules that have a case have to decide, as of one instant after another.

    What is to come stands as it was found until it comes: only then is its rule looked at again,
    as is each of which something has come. It is for as long as the cases stay as they are.
    """

    def __init__(self, rules: Iterable[RuleEpisodes]) -> None:
        self._again = list(enumerate(rules))
        self._come: list[Due] = []
        self._to_come: list[_Look] = []

    def look(self, now: datetime, dues_of: Callable[[RuleEpisodes], Sequence[Due]]) -> None:
        """Go on to an instant, no earlier than the last; `dues_of` a rule is asked as of it."""
        while self._to_come and self._to_come[0].soonest <= now:
            look = heappop(self._to_come)
            self._again.append((look.number, look.rule))
        rules, self._again, self._come = self._again, [], []
        for number, rule in rules:
            dues = dues_of(rule)
            if _has_come(rule, dues, now):
                self._again.append((number, rule))
                self._come += dues
            elif dues:
                soonest = min(due.since for due in dues)
                heappush(self._to_come, _Look(soonest, number, rule, dues))

    @property
    def come(self) -> Sequence[Due]:
        """Return what the rules of which something has come have to decide, then or later."""
        return self._come

    @property
    def soonest(self) -> Iterator[Due]:
        """Yield what has come, and of what is to come that of the rule whose turn is next."""
        yield from self._come
        if self._to_come:
            yield from self._to_come[0].dues

    @property
    def whole(self) -> Iterator[Due]:
        """Yield all that has come or is to come."""
        return chain(self._come, *(look.dues for look in self._to_come))


def _has_come(rule: RuleEpisodes, dues: Sequence[Due], now: datetime) -> bool:
    """Tell whether something of a rule has come, or was decided before it did.

    That is so where clocks were counted anew by other rules: it may be tried again as it comes.
    """
    to_come = sum(finding.since > now for finding in rule.findings)
    undecided = sum(not due.repeat for due in dues)
    return to_come > undecided or any(due.since <= now for due in dues)
