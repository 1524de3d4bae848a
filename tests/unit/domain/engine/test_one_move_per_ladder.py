"""One move a ladder and run; never down, never further than asked."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.engine.one_move_per_ladder import verdicts
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    HOUR,
    PEOPLE,
    a_history,
    a_policy,
    after,
    answered,
    asked_afterwards,
    checked,
    clock_rule,
    edited,
    escalated,
    reopened,
    resolved,
    severity_rule,
    taken,
    targets,
    when,
)


def a_policy_of(*rules: Rule, **changes: object) -> Policy:
    return a_policy(rules=rules, **changes)


def at(hours: str, escalate: str = "next", **fields: Any) -> Rule:
    return clock_rule(f"after-{hours}", at=hours, escalate=escalate, **fields)


def decided(
    history: History, instant: str, people: People = PEOPLE
) -> list[tuple[str, str, str | None]]:
    return [(d.trigger, d.action, d.to) for d in checked(history, after(instant), people)]


def test_several_due_moves_are_one_and_the_others_superseded() -> None:
    history = a_history(policy=a_policy_of(at("1h", "L2"), at("2h", "L3"), at("3h", "L2")))
    assert decided(history, "4h") == [
        ("after-1h", "superseded", "L2"),
        ("after-2h", "escalated", "L3"),
        ("after-3h", "superseded", "L2"),
    ]
    fired = {x.trigger: x for x in history.events if isinstance(x, e.TriggerFired)}
    assert fired["after-1h"].superseded == "T-1:1:after-2h:1:0"
    assert fired["after-2h"].superseded is None
    assert len(history.ticket.escalations) == 1


def test_every_finding_that_is_due_has_one_verdict() -> None:
    rules = (
        at("1h", "L2"),
        at("2h", "L3"),
        clock_rule("told", at="3h"),
        at("3h", "L1"),
        Rule(type="severity", name="gap", escalate="skilled"),
        clock_rule("worse", at="3h", set_priority="P1"),
        clock_rule("untaken", clock="acknowledge", at="10m"),
    )
    policy = a_policy_of(*rules, targets=(targets(resolve="9h", acknowledge="15m"),))
    history = a_history(taken(after("30m")), policy=policy, skills=("dns",))
    agenda = Agenda(history, PEOPLE)
    found = verdicts(Evaluation(agenda, after("4h")), list(agenda.undecided(after("4h"))))
    assert [
        (each.due.case.rule.name, each.action, each.goal and each.goal.id, each.superseded_by)
        for each in found
    ] == [
        ("gap", "unanswered", None, None),
        ("untaken", "lapsed", None, None),
        ("after-1h", "superseded", "L2", "T-1:1:after-2h:1:0"),
        ("after-2h", "escalated", "L3", None),
        ("told", "notified", None, None),
        ("after-3h", "satisfied", "L1", None),
        ("worse", "prioritised", None, None),
    ]
    assert [each.origin for each in found] == ["L1", None, "L1", "L1", None, "L1", None]
    assert [each.due.case.rule.name for each in found if each.moves_to] == ["after-2h"]


def test_a_move_that_waits_has_a_verdict_without_an_action() -> None:
    history = a_history(policy=a_policy_of(at("1h"), at("2h"), catch_up="climb"))
    agenda = Agenda(history, PEOPLE)
    found = verdicts(Evaluation(agenda, after("4h")), list(agenda.undecided(after("4h"))))
    assert [each.action for each in found] == ["escalated", None]


def test_equal_moves_go_to_the_one_that_was_due_first() -> None:
    history = a_history(policy=a_policy_of(at("2h"), at("1h")))
    assert decided(history, "4h") == [
        ("after-1h", "escalated", "L2"),
        ("after-2h", "superseded", "L2"),
    ]


def test_next_is_one_level_however_late_the_run_is() -> None:
    history = a_history(policy=a_policy_of(at("1h"), at("2h"), at("3h")))
    checked(history, after("5d"))
    assert history.ticket.level == "L2"


def test_each_ladder_may_move_once() -> None:
    rules = at("1h", "L2"), at("2h", "lead"), at("3h", "manager")
    history = a_history(policy=a_policy_of(*rules))
    assert decided(history, "4h") == [
        ("after-1h", "escalated", "L2"),
        ("after-2h", "superseded", "lead"),
        ("after-3h", "escalated", "manager"),
    ]


def test_those_superseded_still_tell_whom_they_name() -> None:
    history = a_history(policy=a_policy_of(at("1h", "L2", notify=("zoe",)), at("2h", "L3")))
    outcome = Engine(history, PEOPLE).advance(after("3h"))
    assert [m.to for m in outcome.messages if m.kind == "alert"] == ["zoe"]


def test_climbing_moves_one_rung_a_run() -> None:
    policy = a_policy_of(at("1h"), at("2h"), at("3h"), catch_up="climb")
    history = a_history(policy=policy)
    assert decided(history, "4h") == [("after-1h", "escalated", "L2")]
    assert decided(history, "241m") == [("after-2h", "escalated", "L3")]
    assert decided(history, "242m") == [("after-3h", "satisfied", None)]


def test_climbing_takes_the_lowest_goal_first() -> None:
    policy = a_policy_of(at("1h", "L3"), at("2h", "L2"), at("3h", "lead"), catch_up="climb")
    history = a_history(policy=policy)
    assert [to for _, _, to in decided(history, "4h")] == ["L2", "lead"]
    assert decided(history, "241m") == [("after-1h", "escalated", "L3")]


def test_a_move_that_becomes_due_by_a_move_waits_for_the_next_run() -> None:
    rules = at("1h"), clock_rule("deeper", at="1h", when=when(level="L2"), escalate="next")
    history = a_history(policy=a_policy_of(*rules))
    assert decided(history, "2h") == [("after-1h", "escalated", "L2")]
    assert decided(history, "2h") == []
    assert decided(history, "121m") == [("deeper", "escalated", "L3")]


@pytest.mark.parametrize("catch_up", ["highest", "climb"])
def test_a_move_that_waits_does_not_take_away_its_own_reason(catch_up: str) -> None:
    """It would set the priority at once, and find later that its condition is over."""
    worse = clock_rule(
        "worse",
        at="2h",
        when=when(priority="P3", level="L2") if catch_up == "highest" else when(priority="P3"),
        escalate="L3",
        set_priority="P1",
    )
    history = a_history(policy=a_policy_of(at("1h"), worse, catch_up=catch_up))
    assert decided(history, "3h") == [("after-1h", "escalated", "L2")]
    assert history.ticket.priority == "P3"
    assert decided(history, "181m") == [("worse", "escalated", "L3")]
    assert history.ticket.priority == "P1"


def test_a_lower_goal_that_becomes_due_by_a_move_is_satisfied_at_once() -> None:
    deeper = clock_rule("deeper", at="1h", when=when(level="L3"), escalate="L2")
    history = a_history(policy=a_policy_of(at("1h", "L3"), deeper))
    assert decided(history, "2h") == [
        ("after-1h", "escalated", "L3"),
        ("deeper", "satisfied", "L2"),
    ]
    assert decided(history, "2h") == []


def test_the_time_at_a_level_counts_from_the_real_arrival() -> None:
    stuck = clock_rule("stuck", clock="level", at="100%", escalate="next")
    policy = a_policy_of(stuck, targets=(targets(level="1h"),))
    history = a_history(policy=policy)
    assert decided(history, "5h")[-1] == ("stuck", "escalated", "L2")
    assert [d for d in decided(history, "359m") if d[0] == "stuck"] == []
    assert ("stuck", "escalated", "L3") in decided(history, "6h")


def test_a_manual_move_back_is_not_undone() -> None:
    rule = at("1h", when=when(level="L1"))
    history = a_history(policy=a_policy_of(rule))
    checked(history, after("1h"))
    history.add(e.TicketReturned(at=after("2h"), by="bo", to="L1", origin="L2"))
    Engine(history, PEOPLE).react()
    for hours in (2, 3, 24, 99):
        assert decided(history, f"{hours}h") == []
    assert history.ticket.level == "L1"


def test_a_move_that_was_taken_back_at_its_very_instant_is_made_anew() -> None:
    history = a_history(policy=a_policy_of(at("1h")))
    checked(history, after("1h"))
    history.events[1:] = [replace(event, change=7) for event in history.events[1:]]
    history.add(e.ChangeUndone(at=after("1h"), by="bo", undone=7))
    assert decided(history, "1h") == [("after-1h", "escalated", "L2")]


GAP = Rule(type="skill_gap", name="gap", escalate="skilled")


def skilled(**skills: tuple[str, ...]) -> Policy:
    """Return a policy in which the people of each level have some skills."""
    teams = {
        name: replace(team, skills=skills.get(name[-2:], ()))
        for name, team in a_policy().people.teams.items()
    }
    return a_policy_of(GAP, teams=teams)


@pytest.mark.parametrize("first_check", ["0m", "1h"], ids=["at once", "later"])
@pytest.mark.parametrize("back_to", ["L1", "L2"])
def test_a_return_is_not_undone_by_the_skill_gap_that_moved_the_ticket(
    first_check: str, back_to: str
) -> None:
    policy = skilled(L2=("dns",), L3=("dns", "firewall"))
    history = a_history(policy=policy, skills=("dns", "firewall"))
    assert decided(history, first_check, policy.people) == [("gap", "escalated", "L3")]
    history.add(e.TicketReturned(at=after("2h"), by="bo", to=back_to, origin="L3"))
    assert Engine(history, policy.people).react().decisions == ()
    assert decided(history, "3h", policy.people) == []
    assert history.ticket.level == back_to


def test_another_skill_is_another_gap_though_the_first_was_closed_at_once() -> None:
    policy = skilled(L2=("dns",), L3=("dns", "firewall"))
    history = a_history(policy=policy, skills=("dns",))
    assert [d.to for d in Engine(history, policy.people).react().decisions] == ["L2"]
    history.add(edited(after("1h"), skills=("dns", "firewall")))
    (decision,) = Engine(history, policy.people).react().decisions
    assert (decision.key, decision.to) == ("T-1:1:gap:2:0", "L3")


def test_a_priority_set_by_hand_after_a_rule_begins_a_new_episode() -> None:
    rule = severity_rule("severe", when=when(priority="P1"), escalate="next")
    history = a_history(policy=a_policy_of(rule), priority="P1")
    checked(history, after("1h"))
    history.add(edited(after("2h"), priority="P2"))
    history.add(edited(after("3h"), priority="P1"))
    assert decided(history, "3h") == [("severe", "escalated", "L3")]


def test_what_was_over_before_the_policy_moved_is_closed_and_does_not_wait() -> None:
    severe = severity_rule("severe", when=when(priority="P1"), escalate="L2")
    untaken = clock_rule("untaken", clock="acknowledge", at="30m", escalate="next")
    policy = a_policy_of(severe, untaken, targets=(targets(acknowledge="4h"),))
    history = a_history(taken(after("90m")), edited(after("2h"), priority="P1"), policy=policy)
    assert [d.to for d in Engine(history, PEOPLE).react().decisions] == ["L2"]
    assert decided(history, "2h") == [("untaken", "lapsed", None)]


@pytest.mark.parametrize("requested", ["L2", "L3"])
def test_a_request_granted_in_the_same_run_is_not_followed_by_a_move_down_or_on(
    requested: str,
) -> None:
    request = e.EscalationRequested(
        at=after("10m"),
        by="bo",
        ladder="functional",
        to=requested,
        approver="lead",
        auto_at=after("40m"),
    )
    history = a_history(request, policy=a_policy_of(at("1h")))
    decisions = decided(history, "2h")
    assert history.ticket.level == requested
    assert decisions[-1] == ("after-1h", "satisfied", "L2")
    assert decided(history, "3h") == []


def test_a_higher_goal_than_the_request_granted_in_the_same_run_waits() -> None:
    request = e.EscalationRequested(
        at=after("10m"),
        by="bo",
        ladder="functional",
        to="L2",
        approver="lead",
        auto_at=after("40m"),
    )
    history = a_history(request, policy=a_policy_of(at("1h", "L3")))
    checked(history, after("2h"))
    assert history.ticket.level == "L2"
    assert decided(history, "121m") == [("after-1h", "escalated", "L3")]


def test_a_person_who_escalates_as_the_check_runs_leaves_the_rule_nothing_to_do() -> None:
    history = a_history(
        taken(after("10m")), escalated(after("1h"), "L2"), policy=a_policy_of(at("1h", "L2"))
    )
    assert decided(history, "1h") == [("after-1h", "satisfied", "L2")]


def test_rules_about_an_answer_after_the_resolution_tell_and_move_nothing() -> None:
    rule = clock_rule(
        "silent",
        clock="next_response",
        at="1h",
        escalate="next",
        notify=("owner",),
        set_priority="P1",
        repeat=Repeat(every=HOUR),
    )
    history = a_history(
        taken(after("0m")),
        resolved(after("30m")),
        asked_afterwards(after("1h")),
        policy=a_policy_of(rule),
    )
    assert decided(history, "119m") == []
    assert decided(history, "2h") == [("silent", "notified", None)]
    assert decided(history, "3h") == [("silent", "notified", None)]
    assert (history.ticket.level, history.ticket.priority) == ("L1", "P3")
    history.add(answered(after("4h")))
    assert decided(history, "9h") == []
    history.add(asked_afterwards(after("10h")))
    history.add(reopened(after("11h")))
    assert decided(history, "11h") == [("silent", "escalated", "L2")]
