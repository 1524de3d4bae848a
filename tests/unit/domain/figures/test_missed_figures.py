"""Every missed target of a period is counted, excused, or left out, and that once."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.counted import LOGGED, RESOLVED, counted
from escalate_cli.domain.figures.missed_figures import LeftOutTally, MissedFigures
from escalate_cli.domain.figures.report_figures import Period, ReportTally
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.latched_breach import MissedTarget
from escalate_cli.domain.ticket.history import History
from tests.conftest import DAY, MONDAY_NINE, a_history, a_policy, after, reopened, targets

NEW_CLOCKS = a_policy(targets=(targets(resolve="1h"),))
GOES_ON = replace(NEW_CLOCKS, rules=replace(NEW_CLOCKS.rules, reopening="continue"))
WHOLE = Period(since=MONDAY_NINE - DAY, until=MONDAY_NINE + 9 * DAY)
FIRST = replace(WHOLE, until=after("4h"))
SECOND = replace(WHOLE, since=after("4h"))


def solved(at: str, outcome: str | None = None) -> e.TicketResolved:
    return e.TicketResolved(at=after(at), by="bo", outcome=outcome)


def excused(at: str, cycle: int = 1) -> e.BreachExcused:
    return e.BreachExcused(at=after(at), by="lee", clock="resolve", cycle=cycle, message="x")


def missed(history: History, period: Period = WHOLE) -> tuple[int, int, Mapping[str, int]]:
    """Return how many were counted, how many excused, and what was left out, where anything was."""
    tally, now = LeftOutTally(period), after("90h")
    things = counted(history, now)
    tally.add(history, things, things.counting)
    report = ReportTally(period, now)
    report.add(history, things.counting)
    told = tally.figures(report.total())
    assert told.n == told.counted + told.excused + sum(told.left_out.values())
    return told.counted, told.excused, {why: n for why, n in told.left_out.items() if n}


SPAM_THEN_SOLVED = solved("2h", "invalid"), reopened(after("5h")), solved("20h")


def test_none_is_none() -> None:
    assert MissedFigures().n == 0
    assert missed(a_history(solved("30m"), policy=NEW_CLOCKS)) == (0, 0, {})


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ((solved("2h"),), (1, 0, {})),
        ((solved("2h"), excused("3h")), (0, 1, {})),
        ((solved("2h", "invalid"),), (0, 0, {"not_counted": 1})),
        ((excused("90m"), solved("2h", "invalid")), (0, 0, {"not_counted": 1})),
        (SPAM_THEN_SOLVED, (1, 0, {"not_counted": 1})),
    ],
    ids=["counted", "excused", "left out", "excused and left out", "reopened"],
)
def test_each_is_told_of_once(
    events: tuple[e.Event, ...], told: tuple[int, int, Mapping[str, int]]
) -> None:
    assert missed(a_history(*events, policy=NEW_CLOCKS)) == told


@pytest.mark.parametrize(
    ("events", "told"),
    [
        (SPAM_THEN_SOLVED, (1, 0, {})),
        ((*SPAM_THEN_SOLVED[:2], solved("20h", "invalid")), (0, 0, {"not_counted": 1})),
        (
            (*SPAM_THEN_SOLVED[:2], solved("20h", "invalid"), reopened(after("30h"))),
            (1, 0, {}),
        ),
        ((solved("2h"), reopened(after("5h")), solved("6h", "invalid")), (1, 0, {})),
        ((excused("90m"), *SPAM_THEN_SOLVED), (0, 1, {})),
    ],
    ids=["counted later", "never counted", "counted at last", "counted before", "excused"],
)
def test_one_that_goes_on_is_told_of_by_the_first_cycle_that_counts(
    events: tuple[e.Event, ...], told: tuple[int, int, Mapping[str, int]]
) -> None:
    assert missed(a_history(*events, policy=GOES_ON)) == told


def test_a_period_that_is_over_is_told_of_as_before() -> None:
    history = a_history(*SPAM_THEN_SOLVED, policy=GOES_ON)
    assert missed(history, FIRST) == (0, 0, {"not_counted": 1})
    assert missed(history, SECOND) == (1, 0, {})


@pytest.mark.parametrize(
    ("by", "cycle", "period"),
    [(LOGGED, 1, FIRST), (RESOLVED, 1, SECOND), (LOGGED, 9, SECOND)],
    ids=["its cycle began", "it was missed", "its cycle is gone"],
)
def test_what_was_undone_belongs_to_when(by: str, cycle: int, period: Period) -> None:
    gone = MissedTarget(clock="update", cycle=cycle, missed_at=after("6h"))
    undo = e.ChangeUndone(at=after("9h"), by="lee", undone=7, missed=(gone,), message="x")
    history = a_history(undo, policy=a_policy())
    for each in (FIRST, SECOND):
        told = missed(history, replace(each, by=by))
        assert told == (0, 0, {"undone": 1} if each is period else {})


def test_of_what_is_not_asked_for_nothing_is_told() -> None:
    tally = LeftOutTally(WHOLE)
    gone = MissedTarget(clock="update", cycle=1, missed_at=after("6h"))
    history = a_history(e.ChangeUndone(at=after("9h"), by="lee", undone=7, missed=(gone,)))
    nothing = counted(history, after("9h")).which(lambda _: False)
    tally.add(history, nothing, nothing.counting)
    empty = ReportTally(WHOLE, after("9h")).total()
    assert tally.figures(empty).n == 0
