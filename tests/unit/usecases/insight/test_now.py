"""The page now puts each open ticket where it asks something of whoever looks."""

from collections.abc import Iterable
from typing import Any

import pytest

from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.now import NowPage, first_due, page_of
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.delegate import delegate
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import after, clock_rule, targets, when
from tests.unit.usecases.conftest import TEAMS, a_context, later, logged, staffed

TIMED = staffed(
    teams=TEAMS | {"frontline": Team(id="frontline", members=("ana", "eva"))},
    targets=(
        targets(of=when(priority="P1"), resolve="1h", update="30m"),
        targets(resolve="8h"),
    ),
    rules=(
        clock_rule("warn", at="4h", notify=("lead",)),
        clock_rule("climb", at="6h", escalate="next"),
    ),
)


def a_page(context: Context) -> NowPage:
    return page_of(context, context.read())


def ids(standings: Iterable[TicketSnapshot]) -> list[str]:
    return [standing.ticket.id for standing in standings]


def test_what_presses_is_first_whoever_has_it_by_priority_then_clock_then_lateness() -> None:
    context = a_context(TIMED)
    for at, priority in (("0m", "P3"), ("7h", "P1"), ("6h", "P1"), ("7h40m", "P1"), ("1h", "P2")):
        logged(later(context, at), priority=priority)
    acknowledge(later(context, "7h50m", "bo"), ["2"], take=True)
    page = a_page(later(context, "8h11m"))
    assert ids(page.pressing) == ["T-3", "T-2", "T-4", "T-5", "T-1"]
    assert (page.active, page.overdue, ids(page.free), ids(page.yours)) == (5, 4, [], [])


def test_theirs_and_what_is_free_are_apart_by_due_and_nobody_elses() -> None:
    context = a_context(TIMED)
    for at in ("0m", "10m", "20m", "30m", "40m"):
        logged(later(context, at), priority="P3")
    acknowledge(later(context, "1h"), ["3", "1"])
    acknowledge(later(context, "1h", "eva"), ["2"])
    page = a_page(later(context, "1h"))
    assert (ids(page.yours), ids(page.free)) == (["T-1", "T-3"], ["T-4", "T-5"])
    assert (page.person, page.levels) == ("ana", ("L1",))


@pytest.mark.parametrize(
    ("who", "levels", "free"),
    [("eva", ("L1",), ["T-1"]), ("bo", ("L2",), []), ("lee", ("lead",), []), ("kim", (), ["T-1"])],
    ids=["of the level", "of the team", "of the management", "a stranger"],
)
def test_what_is_free_depends_on_who_looks(
    who: str, levels: tuple[str, ...], free: list[str]
) -> None:
    context = a_context(TIMED)
    logged(context, priority="P3")
    page = a_page(later(context, "1m", who))
    assert (page.levels, ids(page.free)) == (levels, free)


def test_a_stranger_is_one_whom_a_policy_with_a_team_does_not_know() -> None:
    def is_stranger(who: str, **changes: Any) -> bool:
        context = a_context(staffed(**changes), by=who)
        return page_of(context, context.read()).is_stranger

    assert (is_stranger("kim"), is_stranger("ana")) == (True, False)
    assert not is_stranger("kim", people={"kim": Person(id="kim", name="Kim")})
    assert not is_stranger("kim", teams={})


def test_what_nobody_has_taken_is_free_though_it_waits_for_others_meanwhile() -> None:
    context = a_context(TIMED)
    logged(context, priority="P3")
    wait(later(context, "1m", "kim"), ["1"], "vendor")
    assert ids(a_page(later(context, "2m", "eva")).free) == ["T-1"]


def test_what_waits_for_others_is_told_apart_until_it_goes_on() -> None:
    context = a_context(TIMED)
    for _ in range(2):
        logged(context, priority="P3")
    acknowledge(later(context, "1m"), ["1", "2"])
    wait(later(context, "2m"), ["1"], "vendor", until=after("1h"))
    page = a_page(later(context, "30m"))
    assert (ids(page.waiting), ids(page.yours)) == (["T-1"], ["T-2"])
    page = a_page(later(context, "2h"))
    assert (ids(page.waiting), ids(page.yours)) == ([], ["T-2", "T-1"])


def test_a_yes_is_asked_of_who_may_say_it_or_stands_in() -> None:
    context = a_context(TIMED)
    for _ in range(2):
        logged(context, priority="P3")
    escalate(later(context, "1m"), ["2"], Wish(to="L3", reason="a router", tried="a restart"))
    delegate(later(context, "2m", "lee"), "lee", "di", until=after("1h"))
    asked = {who: ids(a_page(later(context, "3m", who)).approvals) for who in ("lee", "di", "ana")}
    assert asked == {"lee": ["T-2"], "di": ["T-2"], "ana": []}
    assert ids(a_page(later(context, "3m", "dora")).approvals) == [], "she may, but was not asked"


def test_it_says_what_the_policy_does_next_and_to_whom() -> None:
    context = a_context(TIMED)
    for at in ("0m", "3h"):
        logged(later(context, at), priority="P3")
    page = a_page(later(context, "4h30m"))
    assert (page.awaiting_check, page.since) == (1, after("4h"))
    check(later(context, "4h30m"))
    page = a_page(later(context, "4h31m"))
    assert (page.awaiting_check, page.since, page.last_check_at) == (0, None, after("4h30m"))
    said = [(each.at, each.decision.ticket, each.decision.action) for each in page.coming]
    assert said == [(after("6h"), "T-1", "escalated"), (after("7h"), "T-2", "notified")]
    assert page.coming[0].decision.notified == ("bo",)


def test_no_more_than_some_are_told_of_what_comes_next() -> None:
    context = a_context(TIMED)
    for _ in range(9):
        logged(context, priority="P3")
    assert len(a_page(later(context, "1m")).coming) == 5


def test_an_empty_store_has_an_empty_page() -> None:
    context = a_context(TIMED)
    logged(context)
    resolve(later(context, "1m"), ["1"])
    page = a_page(later(context, "2m"))
    assert (page.active, page.pressing) == (0, ())
    assert ids((*page.yours, *page.free, *page.waiting)) == []


def test_what_is_not_looked_at_is_not_read_whole_to_say_when_the_first_is_due() -> None:
    context = a_context(TIMED)
    for at in ("0m", "10m", "20m"):
        logged(later(context, at), priority="P3")
    page = a_page(later(context, "30m"))
    assert (len(page.free), ids(page.free[1:])) == (3, ["T-2", "T-3"])
    assert first_due(page.free) == page.free[0].due_at == after("8h")
    assert first_due(list(page.free)) == after("8h")
    assert first_due(page.yours) is None
