"""How a ticket stands: due, at risk, overdue, and by which instants a list finds it."""

from datetime import datetime, timedelta

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket_snapshot import (
    WORST_FIRST,
    RestingSnapshot,
    TicketSnapshot,
    at_risk_at,
    by_pressure,
    snapshot_at,
)
from tests.conftest import (
    HOUR,
    MINUTE,
    a_history,
    a_policy,
    after,
    answered,
    asked_afterwards,
    edited,
    paused,
    resolved,
    taken,
    targets,
    when,
)

POLICY = a_policy(
    targets=(
        targets(of=when(priority="P1"), resolve="2h", acknowledge="30m"),
        targets("office", resolve="8h", acknowledge="4h"),
    )
)


def stands(*events: e.Event, at: datetime, **log: str) -> TicketSnapshot:
    history = a_history(*events, policy=POLICY, **log)
    return snapshot_at(history.ticket, history.rules, at, next_at=after("9h"))


@pytest.mark.parametrize(
    ("at", "at_risk", "overdue"),
    [
        ("89m", False, False),
        ("90m", True, False),
        ("2h", True, False),
        ("2h1m", False, True),
    ],
    ids=["in time", "at risk", "used up", "past it"],
)
def test_a_ticket_nears_its_target_and_then_is_past_it(
    at: str, at_risk: bool, overdue: bool
) -> None:
    found = stands(taken(after("10m")), at=after(at), priority="P1")
    assert (found.is_at_risk, found.is_overdue) == (at_risk, overdue)
    assert found.due_at == after("2h")
    assert (found.now, found.next_at) == (after(at), after("9h"))


def test_the_earliest_of_the_running_clocks_is_due() -> None:
    assert stands(at=after("5m"), priority="P1").due_at == after("30m")
    assert stands(taken(after("5m")), at=after("5m"), priority="P1").due_at == after("2h")


def test_the_clock_to_look_at_first_is_the_worst_or_else_the_next_one_due() -> None:
    def foremost(*events: e.Event, at: str) -> str | None:
        clock = stands(*events, at=after(at), priority="P1").foremost
        return clock.name if clock else None

    assert foremost(at="5m") == "acknowledge"
    assert foremost(at="31m") == "acknowledge"
    assert foremost(at="2h1m") == "resolve"
    assert foremost(paused(after("1m")), taken(after("2m")), at="1h") is None


def test_used_up_and_not_yet_past_is_no_breach_however_long_the_night_is() -> None:
    found = stands(taken(after("1m")), at=after("20h"))
    assert (found.is_at_risk, found.is_overdue, found.due_at) == (True, False, after("8h"))
    assert stands(taken(after("1m")), at=after("24h1m")).is_overdue


def test_waiting_does_not_hide_what_is_late_and_it_grows_no_more() -> None:
    found = stands(taken(after("1m")), paused(after("3h")), at=after("5h"), priority="P1")
    assert (found.is_overdue, found.overdue_by) == (True, timedelta(hours=1))
    assert (found.is_breached, found.is_at_risk, found.due_at) == (True, False, None)


def test_what_is_solved_is_late_no_more_and_its_breach_stays() -> None:
    found = stands(taken(after("1m")), resolved(after("3h")), at=after("5h"), priority="P1")
    assert (found.is_overdue, found.overdue_by, found.worst) == (False, None, None)
    assert (found.is_breached, found.is_at_risk, found.due_at) == (True, False, None)


def test_the_worst_of_several_clocks_is_named() -> None:
    found = stands(at=after("5h"), priority="P1")
    assert [clock.name for clock in found.overdue_clocks] == ["resolve", "acknowledge"]
    assert found.worst is found.overdue_clocks[0]


def test_nothing_is_due_without_targets() -> None:
    history = a_history(policy=a_policy())
    found = snapshot_at(history.ticket, history.rules, after("99d"))
    assert (found.due_at, found.is_overdue, found.is_at_risk, found.next_at) == (
        None,
        False,
        False,
        None,
    )


def test_a_policy_may_call_it_risky_sooner() -> None:
    sooner = a_policy(targets=POLICY.rules.targets, at_risk=0.5)
    history = a_history(taken(after("1m")), policy=sooner, priority="P1")
    assert snapshot_at(history.ticket, sooner.rules, after("1h")).is_at_risk
    assert at_risk_at(history.ticket, sooner.rules) == after("1h")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), "3h"),
        ((taken(after("1m")),), "6h"),
        ((paused(after("1h")),), None),
        ((paused(after("1h"), until=after("5h")),), "5h"),
        ((resolved(after("1h")),), None),
        ((taken(after("1m")), edited(after("3h"), priority="P1")), "3h"),
    ],
    ids=["open", "taken", "waiting", "waiting until", "resolved", "spent already"],
)
def test_the_instant_of_risk_is_known_ahead(
    events: tuple[e.Event, ...], expected: str | None
) -> None:
    ticket = a_history(*events, policy=POLICY).ticket
    assert at_risk_at(ticket, POLICY.rules) == (after(expected) if expected else None)


