"""When quiet hours hold a message back, and for how long."""

import pytest

from escalate_cli.domain.messages.quiet_hours import quiet_until
from escalate_cli.domain.policy.people import Quiet
from tests.conftest import a_policy, a_ticket, after, when

PEOPLE = a_policy().people
UNLESS_URGENT = Quiet(outside="office", unless=when(priority="P1"))


@pytest.mark.parametrize(
    ("quiet", "at"),
    [(None, "9h"), (Quiet(outside="office"), "1h"), (Quiet(outside="always"), "9h")],
    ids=["no quiet hours", "in the hours of work", "hours that never end"],
)
def test_a_message_goes_out_where_it_is_not_quiet(quiet: Quiet | None, at: str) -> None:
    assert quiet_until(quiet, a_ticket(), PEOPLE, after(at)) is None


def test_a_message_waits_for_the_next_opening_of_the_calendar() -> None:
    assert quiet_until(UNLESS_URGENT, a_ticket(), PEOPLE, after("9h")) == after("1d")


def test_a_message_about_a_ticket_that_is_excepted_goes_out() -> None:
    assert quiet_until(UNLESS_URGENT, a_ticket(priority="P1"), PEOPLE, after("9h")) is None


def test_a_message_about_no_ticket_is_not_excepted() -> None:
    assert quiet_until(UNLESS_URGENT, None, PEOPLE, after("9h")) == after("1d")
