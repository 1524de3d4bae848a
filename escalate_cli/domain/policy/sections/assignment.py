"""Assignment: how a team's tickets get their owner where several people are on duty."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

Assignment = Literal["duty", "round_robin"]
"""Nobody owns a ticket before one of them takes it, or each of them gets one in turn."""

ROUND_ROBIN = "round_robin"


class _Assigning(Protocol):
    @property
    def assignment(self) -> Assignment:
        """Return how tickets get their owner."""


def goes_round(teams: Iterable[_Assigning]) -> bool:
    """Tell whether there are teams whose tickets go round."""
    return any(team.assignment == ROUND_ROBIN for team in teams)


class Turns(msgspec.Struct, frozen=True):
    """Who had the last turn in each team whose tickets go round, as far as one may choose by it.

    Attributes:
        last: the last one by team; nothing where nobody may be chosen, as in a forecast.
        recorded: who had the turn of a team at an instant, which no replay chooses anew.
    """

    last: Mapping[str, str] | None = None
    recorded: Mapping[tuple[str, datetime], str] = {}

    def taker(
        self, team: str, at: datetime, order: Sequence[str], crew: Sequence[str]
    ) -> str | None:
        """Return whose turn it is of those who are there, in the order of the whole team."""
        if self.last is None:
            return self.recorded.get((team, at))
        everybody = tuple(dict.fromkeys((*order, *crew)))
        last = self.last.get(team)
        begin = everybody.index(last) + 1 if last in everybody else 0
        from_there = (*everybody[begin:], *everybody[:begin])
        return next(person for person in from_there if person in crew)
