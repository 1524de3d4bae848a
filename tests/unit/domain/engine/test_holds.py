"""What falls due while its clock stands still waits; what did before is decided in a wait too."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.holds import standstills
from escalate_cli.domain.engine.trigger_status import accounts
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    HOUR,
    PEOPLE,
    a_history,
    a_policy,
    after,
    changed,
    clock_rule,
    edited,
    paused,
    resolved,
    resumed,
    taken,
    targets,
    when,
)

LATE = clock_rule("late", at="1h", notify=("lead",), repeat=Repeat(every=HOUR))
POLICY = a_policy(rules=(LATE,), targets=(targets(resolve="1h", next_response="2h"),))


def a_life(*events: e.Event, **log: object) -> History:
    return a_history(*events, policy=POLICY, **log)


def fired(
    history: History, at: datetime, people: People = PEOPLE
) -> list[tuple[str, str, Held | None]]:
    """Run the engine at an instant; return what it decided."""
    known = len(history.events)
    Engine(history, people).advance(at)
    decided = (event for event in history.events[known:] if isinstance(event, e.TriggerFired))
    return [(event.key, event.action, event.held_by) for event in decided]


def test_what_nobody_decided_before_a_wait_is_decided_in_it() -> None:
    history = a_life(taken(after("10m")), paused(after("1h30m")))
    assert fired(history, after("3h")) == [("T-1:1:late:1:0", "notified", None)]
    history.add(resumed(after("4h")))
    assert fired(history, after("4h5m")) == []
    assert [key for key, _, _ in fired(history, after("5h"))] == ["T-1:1:late:1:4"]


def test_what_falls_due_as_a_wait_begins_is_decided_once_after_it() -> None:
    history = a_life(taken(after("10m")), paused(after("1h")))
    assert fired(history, after("3h")) == []
    history.add(resumed(after("4h")))
    held = Held(kind="wait", since=after("1h"), until=after("4h"))
    assert fired(history, after("4h5m")) == [("T-1:1:late:1:0", "notified", held)]
    assert fired(history, after("4h6m")) == []


def test_a_later_wait_holds_nothing_that_an_earlier_one_held() -> None:
    history = a_life(taken(after("10m")), paused(after("1h")), resumed(after("2h")))
    history.add(paused(after("3h")))
    held = Held(kind="wait", since=after("1h"), until=after("2h"))
    assert fired(history, after("4h")) == [("T-1:1:late:1:0", "notified", held)]


def test_a_wait_that_begins_in_maintenance_goes_on_holding() -> None:
    history = a_life(taken(after("10m")), paused(after("90m")))
    window = Window(from_at=after("50m"), until_at=after("2h"), when=When())
    people = replace(PEOPLE, maintenance=(window,))
    assert fired(history, after("3h"), people) == []
    history.add(resumed(after("4h")))
    held = Held(kind="wait", since=after("90m"), until=after("4h"))
    assert fired(history, after("4h5m"), people) == [("T-1:1:late:1:0", "notified", held)]


AT_WORK = a_policy(
    rules=(clock_rule("at-work", at="1h", notify=("lead",), when=when(not_status="waiting")),),
    targets=(targets(resolve="2h"),),
)


@pytest.mark.parametrize(
    ("later", "action"),
    [
        ((), "notified"),
        ((resumed(after("2h")),), "notified"),
        ((resolved(after("2h")),), "lapsed"),
        ((edited(after("2h"), title="x"),), "notified"),
    ],
    ids=["in the wait", "after it", "solved in it", "with a word"],
)
def test_a_wait_makes_nothing_untrue_that_was_due(later: tuple[e.Event, ...], action: str) -> None:
    history = a_history(taken(after("10m")), paused(after("1h30m")), *later, policy=AT_WORK)
    assert fired(history, after("3h"))[0][:2] == ("T-1:1:at-work:1:0", action)


def test_what_an_edit_or_an_excuse_made_untrue_lapses() -> None:
    policy = changed(AT_WORK, rules=(clock_rule("p3", at="1h", when=when(priority="P3")),))
    begun = taken(after("10m")), edited(after("80m"), priority="P1")
    history = a_history(*begun, paused(after("90m")), policy=policy, priority="P3")
    assert fired(history, after("2h"))[0][:2] == ("T-1:1:p3:1:0", "lapsed")
    excused = e.BreachExcused(at=after("3h"), by="lee", clock="resolve", cycle=1, message="x")
    parked = taken(after("10m")), paused(after("150m")), excused
    history = a_history(*parked, policy=AT_WORK)
    assert fired(history, after("4h"))[0][:2] == ("T-1:1:at-work:1:0", "lapsed")


def test_reminders_rest_in_a_wait_and_skip_what_fell_into_it() -> None:
    history = a_life(taken(after("10m")))
    assert fired(history, after("1h5m")) == [("T-1:1:late:1:0", "notified", None)]
    history.add(paused(after("1h30m")))
    assert fired(history, after("3h30m")) == []
    history.add(resumed(after("3h40m")))
    assert fired(history, after("3h50m")) == []
    [(key, action, _)] = fired(history, after("4h"))
    assert (key, action) == ("T-1:1:late:1:3", "notified")


def test_what_is_solved_in_a_wait_lapses_only_then() -> None:
    history = a_life(taken(after("10m")), paused(after("1h")))
    assert fired(history, after("2h")) == []
    history.add(resolved(after("3h")))
    assert [(key, action) for key, action, _ in fired(history, after("3h1m"))] == [
        ("T-1:1:late:1:0", "lapsed")
    ]


def test_nothing_is_due_before_the_wait_ends() -> None:
    history = a_life(taken(after("10m")), paused(after("1h"), until=after("5h")))
    agenda = Agenda(history, PEOPLE)
    assert [due.key for due in agenda.held(after("2h"))] == ["T-1:1:late:1:0"]
    assert agenda.undecided(after("2h")) == []
    assert min(agenda.instants(after("2h"))) == after("5h")
    [account] = accounts(agenda, after("2h"))
    assert (account.state, account.key) == ("held", "T-1:1:late:1:0")
    assert [due.key for due in agenda.undecided(after("5h"))] == ["T-1:1:late:1:0"]


def test_a_clock_that_the_requester_holds_themselves_is_held_as_well() -> None:
    history = a_life(taken(after("10m"), by="kim"))
    own = Held(kind="own", since=after("10m"))
    assert list(standstills(history, "next_response", after("1h"))) == [own]
    assert list(standstills(history, "resolve", after("1h"))) == []
    assert list(standstills(history, None, after("1h"))) == []


def test_the_times_of_a_clock_at_rest_are_found_the_last_one_first() -> None:
    history = a_life(paused(after("0m")), resumed(after("1h")), paused(after("2h")))
    found = [(time.since, time.until) for time in standstills(history, "resolve", after("3h"))]
    assert found == [(after("2h"), None), (after("0m"), after("1h"))]


@pytest.mark.parametrize(
    ("rules", "found"),
    [(1, "notified"), (2, "notified"), (3, None), (4, None), (5, "notified")],
)
def test_by_rules_of_before_a_wait_held_nothing_and_then_what_was_due(
    rules: int, found: str | None
) -> None:
    history = a_life(taken(after("10m")), paused(after("1h30m")), rules=rules)
    assert [action for _, action, _ in fired(history, after("3h"))] == [found] * bool(found)
    begun = taken(after("10m")), paused(after("1h30m"))
    at_work = a_history(*begun, policy=AT_WORK, rules=rules)
    actions = [action for _, action, _ in fired(at_work, after("3h"))]
    assert actions == (["lapsed"] if rules < 3 else [found] * bool(found))
