"""Period figures: what became of the tickets of a period, in numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.figures.clock_figures import ClockFigures
from escalate_cli.domain.figures.counted import OFTEN, Thing, Things, step_at
from escalate_cli.domain.figures.level_figures import LevelFigures
from escalate_cli.domain.figures.responses import How, Response
from escalate_cli.domain.figures.rule_figures import Decided, RuleFigures, RuleTally
from escalate_cli.domain.figures.run_tally import RunTally
from escalate_cli.domain.figures.spelled_counter import SpelledCounter
from escalate_cli.domain.figures.spread import Spread, Times
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.cycles import TicketCycle
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.owed_review import review_due_at
from escalate_cli.domain.ticket.ticket import Escalation
from escalate_cli.domain.ticket.ticket_snapshot import snapshot_at


class Move(msgspec.Struct, frozen=True):
    """How often tickets moved in one way; a field is nothing where it was not asked about."""

    n: int
    ladder: str | None = None
    mode: str | None = None
    kind: str | None = None
    trigger: str | None = None

    @property
    def reason(self) -> str:
        """Return the rule that moved them, or say that a person did."""
        return f"{self.kind}/{self.trigger}" if self.trigger else "person"


class Often(msgspec.Struct, frozen=True):
    """How often something happened, and on how many tickets."""

    n: int
    tickets: int


class RootCause(msgspec.Struct, frozen=True):
    """What a review found, and how many reviews found the same."""

    root_cause: str
    n: int


class Factor(msgspec.Struct, frozen=True):
    """What contributed, and in how many reviews it did."""

    factor: str
    n: int


class Reviews(msgspec.Struct, frozen=True, kw_only=True):
    """Post-incident reviews: recorded, owed, and of these past their instant.

    Attributes:
        answered: how often the policy was changed for what a review found.
        actions: tickets that reviews asked for; `overdue_actions` of the open ones.
    """

    done: int
    owed: int
    overdue: int
    root_causes: tuple[RootCause, ...]
    factors: tuple[Factor, ...] = ()
    answered: int = 0
    actions: int = 0
    open_actions: int = 0
    overdue_actions: int = 0


REVIEW_COUNTS: Final = (
    *("done", "owed", "overdue", "answered"),
    *("actions", "open_actions", "overdue_actions"),
)
"""What of reviews is a number, of single tickets and of all of them."""


class ResponseFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How a person responded: from being given a ticket to their public word, or handing it on.

    Attributes:
        given: how often they were given one, or spoke on one of nobody's.
        resolved: resolved before they said anything; `open` those that they still have.
        elapsed: business time until they answered or handed on.
    """

    given: int = 0
    answered: int = 0
    handed_on: int = 0
    resolved: int = 0
    open: int = 0
    elapsed: Spread = Spread(n=0)


class PeriodFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What became of some tickets.

    Attributes:
        tickets: how many they are; `open` of them are not resolved yet.
        rules: how each rule that decided something worked.
        returns: how often a level handed a ticket back to the one below.
        repeat_complaints: complaints about a ticket that had one already.
        responses: of people, where figures are asked for by person.
    """

    tickets: int
    open: int
    imported: int
    clocks: tuple[ClockFigures, ...]
    escalations: Often
    by_ladder: tuple[Move, ...]
    by_trigger: tuple[Move, ...]
    levels: tuple[LevelFigures, ...]
    reopenings: Often
    complaints: Often
    reviews: Reviews
    rules: tuple[RuleFigures, ...] = ()
    returns: Often = Often(0, 0)
    repeat_complaints: Often = Often(0, 0)
    responses: ResponseFigures = ResponseFigures()

    @property
    def breached(self) -> int:
        """Return how many runs of all clocks were breached."""
        return sum(clock.breached for clock in self.clocks)

    @property
    def judged(self) -> int:
        """Return how many runs of all clocks have a verdict."""
        return sum(clock.judged for clock in self.clocks)

    @property
    def mtta(self) -> Spread:
        """Return the times to acknowledge, whose mean it is."""
        return self._took(ClockName.ACKNOWLEDGE)

    @property
    def mttr(self) -> Spread:
        """Return the times to resolve, whose mean it is."""
        return self._took(ClockName.RESOLVE)

    def _took(self, name: str) -> Spread:
        return next((clock.elapsed for clock in self.clocks if clock.clock == name), Spread(n=0))


class PeriodTally(Addable):
    """Counts what tickets bring to a period as they go by; of each only numbers are kept.

    Args:
        stands_at: as of when reviews are owed for what has a date of its own.
    """

    def __init__(self, now: datetime, stands_at: datetime) -> None:
        self._now, self._stands_at = now, stands_at
        self._count = Counter[str]()
        self._runs = RunTally()
        self._ways = Counter[tuple[str, str]]()
        self._reasons = Counter[tuple[str | None, str | None]]()
        self._causes, self._factors = SpelledCounter(), SpelledCounter()
        self._ends, self._responded, self._rules = Counter[How | None](), Times(), RuleTally()

    def add(self, history: History, things: Things) -> None:
        """Count what one ticket brings."""
        self._runs.add(things.runs)
        if things.cycles:
            self._ticket(history, things.cycles[-1].cycle)
        if things.others:  # a plain ticket has none
            self._happened(history, [each.thing for each in things.others])

    def _happened(self, history: History, things: Sequence[Thing]) -> None:
        for thing in things:
            match thing:
                case Escalation() as step:
                    self._ways[step.ladder, step.mode] += 1
                    self._reasons[step.kind, step.trigger] += 1
                case e.ReviewRecorded() as review:
                    self._reviewed(history, review)
                case Response(how=how, spent=spent):
                    self._ends[how] += 1
                    if how in {How.ANSWERED, How.HANDED_ON}:
                        self._responded.add(spent)
        self._rules.add([thing for thing in things if type(thing) is Decided])
        for what, times in _often(history, things).items():
            self._count[what] += times
            self._count[f"{what}_tickets"] += 1

    def _ticket(self, history: History, last: TicketCycle) -> None:
        """Count a ticket once, as it was when its last cycle of the period ended."""
        ticket, rules, is_open = history.ticket, history.rules, last.ended_at is None
        self._count["tickets"] += 1
        self._count["open"] += is_open
        self._count["imported"] += ticket.imported_at is not None
        stands_at = self._now if last.is_whole else self._stands_at
        if stands_at < ticket.latest_at:
            step = step_at(history, stands_at)
            ticket, rules = step.ticket, step.rules
        if ticket.action_of is not None:  # a review asked for it
            resolve = snapshot_at(ticket, rules, stands_at).ticket.clocks[ClockName.RESOLVE]
            self._count["actions"] += 1
            self._count["open_actions"] += is_open
            self._count["overdue_actions"] += is_open and resolve.is_overdue
        if ticket.cycle == last.last:
            due_at = review_due_at(ticket, rules)
            self._count["owed"] += due_at is not None
            self._count["overdue"] += due_at is not None and stands_at > due_at

    def _reviewed(self, history: History, review: e.ReviewRecorded) -> None:
        """Count what a review found; one that repeats another only says what answered it."""
        reviews = history.effective_of(e.ReviewRecorded)
        causes = [each.root_cause for each in reviews if each.seq < review.seq]
        self._count["answered"] += review.answered_by is not None
        if review.answered_by and causes and causes[-1] == review.root_cause:
            return
        self._count["done"] += 1
        self._causes.add(review.root_cause)
        for factor in review.factors:
            self._factors.add(factor)

    def figures(self) -> PeriodFigures:
        """Return what was counted."""
        count = self._count
        return PeriodFigures(
            tickets=count["tickets"],
            open=count["open"],
            imported=count["imported"],
            clocks=self._runs.clocks(),
            escalations=self._often("escalations"),
            by_ladder=_most(Move(n, ladder=w[0], mode=w[1]) for w, n in self._ways.items()),
            by_trigger=_most(Move(n, kind=w[0], trigger=w[1]) for w, n in self._reasons.items()),
            levels=self._runs.levels(),
            rules=self._rules.figures(),
            returns=self._often("returns"),
            repeat_complaints=self._often("repeat_complaints"),
            reopenings=self._often("reopenings"),
            complaints=self._often("complaints"),
            reviews=Reviews(
                done=count["done"],
                owed=count["owed"],
                overdue=count["overdue"],
                root_causes=tuple(RootCause(cause, n) for cause, n in self._causes.most()),
                factors=tuple(Factor(factor, n) for factor, n in self._factors.most()),
                answered=count["answered"],
                actions=count["actions"],
                open_actions=count["open_actions"],
                overdue_actions=count["overdue_actions"],
            ),
            responses=ResponseFigures(
                given=self._ends.total(),
                answered=self._ends[How.ANSWERED],
                handed_on=self._ends[How.HANDED_ON],
                resolved=self._ends[How.RESOLVED],
                open=self._ends[None],
                elapsed=self._responded.spread(),
            ),
        )

    def _often(self, what: str) -> Often:
        return Often(self._count[what], self._count[f"{what}_tickets"])


def _often(history: History, things: Sequence[Thing]) -> Mapping[str, int]:
    """Count what is counted with its tickets; each complaint but their first is a repeated one."""
    often: dict[str, int] = {}
    for thing in things:
        what = OFTEN.get(type(thing))
        if what is not None:
            often[what] = often.get(what, 0) + 1
    complaints = often.get("complaints", 0)
    repeated = complaints - (history.ticket.complaints[0] in things) if complaints else 0
    return often | {"repeat_complaints": repeated} if repeated else often


def _most(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Order moves by how often they were made."""

    def order(move: Move) -> tuple[int, list[str]]:
        others = (move.ladder, move.mode, move.kind, move.trigger)
        return -move.n, [other or "" for other in others]

    return tuple(sorted(moves, key=order))
