"""Rule figures: how often a rule decided, and whether anybody acted on it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.timeline import Step


class Fate(StrEnum):
    """What came of a decision: each has one."""

    ACTED = "acted"
    NOBODY_ACTED = "nobody_acted"
    PENDING = "pending"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"
    SATISFIED = "satisfied"
    UNANSWERED = "unanswered"


_OF_ACTION: Mapping[str, Fate] = {
    Action.LAPSED: Fate.LAPSED,
    Action.SUPERSEDED: Fate.SUPERSEDED,
    Action.SATISFIED: Fate.SATISFIED,
    Action.UNANSWERED: Fate.UNANSWERED,
}
"""What came of a decision that told or moved nobody by itself."""


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of a rule, and what came of it.

    Attributes:
        key: names it among all of its ticket.
        ended_at: when its fate was sealed; nothing as long as that is pending.
    """

    key: str
    at: datetime
    ended_at: datetime | None
    trigger: str
    kind: str
    fate: Fate


class RuleFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How one rule worked; its decisions are the sum of their fates.

    Attributes:
        n: how often it decided, reminders too, on how many `tickets`.
        acted: somebody of the team did something about the ticket after it, before any rule spoke
            again; `nobody_acted` where a rule did first; `pending` where neither has happened yet.
        lapsed: it was no longer true when it was noticed; `superseded`: another rule went higher;
            `satisfied`: the ticket was there already; `unanswered`: nobody was found to move it to.
    """

    trigger: str
    kind: str
    n: int
    tickets: int
    acted: int
    nobody_acted: int
    pending: int
    lapsed: int
    superseded: int
    satisfied: int
    unanswered: int

    @property
    def name(self) -> str:
        """Return its name, with its kind before it."""
        return f"{self.kind}/{self.trigger}"


def decided(history: History) -> Iterator[Decided]:
    """Yield the decisions on a ticket, the last one first.

    What another rule found later speaks again, and not what was only noticed later.
    """
    acted_at: datetime | None = None
    later: list[tuple[datetime, datetime]] = []
    decisions = {fired.key: fired for fired in history.decisions}
    for event in reversed(history.effective) if decisions else ():
        fired = decisions.get(event.decides or "")
        if fired is not None:
            again = [at for since, at in later if since > fired.since]
            fate = _OF_ACTION.get(fired.action) or _what_followed(again, acted_at)
            ends = {Fate.NOBODY_ACTED: min(again, default=None), Fate.ACTED: acted_at}
            yield Decided(
                key=fired.key,
                at=fired.at,
                ended_at=None if fate is Fate.PENDING else ends.get(fate, fired.at),
                trigger=fired.trigger,
                kind=fired.trigger_kind,
                fate=fate,
            )
            later.append((fired.since, fired.at))
        elif _goes_on(event):
            acted_at, later = event.at, []


def _what_followed(again: list[datetime], acted_at: datetime | None) -> Fate:
    if again:
        return Fate.NOBODY_ACTED
    return Fate.ACTED if acted_at else Fate.PENDING


def step_of(history: History, decision: Decided) -> Step:
    """Return how the ticket stood when something was decided."""
    steps, place = history.steps, len(history.steps) - 1
    for event in reversed(history.effective):
        while steps[place].event is None and steps[place].at > event.at:
            place -= 1  # a wait that was over by itself, later
        if event.decides == decision.key:
            break
        if place and steps[place].event is event:
            place -= 1
    return steps[place]


def _goes_on(event: Event) -> bool:
    """Tell whether the team went on with the ticket, and corrected or redrew nothing."""
    is_of_team = event.is_by_team and not event.is_word_of_requester
    return event.is_act and is_of_team and not event.changes_policy


class RuleTally(Addable):
    """Counts decisions of rules as tickets go by."""

    def __init__(self) -> None:
        self._fates = Counter[tuple[str, str, Fate]]()
        self._tickets = Counter[tuple[str, str]]()

    def add(self, decisions: list[Decided]) -> None:
        """Take the decisions on one ticket."""
        for each in decisions:
            self._fates[each.trigger, each.kind, each.fate] += 1
        for rule in {(each.trigger, each.kind) for each in decisions}:
            self._tickets[rule] += 1

    def figures(self) -> tuple[RuleFigures, ...]:
        """Return how each rule worked, the one that decided most often first."""
        found = (self._of(*rule) for rule in self._tickets)
        return tuple(sorted(found, key=lambda rule: (-rule.n, rule.trigger, rule.kind)))

    def _of(self, trigger: str, kind: str) -> RuleFigures:
        fates = {fate.value: self._fates[trigger, kind, fate] for fate in Fate}
        return RuleFigures(
            trigger=trigger,
            kind=kind,
            n=sum(fates.values()),
            tickets=self._tickets[trigger, kind],
            **fates,
        )
