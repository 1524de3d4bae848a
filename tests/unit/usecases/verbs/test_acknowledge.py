"""Taking a ticket: the first owns it, a second is recorded, a repeat is nothing."""

from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.escalate import Wish, escalate
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import after, targets
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket


def test_the_first_to_take_it_owns_it_and_meets_the_target() -> None:
    context = a_context(staffed(targets=(targets(acknowledge="15m", first_response="15m"),)))
    logged(context)
    acknowledge(later(context, "10m", "bo"), ["1"], "mine")
    taken = ticket(context)
    assert (taken.status, taken.owner, taken.acknowledged_at) == (
        "acknowledged",
        "bo",
        after("10m"),
    )
    assert {taken.clocks[name].state for name in ("acknowledge", "first_response")} == {"met"}


def test_a_second_person_is_recorded_and_takes_nothing_away() -> None:
    context = a_context()
    logged(context)
    acknowledge(context, ["1"])
    acknowledge(later(context, "1m", "bo"), ["1"])
    assert (ticket(context).owner, ticket(context).acknowledged_at) == ("ana", after("0m"))
    assert kinds(context) == ["ticket_logged", "ticket_acknowledged", "ticket_acknowledged"]


def test_the_same_person_twice_is_recorded_once() -> None:
    context = a_context()
    logged(context)
    acknowledge(context, ["1"])
    [standing] = acknowledge(later(context, "1m"), ["1"])
    assert standing.ticket.status == "acknowledged"
    assert kinds(context) == ["ticket_logged", "ticket_acknowledged"]


def test_what_one_took_back_can_be_taken_again() -> None:
    context = a_context()
    logged(context)
    acknowledge(context, ["1"])
    acknowledge(later(context, "1m", "bo"), ["1"])
    undo(later(context, "2m", "bo"))
    acknowledge(later(context, "3m", "bo"), ["1"])
    assert kinds(context)[-2:] == ["change_undone", "ticket_acknowledged"]


def test_a_new_level_must_take_it_anew() -> None:
    context = a_context()
    logged(context)
    acknowledge(later(context, "1m", "bo"), ["1"])
    escalate(later(context, "2m", "bo"), ["1"], Wish())
    assert ticket(context).status == "open"
    acknowledge(later(context, "3m", "bo"), ["1"])
    assert (ticket(context).status, ticket(context).acknowledged_at) == (
        "acknowledged",
        after("3m"),
    )
    assert ticket(context).escalations[0].acknowledged_at == after("3m")


def test_a_wait_goes_on_when_it_is_acknowledged() -> None:
    context = a_context()
    logged(context)
    wait(context, ["1"], "vendor")
    acknowledge(later(context, "1m", "bo"), ["1"])
    assert (ticket(context).status, ticket(context).waiting_for) == ("waiting", "vendor")
