"""The people of a replay: those of its policy, with what was said for the team by each instant."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.standing import Standing, with_standing


class PeopleThen:
    """Tells by an instant which duties were taken over or swapped then, and not taken back yet.

    When the policy had to be silent is on the record of each ticket, and not asked for here.
    """

    def __init__(self, people: People, entries: Sequence[Standing]) -> None:
        self._people, self._entries = people, entries
        self._instants = sorted({entry.at for entry in entries})
        self._made: dict[int, People] = {0: people}

    def at(self, instant: datetime) -> People:
        """Return the people of an instant; the same value until something else was said."""
        place = bisect_right(self._instants, instant)
        if place not in self._made:
            said = with_standing(self._people, self._entries, instant)
            self._made[place] = replace(said, maintenance=self._people.maintenance)
        return self._made[place]
