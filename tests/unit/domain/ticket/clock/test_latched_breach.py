"""A missed target is kept with what was true then, and with what came of it."""

from datetime import timedelta

from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.latched_breach import (
    Excuse,
    LatchedBreach,
    noticed,
    with_excuse,
    with_overruns,
)
from escalate_cli.domain.ticket.ticket import Ticket
from tests.conftest import (
    HOUR,
    MINUTE,
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

POLICY = a_policy(
    targets=(
        targets("office", of=when(priority="P1"), resolve="2h", update="1h"),
        targets("office", resolve="24h"),
    )
)


def missed(ticket: Ticket) -> list[tuple[str, int, int, str, timedelta | None]]:
    """Return what is kept of each breach: run, priority then, and overrun."""
    return [(b.clock, b.cycle, b.instance, b.priority, b.overrun) for b in ticket.breaches]


def test_a_breach_keeps_the_ticket_as_it_stood_then() -> None:
    history = a_history(
        taken(after("10m")),
        answered(after("2h1m")),
        edited(after("2h30m"), priority="P3"),
        escalated(after("2h40m"), "L2", origin="L1"),
        policy=POLICY,
        priority="P1",
    )
    first, second = history.ticket.breaches
    assert (first.clock, first.breached_at, first.owner, first.level) == (
        "update",
        after("1h"),
        "bo",
        "L1",
    )
    assert (second.clock, second.breached_at, second.priority) == ("resolve", after("2h"), "P1")


def test_what_goes_on_has_no_overrun_yet_and_what_ended_keeps_it() -> None:
    history = a_history(answered(after("1h5m")), policy=POLICY, priority="P1")
    assert missed(history.ticket) == [("update", 1, 1, "P1", 5 * MINUTE)]
    ticket = history.seen(after("3h"))
    assert missed(ticket)[1:] == [("resolve", 1, 1, "P1", None), ("update", 1, 2, "P1", None)]
    assert ticket.clocks["resolve"].overrun == HOUR


def test_it_is_kept_over_cycles_and_says_when_it_was_noticed() -> None:
    noticed = e.TargetBreached(
        at=after("3h"),
        by=e.POLICY,
        clock="resolve",
        cycle=1,
        instance=1,
        breached_at=after("2h"),
        target=2 * HOUR,
        policy="policy-1",
    )
    history = a_history(noticed, resolved(after("4h")), policy=POLICY, priority="P1")
    history.add(reopened(after("5h")))
    kept = {breach.clock: breach for breach in history.ticket.breaches}
    assert (kept["resolve"].noticed_at, kept["resolve"].overrun) == (after("3h"), 2 * HOUR)
    assert (kept["update"].noticed_at, kept["update"].overrun) == (None, 3 * HOUR)
    assert history.ticket.cycle == 2


def test_a_ticket_of_before_keeps_its_breaches_in_its_history_alone() -> None:
    history = a_history(policy=POLICY, priority="P1", rules=1)
    assert history.seen(after("3h")).breaches == ()


BREACH = LatchedBreach(
    clock="resolve", cycle=1, instance=0, priority="P1", level="L1", breached_at=after("2h")
)


def test_a_breach_without_its_clock_stays_as_it_is() -> None:
    assert with_overruns((BREACH,), {}) == (BREACH,)


def test_an_excuse_is_of_one_clock_in_one_cycle_and_the_first_stays() -> None:
    first, second = (Excuse(at=after("3h"), by=by, reason="x") for by in ("lee", "kim"))
    others = (replace(BREACH, clock="update"), replace(BREACH, cycle=2))
    once = with_excuse((BREACH, *others), "resolve", 1, first)
    assert once == (replace(BREACH, excused=first), *others)
    assert with_excuse(once, "resolve", 1, second) == once
    assert with_excuse(once, "resolve", 2, second)[2].excused == second


def test_only_the_run_that_is_named_was_noticed() -> None:
    other = replace(BREACH, instance=1)
    assert noticed((BREACH, other), ("resolve", 1, 0), after("3h")) == (
        replace(BREACH, noticed_at=after("3h")),
        other,
    )
