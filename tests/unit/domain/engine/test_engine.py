"""One evaluator: check, react and forecast are the same rules at other instants."""

import sys
from collections import Counter
from datetime import datetime, timedelta

import pytest

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Status
from tests.conftest import (
    MINUTE,
    MONDAY_NINE,
    PEOPLE,
    a_history,
    a_policy,
    after,
    checked,
    clock_rule,
    paused,
    resolved,
    severity_rule,
    taken,
    targets,
    when,
)

P1 = when(priority="P1")
LADDER = (
    severity_rule("critical", when=P1, escalate="manager"),
    clock_rule("one-hour", at="1h", when=when(priority="P1", level="L1"), escalate="next"),
    clock_rule("breach", at="100%", escalate="next", notify=("owner", "lead")),
    clock_rule("warning", at="75%", notify=("owner",)),
    clock_rule(
        "untaken",
        clock="acknowledge",
        at="100%",
        notify=("lead",),
        repeat=Repeat(every=15 * MINUTE, times=3),
    ),
)
SUPPORT = a_policy(
    rules=LADDER,
    targets=(
        targets(of=P1, resolve="4h", acknowledge="15m", update="30m"),
        targets("office", resolve="8h", first_response="4h"),
    ),
    close_after=Delay(timedelta(days=3)),
)


def told(history: History, until: str) -> list[tuple[datetime, str, str | None]]:
    outcomes = Engine(history, PEOPLE).forecast(history.events[-1].at, after(until))
    return [(d.noticed_at, d.trigger, d.to) for o in outcomes for d in o.decisions]


def at(*instants: str) -> list[datetime]:
    return [after(instant) for instant in instants]


def test_a_critical_ticket_climbs_as_the_policy_says() -> None:
    history = a_history(policy=SUPPORT, priority="P1", title="Mail is down")
    seen = [
        (minutes, decision.trigger, decision.to)
        for minutes in (0, 14, 15, 31, 60, 61, 180, 240, 241)
        for decision in checked(history, MONDAY_NINE + minutes * MINUTE)
        if decision.type != "breach"
    ]
    assert seen == [
        (0, "critical", "manager"),
        (15, "untaken", None),
        (31, "untaken", None),
        (60, "one-hour", "L2"),
        (60, "untaken", None),
        (180, "untaken", None),
        (180, "warning", None),
        (240, "breach", "L3"),
    ]


