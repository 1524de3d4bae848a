"""Taking a ticket: the first owns it, a second is recorded, a repeat is nothing."""

from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.escalate import Wish, escalate
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import after, targets
from tests.unit.usecases.conftest import a_desk, kinds, later, logged, staffed, ticket


def test_the_first_to_take_it_owns_it_and_meets_the_target() -> None:
    desk = a_desk(staffed(targets=(targets(acknowledge="15m", first_response="15m"),)))
    logged(desk)
    acknowledge(later(desk, "10m", "bo"), ["1"], "mine")
    taken = ticket(desk)
    assert (taken.status, taken.owner, taken.acknowledged_at) == (
        "acknowledged",
        "bo",
        after("10m"),
    )
    assert {taken.clocks[name].state for name in ("acknowledge", "first_response")} == {"met"}


def test_a_second_person_is_recorded_and_takes_nothing_away() -> None:
    desk = a_desk()
    logged(desk)
    acknowledge(desk, ["1"])
    acknowledge(later(desk, "1m", "bo"), ["1"])
    assert (ticket(desk).owner, ticket(desk).acknowledged_at) == ("ana", after("0m"))
    assert kinds(desk) == ["ticket_logged", "ticket_acknowledged", "ticket_acknowledged"]


def test_the_same_person_twice_is_recorded_once() -> None:
    desk = a_desk()
    logged(desk)
    acknowledge(desk, ["1"])
    [standing] = acknowledge(later(desk, "1m"), ["1"])
    assert standing.ticket.status == "acknowledged"
    assert kinds(desk) == ["ticket_logged", "ticket_acknowledged"]


def test_what_one_took_back_can_be_taken_again() -> None:
    desk = a_desk()
    logged(desk)
    acknowledge(desk, ["1"])
    acknowledge(later(desk, "1m", "bo"), ["1"])
    undo(later(desk, "2m", "bo"))
    acknowledge(later(desk, "3m", "bo"), ["1"])
    assert kinds(desk)[-2:] == ["change_undone", "ticket_acknowledged"]


def test_a_new_level_must_take_it_anew() -> None:
    desk = a_desk()
    logged(desk)
    acknowledge(later(desk, "1m", "bo"), ["1"])
    escalate(later(desk, "2m", "bo"), ["1"], Wish())
    assert ticket(desk).status == "open"
    acknowledge(later(desk, "3m", "bo"), ["1"])
    assert (ticket(desk).status, ticket(desk).acknowledged_at) == ("acknowledged", after("3m"))
    assert ticket(desk).escalations[0].acknowledged_at == after("3m")


def test_a_wait_goes_on_when_it_is_acknowledged() -> None:
    desk = a_desk()
    logged(desk)
    wait(desk, ["1"], "vendor")
    acknowledge(later(desk, "1m", "bo"), ["1"])
    assert (ticket(desk).status, ticket(desk).waiting_for) == ("waiting", "vendor")
