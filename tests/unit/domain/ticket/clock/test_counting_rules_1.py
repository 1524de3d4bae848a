"""A cycle that was begun before duties had a beginning counts as it did then."""

import pytest

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.clock.sla_clock import ClockState
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    DAY,
    HOUR,
    a_history,
    a_policy,
    after,
    answered,
    edited,
    escalated,
    reopened,
    resolved,
    taken,
    targets,
    when,
)

P1 = when(priority="P1")
UPDATES = a_policy(targets=(targets(of=P1, update="30m", resolve="4h"), targets("office")))


def of_before(*events: Event, policy: Policy = UPDATES) -> History:
    return a_history(*events, policy=policy, rules=1)


def test_the_time_before_a_target_counts_against_it() -> None:
    history = of_before(edited(after("20h"), priority="P1"))
    update = history.seen(after("21h")).clocks["update"]
    assert (update.spent, update.breached_at) == (9 * HOUR, after("20h"))
    assert (update.pauses, update.shares, update.lasting) == (None, (), None)


def test_without_any_row_time_counts_on_the_calendar_of_before() -> None:
    policy = a_policy(targets=(targets("office", of=when(level="L1"), level="8h"),))
    history = of_before(escalated(after("1h"), "L2"), policy=policy)
    assert history.seen(after("25h")).clocks["level"].spent == 8 * HOUR


@pytest.mark.parametrize(
    ("rules", "state"), [(1, ClockState.MET), (2, ClockState.STOPPED)], ids=["then", "now"]
)
def test_a_duty_done_on_a_sunday_in_the_instant_of_its_first_target_was_met(
    rules: int, state: ClockState
) -> None:
    events = edited(after("0m"), priority="P1"), taken(after("0m"))
    policy = a_policy(targets=(targets(of=P1, acknowledge="1h"), targets("office", update="1h")))
    history = a_history(*events, policy=policy, rules=rules, at=after("0m") - DAY)
    assert history.ticket.clocks["acknowledge"].state is state


def test_a_target_of_no_time_is_not_the_one_that_judges() -> None:
    policy = a_policy(targets=(targets(of=P1, resolve="1h"), targets(resolve="8h")))
    history = of_before(edited(after("2h"), priority="P1"), resolved(after("2h")), policy=policy)
    resolve = history.ticket.clocks["resolve"]
    assert resolve.target is not None
    assert (resolve.state, resolve.target.within) == (ClockState.MET, 8 * HOUR)


def test_a_word_and_a_reopening_begin_runs_anew() -> None:
    history = of_before(answered(after("1h")), resolved(after("2h")), reopened(after("3h")))
    assert [step.ticket.rules for step in history.steps] == [1, 1, 1, RULES]
