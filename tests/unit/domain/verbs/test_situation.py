"""An act meets the ticket as it stands at that instant, under today's people."""

from escalate_cli.domain.ticket.ticket import Status
from tests.conftest import MONDAY_NINE, after, paused, taken, targets
from tests.unit.domain.verbs.conftest import facing
from tests.unit.usecases.conftest import staffed

ENDING = paused(MONDAY_NINE, until=after("30m"))


def test_a_wait_that_is_over_is_over_for_who_acts_then() -> None:
    assert facing(ENDING, at="29m").ticket.status is Status.WAITING
    assert facing(ENDING, at="30m").ticket.status is Status.ACKNOWLEDGED


def test_else_the_ticket_is_the_one_of_its_last_event() -> None:
    at = facing(taken(MONDAY_NINE), policy=staffed(targets=(targets(resolve="4h"),)))
    assert at.ticket is at.history.ticket


def test_it_says_who_acts_and_when_among_whom_by_which_rules() -> None:
    at = facing(by="bo", at="5m")
    assert (at.by, at.now) == ("bo", after("5m"))
    assert at.people is at.policy.people
    assert at.rules is at.history.rules
