"""Rule figures: how often a rule decided, and whether anybody acted on it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.history import History


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
        ended_at: when its fate was sealed; nothing as long as that is pending.
    """

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
    """Yield the decisions on a ticket, the last one first; those of one run share what follows."""
    follows: tuple[Fate, datetime | None] = (Fate.PENDING, None)
    then, at = follows, None
    for event in reversed(history.effective):
        if event.at != at:
            follows, at = then, event.at
        fired = history.fired.get(event.decides or "")
        if fired is not None:
            of_itself = _OF_ACTION.get(fired.action)
            fate, ended_at = (of_itself, fired.at) if of_itself else follows
            yield Decided(
                at=fired.at,
                ended_at=ended_at,
                trigger=fired.trigger,
                kind=fired.trigger_kind,
                fate=fate,
            )
            then = (Fate.NOBODY_ACTED, fired.at)
        elif event.is_touch and event.is_by_team and not event.is_word_of_requester:
            follows = then = (Fate.ACTED, event.at)


class RuleTally:
    """Counts decisions of rules as tickets go by."""

    def __init__(self) -> None:
        self._fates = Counter[tuple[str, str, Fate]]()
        self._tickets = Counter[tuple[str, str]]()

    def add(self, decisions: list[Decided]) -> None:
        """Take the decisions on one ticket."""
        self._fates.update((each.trigger, each.kind, each.fate) for each in decisions)
        self._tickets.update({(each.trigger, each.kind) for each in decisions})

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