def test_what_was_given_more_time_is_late_no_more_and_its_breach_stays() -> None:
    history = a_history(taken(after("1m")), policy=POLICY, priority="P1")
    history.add(edited(after("3h"), priority="P3"))
    found = snapshot_at(history.ticket, POLICY.rules, after("3h") + MINUTE)
    assert (found.is_overdue, found.is_breached, found.due_at) == (False, True, after("8h"))
    before = snapshot_at(a_history(policy=POLICY).ticket, POLICY.rules, after("1m"))
    assert (found.was_given_time, before.was_given_time) == (True, False)
    assert at_risk_at(history.ticket, POLICY.rules) == after("6h")


def test_what_is_late_presses_also_while_it_waits() -> None:
    late = a_history(taken(after("1m")), paused(after("3h")), policy=POLICY, priority="P1").ticket
    assert at_risk_at(late, POLICY.rules) == after("2h")
    parked = a_history(taken(after("1m")), paused(after("3h")), policy=POLICY).ticket
    tightened = a_history(
        taken(after("1m")), paused(after("3h")), edited(after("4h"), priority="P1"), policy=POLICY
    ).ticket
    assert at_risk_at(parked, POLICY.rules) is None
    assert (at_risk_at(tightened, POLICY.rules), tightened.breaches) == (after("4h"), ())


def test_what_is_excused_neither_presses_nor_comes_due_and_stays_breached() -> None:
    history = a_history(taken(after("1m")), policy=POLICY, priority="P1")
    excuse = e.BreachExcused(at=after("3h"), by="lee", clock="resolve", cycle=1, message="x")
    ticket = history.add(excuse)
    found = snapshot_at(ticket, POLICY.rules, after("4h"))
    assert (found.is_overdue, found.is_at_risk, found.is_breached) == (False, False, True)
    assert (found.due_at, at_risk_at(ticket, POLICY.rules)) == (None, None)


def test_a_ticket_that_is_over_presses_as_long_as_an_answer_is_owed() -> None:
    policy = a_policy(targets=(targets(next_response="1h"),))
    history = a_history(resolved(after("1h")), asked_afterwards(after("2h")), policy=policy)
    assert at_risk_at(history.ticket, history.rules) == after("2h")
    late = snapshot_at(history.ticket, history.rules, after("4h"))
    assert (late.is_overdue, late.overdue_by) == (True, HOUR)
    assert snapshot_at(history.ticket, history.rules, after("170m")).is_at_risk
    history.add(answered(after("5h")))
    assert at_risk_at(history.ticket, history.rules) is None
    assert not snapshot_at(history.ticket, history.rules, after("6h")).is_overdue


def test_pressure_is_priority_then_overdue_then_the_clock_then_by_how_much() -> None:
    late = stands(taken(after("1m")), at=after("3h"), priority="P1")
    risky = stands(taken(after("1m")), at=after("110m"), priority="P1")
    unanswered = stands(at=after("31m"), priority="P1")
    minor = stands(at=after("30h"), priority="P3")
    worse = stands(taken(after("1m")), at=after("4h"), priority="P1")
    order = [worse, late, unanswered, risky, minor]
    assert sorted([minor, risky, late, unanswered, worse], key=by_pressure) == order
    assert [each.presses for each in order] == [True] * 5


def test_of_alike_tickets_the_worse_clock_presses_before_and_none_comes_last() -> None:
    resolve = stands(taken(after("5m")), at=after("3h"), priority="P1")
    acknowledge = stands(at=after("31m"), priority="P1")
    nothing = stands(resolved(after("5m")), at=after("3h"), priority="P1")
    order = [by_pressure(each)[2] for each in (resolve, acknowledge, nothing)]
    assert order == [
        WORST_FIRST.index("resolve"),
        WORST_FIRST.index("acknowledge"),
        len(WORST_FIRST),
    ]
    assert order == sorted(set(order))


def test_what_rests_tells_its_due_and_that_nothing_presses_as_its_clocks_would() -> None:
    counted = stands(at=after("5m"))
    given = {name: getattr(counted, name) for name in counted.__struct_fields__}
    resting = RestingSnapshot(**given, due=counted.due_at)
    for name in ("due_at", "overdue_clocks", "worst", "is_overdue", "is_at_risk", "presses"):
        assert getattr(resting, name) == getattr(counted, name)
