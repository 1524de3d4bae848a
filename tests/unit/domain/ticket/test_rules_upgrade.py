"""A ticket that is not over goes by newer rules, and says what that changes."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.breaches import breaches
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import ClockState
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.rules_upgrade import follow_rules
from tests.conftest import (
    PEOPLE,
    a_history,
    a_policy,
    after,
    answered,
    checked,
    clock_rule,
    closed,
    edited,
    noted,
    reopened,
    resolved,
    targets,
    when,
)

P1 = when(priority="P1")
LATE = clock_rule("late", clock="update", at="100%", notify=("lead",))
POLICY = a_policy(
    targets=(targets(of=P1, update="30m"), targets("office", resolve="8h")), rules=(LATE,)
)


def raised_of_before(*events: e.Event) -> History:
    """Return a ticket that was raised to P1 at two, by which its update was breached then."""
    return a_history(edited(after("5h"), priority="P1"), *events, policy=POLICY, rules=1)


def changes(history: History) -> list[e.RulesChanged]:
    return [event for event in history.events if isinstance(event, e.RulesChanged)]


def test_it_names_each_clock_that_stands_otherwise() -> None:
    history = raised_of_before()
    assert history.seen(after("5h5m")).clocks["update"].state is ClockState.BREACHED
    follow_rules(history, after("5h5m"))
    [changed] = changes(history)
    assert (changed.by, changed.at, changed.rules, changed.cycle) == (
        e.POLICY,
        after("5h5m"),
        RULES,
        1,
    )
    assert changed.clocks == (
        e.Recounted(
            clock="update",
            instance=1,
            state_before="breached",
            state="running",
            due_before=after("5h"),
            due_at=after("5h30m"),
        ),
    )
    assert history.ticket.clocks["update"].due_at == after("5h30m")
    assert history.seen(after("5h6m")).clocks["update"].breached_at is None


def test_it_names_runs_that_ended_in_this_cycle_too() -> None:
    history = raised_of_before(answered(after("5h10m")))
    follow_rules(history, after("5h15m"))
    [changed] = changes(history)
    assert [(x.clock, x.instance, x.state_before, x.state) for x in changed.clocks] == [
        ("update", 1, "breached", "met")
    ]


def test_twice_changes_nothing_more() -> None:
    history = raised_of_before()
    follow_rules(history, after("5h5m"))
    known = list(history.events)
    follow_rules(history, after("6h"))
    assert history.events == known


def test_a_ticket_of_today_is_left_alone() -> None:
    history = a_history(policy=POLICY)
    follow_rules(history, after("1h"))
    assert len(history.events) == 1


@pytest.mark.parametrize(
    "events",
    [(resolved(after("6h")),), (resolved(after("6h")), closed(after("7h")))],
    ids=["resolved", "closed"],
)
def test_what_is_over_keeps_its_runs(events: tuple[e.Event, ...]) -> None:
    history = raised_of_before(*events)
    before = history.ticket
    follow_rules(history, after("9h"))
    assert (history.ticket, changes(history)) == (before, [])


def test_a_reopening_begins_its_cycle_by_the_rules_of_today_and_leaves_the_one_before() -> None:
    history = raised_of_before(resolved(after("6h")))
    history.add(reopened(after("7h")))
    follow_rules(history, after("8h"))
    assert (history.ticket.rules, history.ticket.cycle, changes(history)) == (RULES, 2, [])
    [before] = [x for s in history.steps for x in s.replaced if x.name == "update" and x.cycle == 1]
    assert before.breached_at == after("5h")


def test_a_cycle_that_was_reopened_before_leaves_the_one_before_it_too() -> None:
    history = raised_of_before(resolved(after("6h")))
    history.add(replace(reopened(after("7h")), rules=1))
    follow_rules(history, after("8h"))
    assert [(x.cycle, x.rules) for x in changes(history)] == [(2, RULES)]
    assert {step.ticket.rules for step in history.steps if step.ticket.cycle == 1} == {1}
    assert history.ticket.rules == RULES


def test_it_is_no_touch_of_the_ticket() -> None:
    history = raised_of_before()
    before = history.ticket
    follow_rules(history, after("7h"))
    assert (history.ticket.touched_at, history.ticket.updated_at) == (
        before.touched_at,
        before.updated_at,
    )
    assert len(history.steps) == 2


def test_a_clock_that_went_back_writes_nothing_before_the_last_event() -> None:
    history = raised_of_before()
    follow_rules(history, after("1h"))
    assert changes(history)[0].at == after("5h")


def test_undoing_the_change_it_came_with_leaves_it_in_force() -> None:
    history = raised_of_before()
    follow_rules(history, after("6h"))
    history.events[-1] = replace(history.events[-1], change=9)
    history.add(replace(edited(after("6h"), priority="P2"), change=9))
    history.add(e.ChangeUndone(at=after("6h1m"), by="bo", undone=9))
    assert (history.ticket.rules, history.ticket.priority) == (RULES, "P1")
    assert len([x for x in history.effective if isinstance(x, e.RulesChanged)]) == 1


def test_undoing_a_reopening_that_went_by_newer_rules_leaves_the_cycle_before_as_it_was() -> None:
    history = raised_of_before(resolved(after("6h")))
    before = history.ticket
    history.add(replace(reopened(after("7h")), rules=1, change=9))
    follow_rules(history, after("8h"))
    history.add(e.ChangeUndone(at=after("9h"), by="kim", undone=9))
    assert history.ticket.clocks == before.clocks
    assert (history.ticket.cycle, history.ticket.rules) == (1, 1)


def found(history: History, at: datetime) -> list[str]:
    return [decision.key for decision in checked(history, at)]


def test_what_was_recorded_by_the_rules_of_before_stays_and_is_not_decided_anew() -> None:
    history = raised_of_before()
    assert found(history, after("5h5m")) == ["T-1:1:breach.update:1:0", "T-1:1:late:1:0"]
    follow_rules(history, after("5h10m"))
    assert Engine(history, PEOPLE).next_at(after("5h10m")) == after("1d")
    assert found(history, after("5h40m")) == []
    assert list(breaches(history, after("5h40m"))) == []
    assert history.seen(after("5h40m")).clocks["update"].breached_at == after("5h30m")
    assert history.seen(after("5h40m")).clocks["update"].noticed_at is None
    assert len([x for x in history.events if isinstance(x, e.TriggerFired)]) == 1


def test_another_run_is_decided_as_ever() -> None:
    history = raised_of_before()
    found(history, after("5h5m"))
    history.add(answered(after("5h6m")))
    follow_rules(history, after("5h10m"))
    assert found(history, after("5h40m")) == ["T-1:1:breach.update:2:0", "T-1:1:late:2:0"]


def test_a_rule_that_comes_to_speak_again_in_the_same_run_does() -> None:
    """After the target was taken away and given back, the condition was false in between."""
    history = raised_of_before()
    found(history, after("5h5m"))
    follow_rules(history, after("5h10m"))
    found(history, after("5h40m"))
    history.add(edited(after("6h"), priority="P3"))
    history.add(noted(after("6h1m")))
    history.add(edited(after("6h2m"), priority="P1"))
    assert found(history, after("6h3m")) == ["T-1:1:late:2:0"]


def test_folding_anew_comes_to_the_same() -> None:
    history = raised_of_before()
    found(history, after("5h5m"))
    follow_rules(history, after("5h10m"))
    Engine(history, POLICY.people).advance(after("9h"))
    again = History(history.events, history.rules_of)
    assert (again.ticket, again.steps) == (history.ticket, history.steps)
