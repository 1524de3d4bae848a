"""Each rule says what it did, what it waits for, or why it is silent."""

import pytest

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.trigger_status import TriggerStatus, accounts
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    PEOPLE,
    a_history,
    a_policy,
    after,
    clock_rule,
    severity_rule,
    targets,
    when,
)

POLICY = a_policy(
    targets=(targets(resolve="4h"),),
    rules=(
        clock_rule("one-hour", at="1h", escalate="next"),
        severity_rule("critical", when=when(priority="P1"), escalate="manager"),
    ),
)


def account(history: History, at: str, trigger: str) -> TriggerStatus:
    [found] = [
        one for one in accounts(Agenda(history, PEOPLE), after(at)) if one.trigger == trigger
    ]
    return found


@pytest.mark.parametrize(("at", "state"), [("59m", "waits"), ("1h", "due"), ("2h", "due")], ids=str)
def test_a_finding_waits_until_it_is_due(at: str, state: str) -> None:
    found = account(a_history(policy=POLICY), at, "one-hour")
    assert (found.state, found.since) == (state, after("1h"))


def test_a_decision_tells_when_it_was_due_and_when_it_was_noticed() -> None:
    history = a_history(policy=POLICY)
    Engine(history, POLICY.people).advance(after("90m"))
    found = account(history, "2h", "one-hour")
    assert (found.state, found.action) == ("fired", "escalated")
    assert (found.since, found.noticed_at) == (after("1h"), after("90m"))


def test_a_rule_that_does_not_match_names_the_condition() -> None:
    found = account(a_history(policy=POLICY), "0m", "critical")
    assert (found.state, found.sentence) == ("idle", "priority must be P1, it is P3")


def test_only_the_conditions_that_do_not_hold_are_named() -> None:
    rule = severity_rule("critical", when=when(level="L1", priority="P1", not_team="team-L1"))
    found = account(a_history(policy=a_policy(rules=(rule,))), "0m", "critical")
    assert (
        found.sentence == "priority must be P1, it is P3; team must be not team-L1, it is team-L1"
    )


def test_a_rule_that_matches_nothing_says_what_it_waits_for() -> None:
    paused = e.TicketPaused(at=after("10m"), by="bo", waiting_for="vendor")
    found = account(a_history(paused, policy=POLICY), "2h", "one-hour")
    assert found.state == "idle"
    assert found.sentence == "the resolve clock is paused and has not reached 1h"


def test_what_is_over_and_was_never_decided_is_not_shown_as_waiting() -> None:
    resolved = e.TicketResolved(at=after("2h"), by="bo")
    found = account(a_history(resolved, policy=POLICY), "3h", "one-hour")
    assert found.state == "idle"
