"""Giving a ticket to somebody: they are told, its status and clocks stay."""

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.assign import assign
from tests.unit.usecases.conftest import a_context, kinds, later, logged, ticket, told


def test_the_new_owner_is_told_and_the_status_stays() -> None:
    context = a_context()
    logged(context)
    assign(later(context, "5m"), ["1"], "bo", "you know it best")
    given = ticket(context)
    assert (given.owner, given.status, given.acknowledged_at) == ("bo", "open", None)
    assert all(clock.running and clock.instance == 1 for clock in given.clocks.values())
    assert told(context) == [("assigned", "bo")]


@pytest.mark.parametrize("name", ["@me", "ana"])
def test_nobody_is_told_of_what_they_did_themselves(name: str) -> None:
    context = a_context()
    logged(context)
    assign(context, ["1"], name)
    assert (ticket(context).owner, told(context)) == ("ana", [])


def test_the_same_owner_again_is_not_recorded() -> None:
    context = a_context()
    logged(context)
    assign(context, ["1"], "bo")
    assign(later(context, "1h"), ["1"], "bo")
    assert kinds(context) == ["ticket_logged", "ticket_assigned"]
    assert told(context) == [("assigned", "bo")]


def test_an_owner_is_somebody_the_policy_knows() -> None:
    context = a_context()
    logged(context)
    with pytest.raises(UsageError, match="there is no person 'kim'"):
        assign(context, ["1"], "kim")
    assert kinds(context) == ["ticket_logged"]
