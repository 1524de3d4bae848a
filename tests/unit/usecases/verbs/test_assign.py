"""Giving a ticket to somebody: they are told, its status and clocks stay."""

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.assign import assign
from tests.unit.usecases.conftest import a_desk, kinds, later, logged, ticket, told


def test_the_new_owner_is_told_and_the_status_stays() -> None:
    desk = a_desk()
    logged(desk)
    assign(later(desk, "5m"), ["1"], "bo", "you know it best")
    given = ticket(desk)
    assert (given.owner, given.status, given.acknowledged_at) == ("bo", "open", None)
    assert all(clock.running and clock.instance == 1 for clock in given.clocks.values())
    assert told(desk) == [("assigned", "bo")]


@pytest.mark.parametrize("name", ["@me", "ana"])
def test_nobody_is_told_of_what_they_did_themselves(name: str) -> None:
    desk = a_desk()
    logged(desk)
    assign(desk, ["1"], name)
    assert (ticket(desk).owner, told(desk)) == ("ana", [])


def test_the_same_owner_again_is_not_recorded() -> None:
    desk = a_desk()
    logged(desk)
    assign(desk, ["1"], "bo")
    assign(later(desk, "1h"), ["1"], "bo")
    assert kinds(desk) == ["ticket_logged", "ticket_assigned"]
    assert told(desk) == [("assigned", "bo")]


def test_an_owner_is_somebody_the_policy_knows() -> None:
    desk = a_desk()
    logged(desk)
    with pytest.raises(UsageError, match="there is no person 'kim'"):
        assign(desk, ["1"], "kim")
    assert kinds(desk) == ["ticket_logged"]
