"""An agreed date stands in place of the policy's row, and gives way to it as if it never had."""

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock, ClockState
from escalate_cli.domain.ticket.clock.threshold import parse_threshold
from tests.conftest import (
    HOUR,
    MINUTE,
    a_history,
    a_policy,
    after,
    changed,
    edited,
    paused,
    reopened,
    resolved,
    targets,
    when,
)

BY_PRIORITY = a_policy(
    targets=(targets(of=when(priority="P1"), resolve="2h"), targets(resolve="8h"))
)
NO_TARGET = a_policy(targets=())


def agreed(at: str, due: str | None) -> e.TicketEdited:
    return edited(after(at), agreed_due_at=after(due) if due else None)


def resolve_clock(*events: e.Event, until: str, policy: Policy = BY_PRIORITY) -> Clock:
    history = a_history(*events, policy=policy, priority="P2")
    return history.seen(after(until)).clocks["resolve"]


def test_it_is_due_then_whatever_becomes_of_the_priority() -> None:
    clock = resolve_clock(agreed("1h", "30h"), edited(after("2h"), priority="P1"), until="29h")
    assert (clock.due_at, clock.state) == (after("30h"), ClockState.RUNNING)
    assert clock.spent == 29 * HOUR


def test_it_is_breached_when_it_passes_though_the_ticket_waits() -> None:
    events = agreed("1h", "3h"), paused(after("2h"))
    assert resolve_clock(*events, until="3h").state is ClockState.RUNNING
    clock = resolve_clock(*events, until="4h")
    assert (clock.state, clock.breached_at) == (ClockState.BREACHED, after("3h"))
    assert clock.overrun == HOUR


def test_a_share_of_it_counts_from_the_agreement() -> None:
    clock = resolve_clock(agreed("1h", "5h"), until="1h")
    assert parse_threshold("50%").of(clock.target) == 3 * HOUR


def test_a_policy_without_a_target_leaves_a_date_to_agree_on() -> None:
    clock = resolve_clock(agreed("1h", "5h"), until="6h", policy=NO_TARGET)
    assert clock.breached_at == after("5h")


def test_another_date_replaces_it_from_then_on() -> None:
    clock = resolve_clock(agreed("1h", "5h"), agreed("2h", "9h"), until="3h")
    assert clock.due_at == after("9h")
    assert parse_threshold("0%").of(clock.target) == 2 * HOUR


def test_the_row_counts_again_as_if_there_had_been_no_date() -> None:
    between = paused(after("90m")), edited(after("2h"), priority="P3")
    dated = resolve_clock(agreed("1h", "30h"), *between, agreed("3h", None), until="4h")
    plain = resolve_clock(*between, until="4h")
    assert (dated.target, dated.running) == (plain.target, plain.running)
    assert dated.spent == plain.spent == 90 * MINUTE


def test_a_row_used_up_meanwhile_is_breached_when_it_counts_again() -> None:
    clock = resolve_clock(agreed("1h", "30h"), agreed("9h", None), until="10h")
    assert clock.breached_at == after("9h")


def test_a_resolution_in_that_very_moment_is_judged() -> None:
    ends = agreed("3h", None), resolved(after("3h"))
    clock = resolve_clock(agreed("1h", "30h"), *ends, until="4h")
    assert clock.state is ClockState.MET
    begins = resolve_clock(agreed("1h", "30h"), resolved(after("1h")), until="4h")
    assert (begins.state, begins.spent) == (ClockState.MET, HOUR)


def test_a_clock_that_goes_on_after_a_reopening_does_so_by_the_rows() -> None:
    goes_on = changed(BY_PRIORITY, reopening="continue")
    events = (
        agreed("1h", "30h"),
        paused(after("2h")),
        resolved(after("20h")),
        reopened(after("30h")),
    )
    clock = resolve_clock(*events, until="31h", policy=goes_on)
    assert (clock.spent, clock.due_at, clock.by_rows) == (3 * HOUR, after("36h"), None)


def test_it_is_for_one_cycle() -> None:
    history = a_history(
        agreed("1h", "30h"), resolved(after("2h")), reopened(after("3h")), policy=BY_PRIORITY
    )
    assert history.ticket.agreed_due_at is None
    assert history.ticket.clocks["resolve"].due_at != after("30h")


def test_after_an_excuse_it_begins_a_run_of_its_own_which_is_judged() -> None:
    excused = e.BreachExcused(at=after("9h"), by="lee", clock="resolve", cycle=1, message="x")
    events = excused, agreed("10h", "14h")
    clock = resolve_clock(*events, until="11h")
    assert (clock.instance, clock.started_at, clock.spent) == (2, after("10h"), HOUR)
    assert (clock.state, clock.due_at) == (ClockState.RUNNING, after("14h"))
    late = resolve_clock(*events, until="15h")
    assert (late.breached_at, late.excused, late.is_overdue) == (after("14h"), False, True)
    history = a_history(*events, policy=BY_PRIORITY, priority="P2")
    [[former]] = [step.replaced for step in history.steps if step.replaced]
    assert (former.excused, former.ended_at, former.judged) == (True, after("10h"), False)
    missed = history.seen(after("15h")).breaches
    assert [(each.instance, each.excused is not None) for each in missed] == [(1, True), (2, False)]


def test_another_one_goes_on_with_the_same_run() -> None:
    clock = resolve_clock(agreed("1h", "5h"), agreed("2h", "7h"), until="3h")
    assert (clock.instance, clock.due_at) == (1, after("7h"))
