"""A record shows when nobody checked: something was to be decided, and nothing was."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.replay.recorded_history import RecordedHistory
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    MONDAY_NINE,
    a_history,
    a_policy,
    after,
    clock_rule,
    followed,
    noted,
    policies,
    severity_rule,
    targets,
)

POLICY = a_policy(
    rules=(
        severity_rule("seen", notify=("lead",)),
        clock_rule("late", at="1h", notify=("owner",)),
        clock_rule("later", at="3h", notify=("owner",)),
    ),
    targets=(targets(resolve="9d"),),
)
LONG_AFTER = after("8d")


def checked_at(*instants: str) -> list[e.Event]:
    """Return the record of a ticket that was logged at nine and checked now and then."""
    history = a_history(policy=POLICY)
    Engine(history, POLICY.people).react()
    _stamp(history, 1)
    for change, instant in enumerate(instants, 2):
        Engine(history, POLICY.people).advance(after(instant))
        _stamp(history, change)
    return history.events


def _stamp(history: History, change: int) -> None:
    history.events[:] = [x if x.change else replace(x, change=change) for x in history.events]


def past(events: Sequence[e.Event], until: datetime | None = LONG_AFTER) -> RecordedHistory:
    found = RecordedHistory(events, policies(POLICY), until)
    found.tell(1)
    return found


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("0m", "0m"),
        ("59m", "59m"),
        ("1h", "1h20m"),
        ("1h10m", "1h20m"),
        ("1h20m", "1h20m"),
        ("1h21m", "1h21m"),
        ("2h59m", "2h59m"),
        ("3h", "6h"),
        ("7h", "7h"),
    ],
)
def test_what_falls_due_while_nobody_checked_waits_for_the_check(due: str, expected: str) -> None:
    events = checked_at("1h20m", "6h")
    assert past(events).checked_at(after(due), len(events)) == after(expected)


def test_where_nothing_more_was_decided_nobody_checked() -> None:
    events = checked_at("1h20m")
    assert past(events).checked_at(after("2h59m"), len(events)) == after("2h59m")
    assert past(events).checked_at(after("3h"), len(events)) is None


def test_after_the_last_check_nobody_checked() -> None:
    events = checked_at("1h20m", "3h")
    told = past(events, after("4h"))
    assert told.checked_at(after("4h"), len(events)) == after("4h")
    assert told.checked_at(after("4h1m"), len(events)) is None


def test_a_ticket_that_was_never_checked_is_taken_as_always_checked() -> None:
    events = checked_at()
    assert past(events, None).checked_at(after("5h"), len(events)) == after("5h")
    assert past(events).checked_at(after("5h"), len(events)) is None


def test_a_record_that_tells_of_checks_was_checked() -> None:
    events = checked_at("1h20m")
    assert past(events, None).checked_at(after("1h"), len(events)) == after("1h20m")
    assert past(events, None).checked_at(after("3h"), len(events)) is None


def test_what_a_person_did_is_no_check() -> None:
    events = [*checked_at(), replace(noted(after("2h")), change=2)]
    assert past(events).checked_at(after("1h"), 2) is None
    assert past(events).checked_at(after("1h"), 3) is None


def test_a_decision_of_a_command_is_no_check() -> None:
    events = checked_at("1h20m")
    assert [past(events).is_check(n) for n in range(len(events))] == [False, False, True]
    assert [event.change for event in events] == [1, 1, 2]


def test_a_check_at_the_instant_of_a_command_is_one() -> None:
    events = [*checked_at("1h"), replace(noted(after("1h")), change=3)]
    assert past(events).is_check(2)
    assert past(events).checked_at(after("1h"), 3) == after("1h")


def test_a_change_of_policy_is_no_check() -> None:
    events = [*checked_at(), replace(followed(after("2h"), POLICY), change=2)]
    late = [replace(event, change=3) for event in checked_at("4h")[2:]]
    assert past([*events, *late]).checked_at(after("1h"), 4) == after("4h")
    assert past(events).checked_at(after("1h"), 3) is None


def test_before_an_import_nobody_could_have_checked() -> None:
    [log, *_] = checked_at()
    assert isinstance(log, e.TicketLogged)
    events = [replace(log, imported_at=after("2h")), *checked_at("2h30m")[1:]]
    told = past(events)
    assert told.checked_at(after("1h"), len(events)) == after("1h")
    assert told.checked_at(after("2h"), len(events)) == after("2h30m")


def test_it_is_told_no_further_than_needed() -> None:
    events = checked_at("1h20m", "6h")
    told = past(events)
    assert told.history.events == events[:1]
    told.checked_at(after("1h"), len(events))
    assert told.history.events == events[:2]
    told.tell(len(events))
    told.tell(1)
    assert told.history.events == events
    assert told.history.ticket.logged_at == MONDAY_NINE
