"""A finding that is due becomes a decision: somebody moves or is told, and it is recorded."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.engine.due_findings import Due
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.engine.rule_evaluation import decide, run_due, run_reaction
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    MINUTE,
    MONDAY_NINE,
    PEOPLE,
    a_history,
    a_policy,
    after,
    checked,
    clock_rule,
    edited,
    escalated,
    resolved,
    severity_rule,
    taken,
    targets,
    when,
)

P1 = when(priority="P1")
CRITICAL = severity_rule("critical", when=P1, escalate="manager")
LATE = clock_rule("late", at="1h", escalate="next", notify=("requester",))


def a_policy_of(*rules: Rule, **changes: object) -> Policy:
    return a_policy(**{"rules": rules, "targets": (targets(acknowledge="15m"),)} | changes)


def decided(history: History, at: str) -> list[tuple[str, str, str | None]]:
    """Return trigger, action and goal of each decision about a rule."""
    own = {"breach", "resume", "close"}
    return [(d.trigger, d.action, d.to) for d in checked(history, after(at)) if d.type not in own]


def recorded(history: History) -> list[e.TriggerFired]:
    return [event for event in history.events if isinstance(event, e.TriggerFired)]


def test_nothing_is_decided_before_it_is_due() -> None:
    history = a_history(policy=a_policy_of(LATE, targets=()))
    assert decided(history, "59m") == []
    assert len(history.events) == 1


def test_a_decision_is_recorded_with_what_was_due_when_and_when_it_was_noticed() -> None:
    history = a_history(policy=a_policy_of(LATE, targets=()))
    (decision,) = checked(history, after("3h"))
    assert decision == Decision(
        key="T-1:1:late:1:0",
        ticket="T-1",
        trigger="late",
        type="clock",
        since=after("1h"),
        noticed_at=after("3h"),
        action="escalated",
        origin="L1",
        to="L2",
        notified=("L2-one", "kim"),
        reason="resolve clock reached 1h",
    )
    fired, moved = history.events[1:]
    assert fired == e.TriggerFired(
        at=after("3h"),
        by="policy",
        key="T-1:1:late:1:0",
        trigger="late",
        type="clock",
        trigger_kind="time",
        since=after("1h"),
        action="escalated",
        reason="resolve clock reached 1h",
        origin="L1",
        to="L2",
        notified=("L2-one", "kim"),
        policy="policy-1",
    )
    assert moved == e.TicketEscalated(
        at=after("3h"),
        by="policy",
        ladder="functional",
        origin="L1",
        to="L2",
        mode="automatic",
        reason="resolve clock reached 1h",
        trigger="late",
        trigger_kind="time",
        key="T-1:1:late:1:0",
        since=after("1h"),
        team="team-L2",
        owner="L2-one",
        policy="policy-1",
        notified=("L2-one",),
    )


def test_a_management_move_leaves_team_and_owner() -> None:
    history = a_history(policy=a_policy_of(CRITICAL), priority="P1", owner="ana")
    assert decided(history, "0m") == [("critical", "escalated", "manager")]
    ticket = history.ticket
    assert (ticket.level, ticket.management_level) == ("L1", "manager")
    assert (ticket.team, ticket.owner) == ("team-L1", "ana")


def test_the_same_instant_twice_decides_nothing_more() -> None:
    history = a_history(policy=a_policy_of(LATE, CRITICAL), priority="P1")
    checked(history, after("1h"))
    events = list(history.events)
    assert Engine(history, PEOPLE).advance(after("1h")).messages == ()
    assert history.events == events


def test_what_is_over_when_it_is_noticed_is_recorded_as_lapsed_and_moves_nobody() -> None:
    rule = clock_rule("untaken", clock="acknowledge", at="10m", escalate="next", notify=("lead",))
    history = a_history(taken(after("20m")), policy=a_policy_of(rule))
    outcome = Engine(history, PEOPLE).advance(after("30m"))
    lapsed = recorded(history)[-1]
    assert (lapsed.action, lapsed.since, lapsed.at) == ("lapsed", after("10m"), after("30m"))
    assert (lapsed.to, lapsed.notified, outcome.messages) == (None, (), ())
    assert history.ticket.level == "L1"


def test_what_ended_as_it_began_was_never_true() -> None:
    rule = clock_rule("untaken", clock="acknowledge", at="10m")
    history = a_history(taken(after("10m")), policy=a_policy_of(rule))
    assert decided(history, "30m") == []


def test_a_resolved_ticket_is_judged_but_not_escalated() -> None:
    history = a_history(resolved(after("2h")), policy=a_policy_of(LATE))
    assert [(d.trigger, d.action) for d in checked(history, after("3h"))] == [
        ("acknowledge", "recorded"),
        ("late", "lapsed"),
    ]


@pytest.mark.parametrize(
    ("rule", "action"),
    [
        (severity_rule(notify=("owner",)), "notified"),
        (severity_rule(), "notified"),
        (severity_rule(set_priority="P1"), "prioritised"),
        (severity_rule(escalate="L2"), "escalated"),
        (severity_rule(escalate="L2", set_priority="P1"), "escalated"),
        (severity_rule(escalate="L1"), "satisfied"),
    ],
    ids=["tells", "records only", "sets the priority", "moves", "moves and sets", "is there"],
)
def test_the_action_says_what_was_done(rule: Rule, action: str) -> None:
    assert decided(a_history(policy=a_policy_of(rule)), "1m")[0][:2] == ("severe", action)


def test_a_level_at_or_below_is_already_satisfied_and_still_tells() -> None:
    rule = clock_rule("late", at="1h", escalate="L2", notify=("requester",))
    history = a_history(escalated(after("30m"), "L3"), policy=a_policy_of(rule))
    outcome = Engine(history, PEOPLE).advance(after("1h"))
    (satisfied,) = recorded(history)
    assert (satisfied.action, satisfied.origin, satisfied.to) == ("satisfied", "L3", "L2")
    assert [message.to for message in outcome.messages] == ["kim"]
    assert history.ticket.level == "L3"


def test_next_is_satisfied_at_the_top() -> None:
    history = a_history(policy=a_policy_of(LATE), level="L3")
    assert decided(history, "1h") == [("late", "satisfied", None)]


def test_where_nobody_has_the_skills_a_rule_is_unanswered_once_and_tells_all_the_same() -> None:
    rule = severity_rule(escalate="skilled", notify=("lead",))
    history = a_history(policy=a_policy_of(rule), skills=("dns",))
    assert decided(history, "1h") == [("severe", "unanswered", None)]
    (unanswered,) = recorded(history)
    assert unanswered.notified == ("the-lead",)
    assert decided(history, "2h") == []


def test_where_nobody_has_the_skills_who_stands_in_is_told_what_is_missing() -> None:
    history = a_history(policy=a_policy_of(severity_rule(escalate="skilled")), skills=("dns",))
    teams = {name: replace(team, fallback="lee") for name, team in PEOPLE.teams.items()}
    outcome = Engine(history, replace(PEOPLE, teams=teams)).advance(after("1m"))
    assert [(m.to, m.kind, m.text.splitlines()[-1]) for m in outcome.messages] == [
        ("lee", "alert", "No higher level has all its skills.")
    ]
    assert recorded(history)[0].notified == ("lee",)


def test_who_stands_in_is_not_told_where_somebody_is_found() -> None:
    history = a_history(policy=a_policy_of(severity_rule(escalate="L2")))
    teams = {name: replace(team, fallback="lee") for name, team in PEOPLE.teams.items()}
    Engine(history, replace(PEOPLE, teams=teams)).advance(after("1m"))
    assert recorded(history)[0].notified == ("L2-one",)


def test_a_rule_may_set_the_priority_and_another_sees_it_in_the_same_run() -> None:
    rules = clock_rule("worse", at="1h", set_priority="P1"), CRITICAL
    history = a_history(policy=a_policy_of(*rules))
    assert decided(history, "1h") == [
        ("worse", "prioritised", None),
        ("critical", "escalated", "manager"),
    ]
    edit = next(event for event in history.events if isinstance(event, e.TicketEdited))
    assert (edit.by, edit.key, edit.changes.priority) == ("policy", "T-1:1:worse:1:0", "P1")
    assert decided(history, "1h") == decided(history, "9h") == []


def test_a_priority_that_is_set_already_is_not_edited_again() -> None:
    rule = severity_rule(set_priority="P1")
    history = a_history(policy=a_policy_of(rule), priority="P1")
    checked(history, after("1m"))
    assert not any(isinstance(event, e.TicketEdited) for event in history.events)


def test_rules_that_set_each_others_priority_do_not_run_for_ever() -> None:
    rules = (
        severity_rule("up", when=when(priority="P3"), set_priority="P1"),
        severity_rule("down", when=P1, set_priority="P3"),
    )
    history = a_history(policy=a_policy_of(*rules))
    for minutes in (1, 2, 3):
        checked(history, MONDAY_NINE + minutes * MINUTE)
    keys = [fired.key for fired in recorded(history)]
    assert len(keys) == len(set(keys)) == 2


def test_a_lapsed_finding_sets_no_priority() -> None:
    rule = clock_rule("untaken", clock="acknowledge", at="10m", set_priority="P1")
    history = a_history(taken(after("20m")), policy=a_policy_of(rule))
    checked(history, after("30m"))
    assert history.ticket.priority == "P3"


def test_reminders_only_tell() -> None:
    rule = clock_rule(
        "late",
        at="1h",
        escalate="next",
        set_priority="P1",
        notify=("lead",),
        repeat=Repeat(every=15 * MINUTE),
    )
    history = a_history(policy=a_policy_of(rule))
    checked(history, after("1h"))
    history.add(edited(after("65m"), priority="P2"))
    assert decided(history, "75m") == [("late", "notified", None)]
    assert (history.ticket.level, history.ticket.priority) == ("L2", "P2")


def test_missed_reminders_are_one_and_the_grid_stays() -> None:
    rule = clock_rule("late", at="1h", notify=("lead",), repeat=Repeat(every=15 * MINUTE, times=4))
    history = a_history(policy=a_policy_of(rule))
    for minutes in (61, 74, 76, 106, 121, 500):
        checked(history, MONDAY_NINE + minutes * MINUTE)
    assert [(fired.key[-1], fired.since) for fired in recorded(history)] == [
        ("0", after("1h")),
        ("1", after("75m")),
        ("3", after("105m")),
        ("4", after("2h")),
    ]


def test_a_first_finding_that_is_late_stands_for_the_reminders_before_it() -> None:
    rule = clock_rule("late", at="1h", notify=("lead",), repeat=Repeat(every=15 * MINUTE, times=3))
    history = a_history(policy=a_policy_of(rule))
    checked(history, after("80m"))
    checked(history, after("90m"))
    assert [fired.key for fired in recorded(history)] == ["T-1:1:late:1:0", "T-1:1:late:1:2"]


def test_everybody_named_is_told_once_for_each_fact() -> None:
    rule = severity_rule(notify=("owner", "team", "L1", "lead", "zoe", "stakeholders", "requester"))
    history = a_history(policy=a_policy_of(rule), stakeholders=("eva", "zoe"))
    outcome = Engine(history, PEOPLE).advance(MONDAY_NINE)
    told = ["L1-one", "the-lead", "zoe", "eva", "kim"]
    assert [message.to for message in outcome.messages] == told
    assert [message.key for message in outcome.messages] == [
        f"T-1:1:severe:1:0:{person}" for person in told
    ]
    assert {message.kind for message in outcome.messages} == {"alert"}
    assert list(recorded(history)[0].notified) == told


def test_people_come_from_todays_policy_and_rules_from_the_pinned_one() -> None:
    pinned = a_policy_of(LATE, CRITICAL)
    teams = dict(pinned.people.teams)
    teams["team-L2"] = type(teams["team-L2"])(id="team-L2", members=("new",))
    today = a_policy(id="policy-2", teams=teams, messages={"handoff": "$id for $owner"})
    history = a_history(policy=pinned, requester=None)
    outcome = Engine(history, today.people).advance(after("1h"))
    assert [(m.to, m.text) for m in outcome.messages] == [("new", "T-1 for new")]
    assert recorded(history)[0].policy == "policy-1"


def test_a_command_decides_what_it_made_true_itself() -> None:
    history = a_history(policy=a_policy_of(CRITICAL, LATE), priority="P1")
    outcome = Engine(history, PEOPLE).react()
    assert [(d.trigger, d.since) for d in outcome.decisions] == [("critical", MONDAY_NINE)]
    assert [message.to for message in outcome.messages] == ["the-manager", "kim"]
    assert Engine(history, PEOPLE).react().decisions == ()


def test_a_command_leaves_to_check_what_time_brought() -> None:
    history = a_history(policy=a_policy_of(CRITICAL, LATE))
    history.add(edited(after("2h"), priority="P1"))
    assert [d.trigger for d in Engine(history, PEOPLE).react().decisions] == ["critical"]
    assert decided(history, "2h") == [("late", "escalated", "L2")]


def test_a_command_leaves_to_check_what_it_did_not_make_true() -> None:
    history = a_history(policy=a_policy_of(CRITICAL), priority="P1")
    history.add(taken(after("5m")))
    assert Engine(history, PEOPLE).react().decisions == ()
    assert decided(history, "5m") == [("critical", "escalated", "manager")]


def test_deciding_alone_leaves_the_engines_own_work() -> None:
    history = a_history(policy=a_policy_of(LATE))
    run = Evaluation(Agenda(history, PEOPLE), after("1h"))
    decide(run)
    assert [decision.type for decision in run.decisions] == ["clock"]


MOVING = clock_rule("late", at="1h", escalate="next")
WARNING = clock_rule("warning", at="1h", notify=("lead",))
AT_L2 = severity_rule("at-L2", when=when(level="L2"), notify=("lead",))
SEVERE = severity_rule("severe", escalate="next")


class Watched(Agenda):
    """An agenda that remembers how often it was asked what is due."""

    looks = 0

    def due(self, now: datetime) -> Sequence[Due]:
        """Count, and answer."""
        self.looks += 1
        return super().due(now)


def an_agenda(*rules: Rule) -> Watched:
    return Watched(a_history(policy=a_policy(rules=rules)), PEOPLE)


def test_what_a_move_makes_due_is_decided_in_the_same_run() -> None:
    outcome = run_due(an_agenda(MOVING, AT_L2), after("1h"), silent=False)
    assert [decision.trigger for decision in outcome.decisions] == ["late", "at-L2"]


def test_what_a_reaction_makes_due_is_decided_with_it() -> None:
    outcome = run_reaction(an_agenda(SEVERE, AT_L2), silent=False)
    assert [decision.trigger for decision in outcome.decisions] == ["severe", "at-L2"]


@pytest.mark.parametrize(
    ("rule", "looks"),
    [(WARNING, 1), (MOVING, 2)],
    ids=["only told", "moved, so that it looks again"],
)
def test_a_run_looks_again_only_where_the_ticket_changed(rule: Rule, looks: int) -> None:
    agenda = an_agenda(rule)
    outcome = run_due(agenda, after("1h"), silent=False)
    assert ([decision.trigger for decision in outcome.decisions], agenda.looks) == (
        [rule.name],
        looks,
    )


@pytest.mark.parametrize(("silent", "count"), [(True, 0), (False, 1)])
def test_a_silent_run_decides_the_same_and_makes_no_messages(silent: bool, count: int) -> None:
    outcome = run_due(an_agenda(WARNING), after("1h"), silent=silent)
    assert (len(outcome.decisions), len(outcome.messages)) == (1, count)