@pytest.mark.parametrize("minutes", [1, 7, 60, 719])
def test_nothing_that_is_only_told_depends_on_how_often_check_runs(minutes: int) -> None:
    rules = (
        severity_rule("critical", when=P1, notify=("lead",)),
        clock_rule("warning", at="75%", notify=("owner",)),
        clock_rule("untaken", clock="acknowledge", at="100%", notify=("lead",)),
    )
    policy = a_policy(rules=rules, targets=SUPPORT.rules.targets)
    history = a_history(policy=policy, priority="P1")
    decided: set[tuple[str, datetime]] = set()
    for run in range(1440 // minutes + 2):
        decisions = checked(history, MONDAY_NINE + run * minutes * MINUTE)
        decided |= {(decision.key, decision.since) for decision in decisions}
    assert decided == {
        ("T-1:1:critical:1:0", MONDAY_NINE),
        ("T-1:1:untaken:1:0", after("15m")),
        ("T-1:1:breach.acknowledge:1:0", after("15m")),
        ("T-1:1:breach.update:1:0", after("30m")),
        ("T-1:1:warning:1:0", after("3h")),
        ("T-1:1:breach.resolve:1:0", after("4h")),
        ("T-1:1:breach.first_response:1:0", after("4h")),
    }


def test_running_twice_equals_running_once() -> None:
    history = a_history(policy=SUPPORT, priority="P1")
    checked(history, after("5h"))
    events = list(history.events)
    for _ in range(2):
        outcome = Engine(history, SUPPORT.people).advance(after("5h"))
        assert (outcome.decisions, outcome.messages) == ((), ())
    assert history.events == events


def test_the_recorded_history_folds_to_the_same_ticket() -> None:
    history = a_history(policy=SUPPORT, priority="P1")
    for hours in (0, 1, 2, 5, 30):
        checked(history, after(f"{hours}h"))
    assert History(history.events, history.rules_of).ticket == history.ticket


def test_everything_that_was_due_is_decided_in_the_order_it_fell_due() -> None:
    history = a_history(policy=SUPPORT, priority="P1")
    decisions = checked(history, after("10d"))
    rules = [decision for decision in decisions if decision.type != "breach"]
    assert [d.since for d in rules] == sorted(d.since for d in rules)
    assert [d.trigger for d in rules] == ["critical", "untaken", "one-hour", "warning", "breach"]


def test_a_clock_that_went_backwards_decides_as_of_the_last_event() -> None:
    untaken = clock_rule("untaken", clock="acknowledge", at="30m", escalate="next")
    history = a_history(taken(after("2h")), policy=a_policy(rules=(untaken,)))
    (decision,) = checked(history, after("1h"))
    assert (decision.action, decision.noticed_at) == ("lapsed", after("2h"))


def test_a_resolved_ticket_closes_after_its_last_judgement() -> None:
    history = a_history(resolved(after("5h")), policy=SUPPORT, priority="P1")
    decisions = checked(history, after("9d"))
    assert decisions[-1].type == "close"
    assert history.ticket.status is Status.CLOSED
    assert Engine(history, PEOPLE).next_at(after("9d")) is None


def test_a_forecast_takes_each_step_when_it_falls_due() -> None:
    history = a_history(policy=SUPPORT, priority="P1")
    rules = {rule.name for rule in LADDER}
    assert [(when, what, to) for when, what, to in told(history, "5h") if what in rules] == [
        (after("0m"), "critical", "manager"),
        *[(instant, "untaken", None) for instant in at("15m", "30m", "45m")],
        (after("1h"), "one-hour", "L2"),
        *[(instant, "untaken", None) for instant in at("1h", "75m", "90m", "105m", "2h")],
        (after("3h"), "warning", None),
        (after("4h"), "breach", "L3"),
        *[(instant, "untaken", None) for instant in at("255m", "270m", "285m", "5h")],
    ]


def test_a_forecast_ends_a_wait_and_goes_on() -> None:
    late = clock_rule("late", at="1h", notify=("lead",))
    history = a_history(paused(after("30m"), until=after("5h")), policy=a_policy(rules=(late,)))
    assert told(history, "9h") == [(after("5h"), "wait", None), (after("330m"), "late", None)]


def test_a_forecast_stops_at_its_horizon() -> None:
    late = clock_rule("late", at="2h", notify=("lead",))
    policy = a_policy(rules=(late,))
    assert told(a_history(policy=policy), "119m") == []
    assert told(a_history(policy=policy), "2h") == [(after("2h"), "late", None)]


def test_a_forecast_looks_once_more_at_its_horizon() -> None:
    """A target is breached a moment after it is used up, and a run later in a forecast."""
    policy = a_policy(targets=(targets(resolve="1h"),))
    assert told(a_history(policy=policy), "60m30s") == [(after("60m30s"), "resolve", None)]


def test_a_forecast_from_now_says_first_what_the_next_check_will_do() -> None:
    policy = a_policy(rules=(clock_rule("late", at="1h", notify=("lead",)),))
    history = a_history(policy=policy)
    outcomes = Engine(history, policy.people).forecast(after("3h"), after("4h"))
    assert [(d.since, d.noticed_at) for o in outcomes for d in o.decisions] == [
        (after("1h"), after("3h"))
    ]


def test_what_a_run_leaves_over_is_done_by_the_next() -> None:
    climbing = tuple(clock_rule(f"after-{h}", at=f"{h}h", escalate="next") for h in (1, 2))
    policy = a_policy(rules=climbing, catch_up="climb")
    history = a_history(policy=policy)
    outcomes = list(Engine(history, policy.people).forecast(after("3h"), after("5h")))
    assert [d.noticed_at for o in outcomes for d in o.decisions] == at("3h", "181m")


def test_a_forecast_does_not_walk_through_a_weekend() -> None:
    """Used up as the office closes on Friday, breached when it opens on Monday."""
    policy = a_policy(targets=(targets("office", resolve="40h"),))
    history = a_history(policy=policy)
    looked = []

    class Watched(History):
        def seen(self, now: datetime) -> object:  # type: ignore[override]
            looked.append(now)
            return super().seen(now)

    watched = Watched(history.events, history.rules_of)
    assert told(watched, "30d") == [(after("7d1m"), "resolve", None)]
    assert len(set(looked)) < 10


def test_a_month_of_reminders_is_foreseen_on_the_grid() -> None:
    reminders = clock_rule("late", at="1h", notify=("lead",), repeat=Repeat(every=12 * 60 * MINUTE))
    instants = [
        instant for instant, _, _ in told(a_history(policy=a_policy(rules=(reminders,))), "30d")
    ]
    assert instants == [after("1h") + n * 12 * 60 * MINUTE for n in range(60)]


def calls_of_forecast(until: str) -> int:
    """Count the calls that foreseeing reminders takes, the first of them looked at before."""
    once = clock_rule("warned", at="30m", notify=("lead",), repeat=Repeat(every=MINUTE, times=1))
    reminders = clock_rule("late", at="1h", notify=("lead",), repeat=Repeat(every=60 * MINUTE))
    history = a_history(policy=a_policy(rules=(once, reminders)))
    assert told(history, "1d")
    counted: Counter[str] = Counter()
    sys.setprofile(lambda _frame, event, _arg: counted.update([event]))
    try:
        told(history, until)
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


def test_each_reminder_takes_as_many_steps_to_foresee_as_those_before_it() -> None:
    ten, twenty = calls_of_forecast("11d"), calls_of_forecast("21d")
    assert twenty < 2.02 * ten


def test_the_decisions_made_survive_in_the_events_alone() -> None:
    history = a_history(policy=SUPPORT, priority="P1")
    checked(history, after("1h"))
    again = History(history.events, history.rules_of)
    assert checked(again, after("1h")) == ()
    assert Engine(again, PEOPLE).next_at(after("1h")) == Engine(history, PEOPLE).next_at(
        after("1h")
    )


def test_a_silent_run_decides_the_same_and_tells_nobody() -> None:
    aloud, silent = (a_history(policy=SUPPORT, priority="P1") for _ in range(2))
    for minutes in (0, 61, 300):
        at_once = MONDAY_NINE + minutes * MINUTE
        told_aloud = Engine(aloud, SUPPORT.people).advance(at_once)
        told_nobody = Engine(silent, SUPPORT.people).advance(at_once, silent=True)
        assert told_aloud.messages
        assert told_nobody.messages == ()
        assert told_nobody.decisions == told_aloud.decisions
    assert silent.events == aloud.events


def test_a_command_can_be_silent_too() -> None:
    history = a_history(policy=SUPPORT, priority="P1")
    outcome = Engine(history, SUPPORT.people).react(silent=True)
    assert [d.trigger for d in outcome.decisions] == ["critical"]
    assert outcome.messages == ()


@pytest.mark.parametrize(("by", "expected"), [("14m", False), ("15m", True), ("9h", True)])
def test_whether_something_is_due_by_an_instant(by: str, *, expected: bool) -> None:
    history = a_history(policy=SUPPORT, priority="P1")
    checked(history, MONDAY_NINE)
    assert Engine(history, PEOPLE).is_due(MONDAY_NINE, after(by)) is expected
    assert expected is (Engine(history, PEOPLE).next_at(MONDAY_NINE) == after("15m") <= after(by))


def test_no_rule_and_no_target_means_nothing_to_do() -> None:
    assert Engine(a_history(policy=a_policy()), PEOPLE).next_at(MONDAY_NINE) is None
    assert checked(a_history(policy=a_policy()), after("99d")) == ()


def test_the_engine_gives_up_on_no_policy_that_turns_in_circles() -> None:
    """Rules that begin each other's episodes still end, and fire at most once an instant."""
    rules: tuple[Rule, ...] = tuple(
        clock_rule(f"to-{high}", clock="level", at="0%", escalate=high, notify=("lead",))
        for high in ("L2", "L3")
    )
    policy: Policy = a_policy(rules=rules, targets=(targets(level="1h"),))
    history = a_history(policy=policy)
    for minutes in range(5):
        checked(history, MONDAY_NINE + minutes * MINUTE)
    keys = [x.key for x in history.events if isinstance(x, e.TriggerFired)]
    assert len(keys) == len(set(keys))
    assert history.ticket.level == "L3"


ASKED = e.EscalationRequested(
    at=after("5m"), by="bo", ladder="functional", to="L3", approver="lead", auto_at=after("1h")
)


def granted(now: str, *events: e.Event) -> tuple[list[str], datetime]:
    """Return what was decided as a request was up, and when the history ends then."""
    history = a_history(*events, policy=a_policy())
    outcome = Engine(history, PEOPLE).grant_overdue(after(now))
    return [decision.action for decision in outcome.decisions], history.events[-1].at


def test_a_request_whose_time_is_up_is_granted_as_of_then_but_not_at_that_instant() -> None:
    assert granted("1h", ASKED) == ([], after("5m"))
    assert granted("61m", ASKED) == (["approved"], after("1h"))
    later = e.NoteAdded(at=after("90m"), by="ana", text="x")
    assert granted("90m", ASKED, later) == ([], after("90m"))
    assert granted("2h", ASKED, later) == (["approved"], after("90m"))


def test_nothing_is_granted_that_was_not_asked_for_or_has_no_end() -> None:
    assert granted("9h") == ([], MONDAY_NINE)
    for_ever = e.EscalationRequested(
        at=after("5m"), by="bo", ladder="functional", to="L3", approver="lead"
    )
    assert granted("9h", for_ever) == ([], after("5m"))
