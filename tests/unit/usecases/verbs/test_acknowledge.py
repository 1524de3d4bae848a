"""Taking a ticket: whose it is takes it, others say that they have seen it, or are refused."""

import pytest

from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import ExitCode, NotAllowedError, TicketNotFoundError
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import after, targets
from tests.unit.usecases.conftest import (
    PEOPLE,
    TEAMS,
    a_context,
    kinds,
    later,
    logged,
    staffed,
    ticket,
    told,
)

WITH_PAT = staffed(
    people={**PEOPLE, "pat": Person(id="pat", name="Pat")},
    teams={**TEAMS, "frontline": Team(id="frontline", members=("ana", "dora"))},
)
"""The first level is ana and dora; pat is known, and in no team."""


def at_two() -> Context:
    """Return the desk of ana, who has just handed a ticket to the second level, that is bo."""
    context = a_context(WITH_PAT)
    logged(context)
    escalate(context, ["1"], Wish())
    return context


def test_the_first_to_take_it_owns_it_and_meets_the_target() -> None:
    context = a_context(staffed(targets=(targets(acknowledge="15m", first_response="15m"),)))
    logged(context)
    [done] = acknowledge(later(context, "10m"), ["1"], "mine")
    taken = ticket(context)
    assert (taken.status, taken.owner, taken.acknowledged_at) == (
        "acknowledged",
        "ana",
        after("10m"),
    )
    assert {taken.clocks[name].state for name in ("acknowledge", "first_response")} == {"met"}
    assert (done.effect.former, told(context)) == (None, [])


def test_who_is_asked_to_take_it_does_so() -> None:
    context = at_two()
    acknowledge(later(context, "1m", "bo"), ["1"])
    assert (ticket(context).owner, ticket(context).status) == ("bo", "acknowledged")


@pytest.mark.parametrize("person", ["ana", "cy", "lee", "max"])
def test_what_waits_for_another_one_is_refused(person: str) -> None:
    context = at_two()
    before = kinds(context)
    with pytest.raises(NotAllowedError, match="T-1 waits for bo at L2") as refused:
        acknowledge(later(context, "1m", person), ["1"])
    assert refused.value.exit_code is ExitCode.NO
    assert refused.value.help == "escalate ack T-1 --take makes it yours"
    assert kinds(context) == before


def test_what_waits_for_a_team_names_it() -> None:
    context = a_context(WITH_PAT)
    logged(context)
    with pytest.raises(NotAllowedError, match="T-1 waits for ana, dora at L1"):
        acknowledge(later(context, "1m", "bo"), ["1"])


def test_another_one_may_take_it_and_who_was_to_have_it_is_told() -> None:
    context = at_two()
    [done] = acknowledge(later(context, "1m"), ["1"], "bo is ill", take=True)
    assert (ticket(context).owner, ticket(context).status, done.effect.former) == (
        "ana",
        "acknowledged",
        "bo",
    )
    assert told(context)[-1] == ("taken", "bo")
    [*_, message] = context.store.read().messages()
    assert message.text == (
        "ana has taken T-1 Mail is down (P3, L2), which was with you.\nReason: bo is ill"
    )


def test_one_of_the_level_takes_it_from_who_was_given_it_and_they_are_told() -> None:
    context = a_context(WITH_PAT)
    logged(context)
    assign(context, ["1"], "dora")
    acknowledge(later(context, "1m"), ["1"])
    assert (ticket(context).owner, told(context)) == (
        "ana",
        [("assigned", "dora"), ("taken", "dora")],
    )


def test_what_somebody_has_stays_theirs_and_that_it_was_seen_is_recorded() -> None:
    context = a_context()
    logged(context)
    acknowledge(context, ["1"])
    [done] = acknowledge(later(context, "1m", "bo"), ["1"])
    assert (ticket(context).owner, ticket(context).acknowledged_at) == ("ana", after("0m"))
    assert kinds(context) == ["ticket_logged", "ticket_acknowledged", "ticket_acknowledged"]
    assert (done.effect.former, told(context)) == (None, [])


