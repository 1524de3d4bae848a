"""While its clock stands still a finding waits; afterwards it is decided once."""

from datetime import datetime

from msgspec.structs import replace

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.holds import standstill
from escalate_cli.domain.engine.trigger_status import accounts
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
    clock_rule,
    paused,
    resolved,
    resumed,
    taken,
    targets,
)

LATE = clock_rule("late", at="1h", notify=("lead",), repeat=Repeat(every=HOUR))
POLICY = a_policy(rules=(LATE,), targets=(targets(resolve="1h", next_response="2h"),))


def a_life(*events: e.Event, **log: object) -> History:
    return a_history(*events, policy=POLICY, **log)


def fired(history: History, at: datetime) -> list[tuple[str, str, Held | None]]:
    """Run the engine at an instant; return what it decided."""
    known = len(history.events)
    Engine(history, PEOPLE).advance(at)
    decided = (event for event in history.events[known:] if isinstance(event, e.TriggerFired))
    return [(event.key, event.action, event.held_by) for event in decided]


def test_what_nobody_decided_before_a_wait_is_decided_once_after_it() -> None:
    history = a_life(taken(after("10m")), paused(after("1h30m")))
    assert fired(history, after("3h")) == []
    history.add(resumed(after("4h")))
    held = Held(kind="wait", since=after("1h30m"), until=after("4h"))
    assert fired(history, after("4h5m")) == [("T-1:1:late:1:0", "notified", held)]
    assert fired(history, after("4h6m")) == []


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
    history = a_life(taken(after("10m")), paused(after("1h30m")))
    assert fired(history, after("2h")) == []
    history.add(resolved(after("3h")))
    assert [(key, action) for key, action, _ in fired(history, after("3h1m"))] == [
        ("T-1:1:late:1:0", "lapsed")
    ]


def test_nothing_is_due_before_the_wait_ends() -> None:
    history = a_life(taken(after("10m")), paused(after("1h30m"), until=after("5h")))
    agenda = Agenda(history, PEOPLE)
    assert [due.key for due in agenda.held(after("2h"))] == ["T-1:1:late:1:0"]
    assert agenda.undecided(after("2h")) == []
    assert min(agenda.instants(after("2h"))) == after("1h")  # the breach itself is recorded
    [account] = accounts(agenda, after("2h"))
    assert (account.state, account.key) == ("held", "T-1:1:late:1:0")
    assert [due.key for due in agenda.undecided(after("5h"))] == ["T-1:1:late:1:0"]


def test_a_clock_that_the_requester_holds_themselves_is_held_as_well() -> None:
    history = a_life(taken(after("10m"), by="kim"))
    assert standstill(history, "next_response", after("1h")) == Held(kind="own", since=after("10m"))
    assert standstill(history, "resolve", after("1h")) is None
    assert standstill(history, None, after("1h")) is None


def test_the_rules_of_before_held_nothing() -> None:
    history = a_life(taken(after("10m")), paused(after("1h30m")), rules=1)
    assert [action for _, action, _ in fired(history, after("3h"))] == ["notified"]
    newer = replace(history.events[0], rules=3)
    assert standstill(
        History([newer, *history.events[1:3]], history.rules_of), "resolve", after("3h")
    )
