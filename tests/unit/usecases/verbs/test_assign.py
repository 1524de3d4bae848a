"""Giving a ticket to somebody: they are told, its status and clocks stay."""

import pytest

from escalate_cli.domain.policy.people import Person
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.assign import assign
from tests.unit.usecases.conftest import (
    PEOPLE,
    a_context,
    kinds,
    later,
    logged,
    staffed,
    ticket,
    told,
)


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


def test_an_owner_is_one_of_the_team() -> None:
    context = a_context(staffed(people={**PEOPLE, "pat": Person(id="pat", name="Pat")}))
    logged(context)
    with pytest.raises(NotAllowedError, match="assigned to pat, who is not of the team") as error:
        assign(context, ["1"], "pat")
    assert error.value.help == "the team is ana, bo, lee, cy, di, max, dora"
    assert kinds(context) == ["ticket_logged"]


@pytest.mark.parametrize(
    ("has_it", "whose"), [(False, "waits for ana at L1"), (True, "is with ana at L1")]
)
def test_nobody_assigns_themselves_what_is_another_one_s(has_it: bool, whose: str) -> None:
    context = a_context()
    logged(context)
    if has_it:
        acknowledge(context, ["1"])
    before = kinds(context)
    with pytest.raises(NotAllowedError, match=f"T-1 {whose}") as error:
        assign(later(context, "1m", "bo"), ["1"], "@me")
    assert error.value.help == "escalate ack T-1 --take makes it yours"
    assert kinds(context) == before


def test_others_may_be_given_what_somebody_has() -> None:
    context = a_context()
    logged(context)
    acknowledge(context, ["1"])
    assign(later(context, "1m", "lee"), ["1"], "bo")
    assert (ticket(context).owner, told(context)) == ("bo", [("assigned", "bo")])
