"""Each event makes the next step of a ticket's timeline, and nothing else does."""

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.timeline import Followed, Step, seen, steps_after, woken_step
from tests.conftest import (
    HOUR,
    MONDAY_NINE,
    a_log,
    a_policy,
    after,
    answered,
    edited,
    followed,
    paused,
    reopened,
    resolved,
    rules_of,
    targets,
)

POLICY = a_policy(targets=(targets(update="1h", resolve="4h"),))
FOLLOWED = Followed(rules_of(POLICY))


def first_step(event: e.Event, by: Followed) -> Step:
    [step] = steps_after((), event, by)
    return step


def step_after(last: Step, event: e.Event, by: Followed) -> Step:
    return list(steps_after((last,), event, by))[-1]


LOGGED = first_step(a_log(), FOLLOWED)


def test_the_log_makes_the_first_step_with_its_clocks_running() -> None:
    assert (LOGGED.at, LOGGED.ticket.status, LOGGED.rules) == (
        MONDAY_NINE,
        Status.OPEN,
        POLICY.rules,
    )
    assert LOGGED.ticket.clocks["resolve"].due_at == after("4h")


def test_a_step_counts_the_clocks_up_to_its_event() -> None:
    step = step_after(LOGGED, edited(after("2h"), priority="P1"), FOLLOWED)
    assert (step.ticket.priority, step.ticket.clocks["resolve"].spent) == ("P1", 2 * HOUR)
    assert LOGGED.ticket.priority == "P3"


def test_a_step_keeps_the_clocks_that_began_anew_with_it() -> None:
    [update] = step_after(LOGGED, answered(after("30m")), FOLLOWED).replaced
    assert (update.name, update.ended_at) == ("update", after("30m"))


def test_a_step_is_under_the_rules_of_the_policy_that_the_ticket_follows() -> None:
    other = a_policy(id="policy-2")
    step = step_after(LOGGED, followed(after("1h"), other), Followed(rules_of(POLICY, other)))
    assert step.rules.id == "policy-2"


def test_a_cycle_counts_by_the_newer_rules_that_it_came_to_follow() -> None:
    old = first_step(a_log(rules=1), FOLLOWED)
    assert old.ticket.rules == 1
    assert first_step(a_log(rules=1), Followed(rules_of(POLICY), {1: 2})).ticket.rules == 2
    of_next_cycle = Followed(rules_of(POLICY), {2: 2})
    assert step_after(old, answered(after("1h")), of_next_cycle).ticket.rules == 1


def test_a_wait_with_an_end_is_over_at_its_end_whenever_somebody_looks() -> None:
    waiting = step_after(LOGGED, paused(after("1h"), until=after("3h")), FOLLOWED)
    assert woken_step(waiting, after("179m")) is None
    woken = woken_step(waiting, after("9h"))
    assert woken is not None
    assert (woken.at, woken.event, woken.ticket.status) == (after("3h"), None, Status.ACKNOWLEDGED)
    assert [each.at for each in steps_after((waiting,), answered(after("9h")), FOLLOWED)] == [
        after("3h"),
        after("9h"),
    ]
    assert seen(waiting.ticket, after("4h"), POLICY.rules).clocks["resolve"].spent == 2 * HOUR


def test_a_reopening_begins_a_cycle_that_goes_by_no_former_rules() -> None:
    over = step_after(LOGGED, resolved(after("1h")), FOLLOWED)
    again = step_after(over, reopened(after("2h")), FOLLOWED)
    assert (again.ticket.cycle, again.ticket.clocks["resolve"].started_at) == (2, after("2h"))
