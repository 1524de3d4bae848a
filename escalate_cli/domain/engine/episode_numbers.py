"""Episode numbers, which decision keys carry: each is given once, and kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

import msgspec

from escalate_cli.domain.engine.intervals import Finding
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key

if TYPE_CHECKING:  # start-up time
    from escalate_cli.domain.ticket import events as e


class DecidedEpisode(msgspec.Struct, frozen=True):
    """An episode of a rule that has been decided; if that was undone its number is free again.

    Attributes:
        former: it was decided before the clocks of its cycle counted by newer rules.
    """

    number: int
    since: datetime
    cause: str
    former: bool = False


Decided = Mapping[tuple[int, str], Sequence[DecidedEpisode]]
"""The decided episodes of a ticket, by cycle and rule, in the order of the decisions."""


class DecidedEpisodes:
    """The decided episodes of a ticket, read off its history as it grows."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._reading = history.readings
        self._read = 0
        self._decided: dict[tuple[int, str], list[DecidedEpisode]] = {}

    def by_rule(self) -> Decided:
        """Return them as far as the history goes by now."""
        history = self._history
        if self._reading != history.readings:
            self._reading, self._read = history.readings, 0
            self._decided.clear()
        for number in range(self._read, len(history.events)):
            event = history.events[number]
            if event.decides is not None and history.counts(event):
                self._take(cast("e.TriggerFired", event), number)
        self._read = len(history.events)
        return self._decided

    def _take(self, fired: "e.TriggerFired", number: int) -> None:
        key = Key.parse(fired.key)
        if key.is_reminder:
            return
        cycle = key.cycle or 1
        decided = DecidedEpisode(
            int(key.first_attempt.episode),
            fired.since,
            fired.cause,
            self._history.is_former(number, cycle),
        )
        self._decided.setdefault((cycle, key.name), []).append(decided)


def numbered(episodes: Sequence[Finding], decided: Sequence[DecidedEpisode]) -> Sequence[int]:
    """Return the number of each episode of a rule in one cycle, in the order of time.

    One that was decided keeps the number of its decision; another takes the next that is free.
    Places alone would not do. Say that the rule `severe` moves a P1 up that is at L1:

        09:00  T-42 is logged as P1 at L1   decided as T-42:1:severe:1:0, now at L2
        10:00  it is edited to P3, and returned to L1
        11:00  it is edited to P1           to be decided as T-42:1:severe:2:0

    The first was over as it began, so that the one since 11:00 is the only one left. By its place
    it would be the first, and never be decided, as that key is on record. But 1 is the number of
    what was decided at 09:00, which is not of its time, so that it is the second.
    """
    if not decided:
        return range(1, len(episodes) + 1)
    numbers: list[int] = []
    last = 0
    for episode in episodes:
        before = [one for one in decided if one.since <= episode.since]
        last = (
            _number_within(episode, decided)
            or _number_of_its_cause(episode, before)
            or _number_under_former_rules(episode, before, last)
            or max([last, *(one.number for one in before)]) + 1
        )
        numbers.append(last)
    return numbers


def _number_within(episode: Finding, decided: Sequence[DecidedEpisode]) -> int | None:
    """Return the number that was decided within its time."""
    since, until = episode.since, episode.until
    for one in decided:
        if since <= one.since and (until is None or one.since < until):
            return one.number
    return None


def _number_of_its_cause(episode: Finding, before: Sequence[DecidedEpisode]) -> int | None:
    """Return the number decided last before it, where it goes on for the same cause."""
    goes_on = before and episode.cause and before[-1].cause == episode.cause
    return before[-1].number if goes_on else None


def _number_under_former_rules(
    episode: Finding, before: Sequence[DecidedEpisode], last: int
) -> int | None:
    """Return the number of what former rules found in the run of a clock, and newer ones later."""
    began = episode.began
    if began is None:
        return None
    former = [one.number for one in before if one.former and began <= one.since]
    return former[-1] if former and former[-1] > last else None
