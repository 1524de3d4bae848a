"""A missed target is kept with what was true then, and with what came of it."""

from datetime import timedelta

from escalate_cli.domain.ticket import events as e
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
