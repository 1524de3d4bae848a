"""The end of a cycle, and a new one in which the old verdicts stay."""

import pytest

from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import IllegalTransitionError, NotAllowedError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve, resolve_key
from tests.conftest import DAY, HOUR, after, targets
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket, told

TIMED = staffed(targets=(targets(resolve="4h", level="4h", acknowledge="15m"),))


def test_resolving_ends_every_clock_and_judges_the_one_it_fulfils() -> None:
    context = a_context(TIMED)
    logged(context)
    resolve(later(context, "10m"), ["1"], "restarted")
    solved = ticket(context)
    states = {name: clock.state for name, clock in solved.clocks.items() if clock.target}
    assert states == {"resolve": "met", "level": "stopped", "acknowledge": "stopped"}
    assert (solved.resolution, solved.resolved_at) == ("restarted", after("10m"))
    assert all(clock.ended_at == after("10m") for clock in solved.clocks.values())


def test_late_is_late_though_no_check_ran_in_between() -> None:
    context = a_context(TIMED)
    logged(context)
    resolve(later(context, "5h"), ["1"])
    check(later(context, "6h"))
    clock = ticket(context).clocks["resolve"]
    assert (clock.breached_at, clock.noticed_at, clock.spent) == (
        after("4h"),
        after("6h"),
        5 * HOUR,
    )


def test_those_kept_informed_hear_of_resolution_and_closure() -> None:
    context = a_context()
    logged(context, requester="kim")
    resolve(context, ["1"])
    close(later(context, "1h"), ["1"], "confirmed")
    assert told(context) == [("resolution", "kim"), ("closure", "kim")]


def test_a_resolved_ticket_closes_by_itself_when_the_policy_says() -> None:
    context = a_context(staffed(close_after=Delay(3 * DAY)))
    logged(context)
    resolve(context, ["1"])
    check(later(context, "2d"))
    assert ticket(context).status == "resolved"
    check(later(context, "3d"))
    assert (ticket(context).status, ticket(context).closed_at) == ("closed", after("3d"))


def test_a_reopening_begins_a_new_cycle_at_the_same_level() -> None:
    context = a_context(TIMED)
    logged(context)
    escalate(context, ["1"], Wish())
    resolve(later(context, "5h", "bo"), ["1"])
    reopen(later(context, "6h"), ["1"], "again")
    anew = ticket(context)
    assert (anew.cycle, anew.level, anew.status, anew.owner) == (2, "L2", "open", "bo")
    assert (anew.resolved_at, anew.closed_at, anew.resolution) == (None, None, None)
    clock = anew.clocks["resolve"]
    assert (clock.cycle, clock.spent, clock.due_at, clock.breached_at) == (
        2,
        0 * HOUR,
        after("10h"),
        None,
    )


def test_the_verdict_of_the_old_cycle_stays() -> None:
    context = a_context(TIMED)
    logged(context)
    resolve(later(context, "5h"), ["1"])
    reopen(later(context, "6h"), ["1"])
    check(later(context, "7h"))
    verdicts = [
        (x.clock, x.cycle, x.breached_at)
        for x in context.store.read().events(1)
        if isinstance(x, e.TargetBreached)
    ]
    assert ("resolve", 1, after("4h")) in verdicts
    assert ("resolve", 2, after("10h")) not in verdicts


def test_who_must_take_it_again_is_told() -> None:
    context = a_context()
    logged(context, requester="kim")
    resolve(context, ["1"])
    reopen(later(context, "1h"), ["1"])
    assert told(context)[1:] == [("reopened", "ana"), ("status_update", "kim")]
    assign(later(context, "2h"), ["1"], "bo")
    resolve(later(context, "3h"), ["1"])
    reopen(later(context, "4h"), ["1"])
    assert ("reopened", "bo") in told(context)


def test_one_that_cannot_be_closed_keeps_the_others_open_too() -> None:
    context = a_context()
    logged(context)
    logged(context)
    resolve(context, ["1"])
    with pytest.raises(IllegalTransitionError, match="T-2 is open: it cannot be closed"):
        close(context, ["1", "2"])
    assert kinds(context) == ["ticket_logged", "ticket_resolved"]
    assert told(context) == []


def test_two_unresolved_tickets_never_share_a_key() -> None:
    context = a_context()
    logged(context, key="disk")
    resolve(later(context, "2h"), ["1"])
    logged(later(context, "3h"), key="disk")
    with pytest.raises(NotAllowedError, match="T-2 is open under its key 'disk'"):
        reopen(later(context, "4h"), ["1"])
    resolve(later(context, "5h"), ["2"])
    [again] = reopen(later(context, "6h"), ["1"])
    assert again.standing.ticket.is_active
    with pytest.raises(IllegalTransitionError):
        reopen(later(context, "7h"), ["1"])


def test_a_key_names_the_ticket_that_is_solved_and_without_one_nothing_is_done() -> None:
    context = a_context()
    logged(context, key="disk")
    logged(context)
    [solved] = resolve_key(later(context, "1h"), "disk", "61 % used", "invalid")
    assert (solved.standing.ticket.id, solved.standing.ticket.status) == ("T-1", "resolved")
    assert (solved.standing.ticket.resolution, solved.standing.ticket.outcome) == (
        "61 % used",
        "invalid",
    )
    assert resolve_key(later(context, "2h"), "disk") == []
    assert kinds(context) == ["ticket_logged", "ticket_resolved"]