def test_what_somebody_has_can_be_taken() -> None:
    context = a_context()
    logged(context)
    acknowledge(context, ["1"])
    acknowledge(later(context, "1m", "bo"), ["1"])  # seen before it is taken
    [done] = acknowledge(later(context, "2m", "bo"), ["1"], take=True)
    assert (ticket(context).owner, ticket(context).acknowledged_at) == ("bo", after("0m"))
    assert (done.effect.former, told(context)) == ("ana", [("taken", "ana")])
    undo(later(context, "3m", "bo"))
    assert (ticket(context).owner, told(context)) == ("ana", [])


@pytest.mark.parametrize("take", [False, True])
def test_the_same_person_twice_is_recorded_once(take: bool) -> None:
    context = a_context()
    logged(context)
    acknowledge(context, ["1"])
    [done] = acknowledge(later(context, "1m"), ["1"], take=take)
    assert (done.standing.ticket.status, done.effect.former) == ("acknowledged", None)
    assert kinds(context) == ["ticket_logged", "ticket_acknowledged"]


def test_who_is_given_what_another_one_had_says_that_they_have_seen_it() -> None:
    context = a_context()
    logged(context)
    acknowledge(context, ["1"])
    assign(later(context, "1m"), ["1"], "bo")
    acknowledge(later(context, "2m", "bo"), ["1"])
    assert (ticket(context).owner, kinds(context)[-1]) == ("bo", "ticket_acknowledged")


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
    acknowledge(later(context, "1m"), ["1"])
    escalate(later(context, "2m"), ["1"], Wish())
    assert ticket(context).status == "open"
    acknowledge(later(context, "3m", "bo"), ["1"])
    assert (ticket(context).status, ticket(context).acknowledged_at) == (
        "acknowledged",
        after("3m"),
    )
    assert ticket(context).escalations[0].acknowledged_at == after("3m")


@pytest.mark.parametrize(("take", "owner"), [(False, "ana"), (True, "bo")])
def test_a_wait_goes_on_when_it_is_acknowledged(take: bool, owner: str) -> None:
    context = a_context()
    logged(context)
    wait(context, ["1"], "vendor")
    acknowledge(later(context, "1m", "bo"), ["1"], take=take)
    waits = ticket(context)
    assert (waits.status, waits.waiting_for, waits.owner) == ("waiting", "vendor", owner)


@pytest.mark.parametrize(
    ("person", "advice"),
    [
        ("anna", "did you mean 'ana'?"),
        ("pat", "the team is ana, dora, bo, lee, cy, di, max; --as NAME"),
        ("kim", "the team is ana, dora, bo, lee, cy, di, max; --as NAME"),
    ],
    ids=["a slip", "known, but not of the team", "the requester"],
)
@pytest.mark.parametrize("take", [False, True])
def test_a_stranger_takes_nothing(person: str, advice: str, take: bool) -> None:
    context = a_context(WITH_PAT)
    logged(context, requester="kim")
    with pytest.raises(NotAllowedError, match=f"acknowledged by {person}, who is not of") as error:
        acknowledge(later(context, "1m", person), ["1"], take=take)
    assert error.value.help is not None
    assert error.value.help.startswith(advice)
    assert kinds(context) == ["ticket_logged"]


def test_one_of_the_team_who_reported_it_may_take_it() -> None:
    context = a_context()
    logged(context, requester="ana")
    acknowledge(context, ["1"])
    assert ticket(context).owner == "ana"


def test_where_nobody_is_named_everybody_may_take_everything() -> None:
    context = a_context(staffed(people={}, teams={}))
    logged(context)
    acknowledge(later(context, "1m", "kim"), ["1"])
    assert ticket(context).owner == "kim"


def test_several_are_taken_all_or_none() -> None:
    context = at_two()
    logged(context)
    with pytest.raises(NotAllowedError, match="T-1 waits for bo"):
        acknowledge(later(context, "1m"), ["2", "1"])
    assert kinds(context, 2) == ["ticket_logged"]
    with pytest.raises(TicketNotFoundError):
        acknowledge(later(context, "1m"), ["2", "9"])
    assert kinds(context, 2) == ["ticket_logged"]
    done = acknowledge(later(context, "1m"), ["2", "1"], take=True)
    assert [(each.standing.ticket.id, each.effect.former) for each in done] == [
        ("T-2", None),
        ("T-1", "bo"),
    ]
