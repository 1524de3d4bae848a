"""A wait stops the clocks that the policy says, until somebody or an instant ends it."""

import pytest

from escalate_cli.errors import IllegalTransitionError, UsageError
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.conftest import HOUR, after, targets
from tests.unit.usecases.conftest import a_desk, kinds, later, logged, staffed, ticket, told

HOURLY = staffed(targets=(targets(acknowledge="1h", resolve="4h", level="4h"),))


def test_waiting_stops_every_clock_but_acknowledge_which_it_fulfils() -> None:
    desk = a_desk(HOURLY)
    logged(desk)
    [paused] = wait(later(desk, "30m", "bo"), ["1"], "Vendor", message="parts")
    states = {name: clock.state for name, clock in paused.ticket.clocks.items() if clock.target}
    assert states == {"acknowledge": "met", "resolve": "paused", "level": "paused"}
    assert (paused.ticket.waiting_for, paused.ticket.owner) == ("vendor", "bo")
    assert paused.due_at is None


def test_the_time_of_a_wait_is_not_counted() -> None:
    desk = a_desk(HOURLY)
    logged(desk)
    wait(later(desk, "30m"), ["1"], "other")
    [going] = resume(later(desk, "10h30m"), ["1"], "parts are here")
    clock = going.ticket.clocks["resolve"]
    assert (clock.spent, clock.due_at, going.ticket.status) == (
        HOUR / 2,
        after("14h"),
        "acknowledged",
    )


def test_a_policy_may_let_a_clock_run_on() -> None:
    desk = a_desk(staffed(targets=(targets(resolve="4h"),), pauses=()))
    logged(desk)
    wait(desk, ["1"], "vendor")
    [standing] = acknowledge(later(desk, "1h"), ["1"])
    assert standing.ticket.clocks["resolve"].spent == HOUR


def test_a_wait_with_an_end_is_over_then_by_itself() -> None:
    desk = a_desk(HOURLY)
    logged(desk)
    wait(desk, ["1"], "vendor", until=after("2h"))
    with pytest.raises(IllegalTransitionError, match="T-1 is acknowledged: it cannot be resumed"):
        resume(later(desk, "3h"), ["1"])
    [standing] = acknowledge(later(desk, "3h", "bo"), ["1"])
    assert (standing.ticket.status, standing.ticket.clocks["resolve"].spent) == (
        "acknowledged",
        HOUR,
    )


def test_those_kept_informed_hear_of_it() -> None:
    desk = a_desk()
    logged(desk, requester="kim", stakeholders=("sam",))
    wait(desk, ["1"], "vendor")
    assert told(desk) == [("status_update", "kim"), ("status_update", "sam")]


@pytest.mark.parametrize("end", ["0m", "30m"], ids=["now", "the past"])
def test_a_wait_ends_in_the_future(end: str) -> None:
    desk = a_desk()
    logged(desk)
    with pytest.raises(UsageError, match="a wait must end in the future"):
        wait(later(desk, "30m"), ["1"], "vendor", until=after(end))
    assert kinds(desk) == ["ticket_logged"]


def test_one_waits_for_somebody_who_can_be_named() -> None:
    with pytest.raises(UsageError, match="there is no reason to wait 'Godot'"):
        wait(a_desk(), ["1"], "Godot")


def test_a_wait_can_be_told_anew_for_another_reason() -> None:
    desk = a_desk(HOURLY)
    logged(desk)
    wait(desk, ["1"], "vendor", until=after("1h"))
    wait(later(desk, "30m"), ["1"], "requester")
    assert (ticket(desk).waiting_for, ticket(desk).waiting_until) == ("requester", None)
