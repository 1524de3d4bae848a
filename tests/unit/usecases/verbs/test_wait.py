"""A wait stops the clocks that the policy says, until somebody or an instant ends it."""

import pytest

from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import IllegalTransitionError, UsageError
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.conftest import HOUR, OFFICE, after, targets
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket, told

HOURLY = staffed(targets=(targets(acknowledge="1h", resolve="4h", level="4h"),))


def test_waiting_stops_every_clock_but_acknowledge_which_it_fulfils() -> None:
    context = a_context(HOURLY)
    logged(context)
    [paused] = wait(later(context, "30m", "bo"), ["1"], "Vendor", message="parts")
    states = {
        name: clock.state for name, clock in paused.standing.ticket.clocks.items() if clock.target
    }
    assert states == {"acknowledge": "met", "resolve": "paused", "level": "paused"}
    assert (paused.standing.ticket.waiting_for, paused.standing.ticket.owner) == ("vendor", "ana")
    assert paused.standing.due_at is None


def test_what_waits_for_another_level_waits_on_for_it_whoever_puts_it_aside() -> None:
    context = a_context(HOURLY)
    logged(context)
    acknowledge(context, ["1"])
    escalate(context, ["1"], Wish(reason="no access"))
    [paused] = wait(later(context, "30m"), ["1"], "vendor", message="parts")
    assert paused.standing.ticket.clocks["acknowledge"].state == "running"
    [going] = resume(later(context, "40m"), ["1"])
    assert (going.standing.ticket.status, going.standing.ticket.holder) == ("open", None)


def test_the_time_of_a_wait_is_not_counted() -> None:
    context = a_context(HOURLY)
    logged(context)
    wait(later(context, "30m"), ["1"], "other")
    [going] = resume(later(context, "10h30m"), ["1"], "parts are here")
    clock = going.standing.ticket.clocks["resolve"]
    assert (clock.spent, clock.due_at, going.standing.ticket.status) == (
        HOUR / 2,
        after("14h"),
        "acknowledged",
    )


def test_a_policy_may_let_a_clock_run_on() -> None:
    context = a_context(staffed(targets=(targets(resolve="4h"),), pauses=()))
    logged(context)
    wait(context, ["1"], "vendor")
    [seen] = acknowledge(later(context, "1h"), ["1"])
    assert seen.standing.ticket.clocks["resolve"].spent == HOUR


def test_a_wait_with_an_end_is_over_then_by_itself() -> None:
    context = a_context(HOURLY)
    logged(context)
    wait(context, ["1"], "vendor", until=after("2h"))
    with pytest.raises(IllegalTransitionError, match="T-1 is acknowledged: it cannot be resumed"):
        resume(later(context, "3h"), ["1"])
    acknowledge(later(context, "3h", "bo"), ["1"])
    seen = later(context, "3h").history(context.store.read(), 1).seen(after("3h"))
    assert (seen.status, seen.clocks["resolve"].spent) == ("acknowledged", HOUR)


@pytest.mark.parametrize(
    ("day", "ends"),
    [("15h", "24h"), ("111h", "168h")],
    ids=["Tuesday", "Saturday, when the office is closed"],
)
def test_a_wait_until_a_day_ends_as_the_tickets_calendar_opens(day: str, ends: str) -> None:
    context = a_context(
        staffed(calendars={"office": OFFICE}, targets=(targets(resolve="4h", calendar="office"),))
    )
    logged(context)
    [standing] = wait(context, ["1"], "vendor", until=after(day), by_opening=True)
    assert standing.standing.ticket.waiting_until == after(ends)


def test_a_day_whose_opening_has_passed_is_no_end() -> None:
    context = a_context()
    logged(context)
    with pytest.raises(UsageError, match="a wait must end in the future"):
        wait(later(context, "1h"), ["1"], "vendor", until=after("0m"), by_opening=True)


def test_those_kept_informed_hear_of_it() -> None:
    context = a_context()
    logged(context, requester="kim", stakeholders=("sam",))
    wait(context, ["1"], "vendor")
    assert told(context) == [("status_update", "kim"), ("status_update", "sam")]


@pytest.mark.parametrize("end", ["0m", "30m"], ids=["now", "the past"])
def test_a_wait_ends_in_the_future(end: str) -> None:
    context = a_context()
    logged(context)
    with pytest.raises(UsageError, match="a wait must end in the future"):
        wait(later(context, "30m"), ["1"], "vendor", until=after(end))
    assert kinds(context) == ["ticket_logged"]


def test_one_waits_for_somebody_who_can_be_named() -> None:
    with pytest.raises(UsageError, match="there is no reason to wait 'Godot'"):
        wait(a_context(), ["1"], "Godot")


def test_a_wait_can_be_told_anew_for_another_reason() -> None:
    context = a_context(HOURLY)
    logged(context)
    wait(context, ["1"], "vendor", until=after("1h"))
    wait(later(context, "30m"), ["1"], "requester")
    assert (ticket(context).waiting_for, ticket(context).waiting_until) == ("requester", None)
