"""Who needs a yes, whose it is, and who may say it."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Approval, Level
from escalate_cli.domain.policy.sections.duty_layer import Layer
from escalate_cli.domain.ticket.people.approvers import (
    Approvers,
    Delegation,
    approvers,
    entitled,
    ladder_in_office,
    needs_approval,
    speaks_for,
    unanswered,
    with_stand_ins,
)
from escalate_cli.domain.ticket.ticket import Request
from tests.conftest import FUNCTIONAL_LEVELS, MONDAY_NINE, a_policy, a_ticket, after, changed, when

PLAIN = a_policy()


def third_level(**approval: object) -> Level:
    told: dict[str, object] = {"by": "lead"} | approval
    return replace(FUNCTIONAL_LEVELS[2], approval=Approval(**told))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("approval", "person", "needed"),
    [
        ({}, "ana", True),
        ({"people": ("bo",)}, "bo", False),
        ({"people": ("bo",)}, "ana", True),
        ({"unless": when(priority="P3")}, "ana", False),
        ({"unless": when(priority="P1")}, "ana", True),
        ({"unless": when(priority="P1"), "people": ("bo",)}, "bo", False),
    ],
    ids=["asked", "named", "not named", "unless", "another ticket", "either will do"],
)
def test_authority_may_be_delegated_to_people_and_for_tickets(
    approval: dict[str, object], person: str, needed: bool
) -> None:
    assert needs_approval(third_level(**approval), a_ticket(), person) is needed


def test_a_level_that_asks_for_nothing_needs_no_yes() -> None:
    assert not needs_approval(FUNCTIONAL_LEVELS[1], a_ticket(), "ana")


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("ana", Approvers("lead", ("the-lead",))),
        ("the-lead", Approvers("manager", ("the-manager",))),
        ("the-manager", Approvers("lead", ("the-lead",))),
    ],
    ids=["anybody", "its own person", "somebody above"],
)
def test_ones_own_request_goes_to_the_next_management_level(
    person: str, expected: Approvers
) -> None:
    assert approvers(third_level(), person, PLAIN.rules, PLAIN.people, MONDAY_NINE) == expected


def test_nobody_is_above_the_top() -> None:
    goal = third_level(by="director")
    assert approvers(goal, "the-director", PLAIN.rules, PLAIN.people, MONDAY_NINE) is None
    assert approvers(FUNCTIONAL_LEVELS[1], "ana", PLAIN.rules, PLAIN.people, MONDAY_NINE) is None


def a_request(by: str = "ana", **fields: object) -> Request:
    told: dict[str, object] = {
        "ladder": "functional",
        "to": "L3",
        "approver": "lead",
        "asked": ("the-lead",),
        "at": MONDAY_NINE,
    }
    return Request(by=by, **told | fields)  # type: ignore[arg-type]


def lent(person: str, to: str, since: datetime = MONDAY_NINE) -> Delegation:
    return Delegation(person=person, to=to, since=since, until=after("2h"), by=person)


def whose(
    person: str,
    request: Request,
    *delegations: Delegation,
    at: str = "1h",
    policy: Policy = PLAIN,
    is_on_record: bool = False,
) -> str | None:
    may_answer = entitled(
        request, policy.rules, policy.people, after(at), is_on_record=is_on_record
    )
    return speaks_for(person, request, may_answer, delegations, after(at))


@pytest.mark.parametrize("person", ["the-lead", "the-manager", "the-director"])
def test_the_level_that_was_asked_and_those_above_may_answer(person: str) -> None:
    assert whose(person, a_request()) == person


def test_those_below_and_others_may_not() -> None:
    assert whose("the-lead", a_request(approver="manager", asked=("the-manager",))) is None
    assert whose("bo", a_request()) is None


def test_whoever_is_in_office_today_answers_and_not_who_was_then() -> None:
    levels = (replace(PLAIN.rules.management[0], person="new"), *PLAIN.rules.management[1:])
    today = changed(PLAIN, management=levels)
    assert whose("the-lead", a_request(), policy=today) is None
    assert whose("new", a_request(), policy=today) == "new"
    assert whose("the-lead", a_request(), policy=today, is_on_record=True) == "the-lead"


def test_whoever_was_asked_on_duty_may_answer_when_it_is_over() -> None:
    level = replace(PLAIN.rules.management[0], person=None, team="leads")
    team = Team(id="leads", members=("lee", "max"), duty=(Layer(zone="UTC", people=("max",)),))
    policy = changed(PLAIN, management=(level,), teams={"leads": team})
    assert whose("lee", a_request(asked=("lee",)), policy=policy) == "lee"
    assert whose("lee", a_request(asked=("max",)), policy=policy) is None
    assert whose("max", a_request(asked=("lee",)), policy=policy) == "max"


def test_nobody_whom_the_policy_knows_no_more_is_entitled() -> None:
    people = {"the-manager": Person(id="the-manager", name="Max")}
    policy = changed(PLAIN, people=people)
    assert whose("the-lead", a_request(), policy=policy) is None
    assert whose("bo", a_request(), lent("the-lead", "bo"), policy=policy) is None
    assert whose("the-manager", a_request(), policy=policy) == "the-manager"


def test_four_eyes_nobody_answers_their_own_request() -> None:
    assert whose("the-manager", a_request("the-manager")) is None
    assert whose("the-lead", a_request("the-lead"), lent("the-manager", "the-lead")) is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [("59m", None), ("1h", "the-lead"), ("119m", "the-lead"), ("2h", None)],
    ids=["before", "since", "during", "at the end"],
)
def test_lent_authority_has_a_beginning_and_an_end(at: str, expected: str | None) -> None:
    assert whose("bo", a_request(), lent("the-lead", "bo", after("1h")), at=at) == expected


def test_only_authority_that_one_has_can_be_lent() -> None:
    assert whose("bo", a_request(), lent("cy", "bo")) is None
    assert whose("di", a_request(), lent("the-lead", "bo"), lent("bo", "di")) is None


def test_the_authority_of_who_asks_is_not_lent_either() -> None:
    assert whose("bo", a_request("the-lead", asked=()), lent("the-lead", "bo")) is None


def test_where_no_level_names_people_anybody_else_may_answer() -> None:
    levels = tuple(replace(level, person=None) for level in PLAIN.rules.management)
    nameless = changed(PLAIN, management=levels)
    request = a_request(asked=())
    assert whose("bo", request, policy=nameless) == "bo"
    assert whose("ana", request, policy=nameless) is None


def test_a_level_that_the_policy_dropped_leaves_those_who_were_asked_on_record() -> None:
    gone = a_request(approver="gone")
    assert whose("the-lead", gone, is_on_record=True) == "the-lead"
    assert whose("the-manager", gone, is_on_record=True) is None


@pytest.mark.parametrize(
    ("asked", "in_emergency", "stands"),
    [
        (None, False, False),
        ({"to": "L3"}, False, True),
        ({"to": "L3"}, True, False),
        ({"to": "L2"}, False, False),
        ({"to": "L2", "afterwards": True}, False, True),
        ({"to": "L3", "afterwards": True}, True, True),
    ],
    ids=[
        *("nothing", "the same", "the same in an emergency", "another"),
        *("still owed for another", "still owed in an emergency"),
    ],
)
def test_a_request_stands_in_the_way_of_the_same_one_or_while_it_is_owed(
    asked: dict[str, object] | None, in_emergency: bool, stands: bool
) -> None:
    told: dict[str, object] = {"at": MONDAY_NINE, "by": "ana", "ladder": "functional"}
    told |= {"approver": "lead"} | (asked or {})
    request = Request(**told) if asked else None  # type: ignore[arg-type]
    ticket = replace(a_ticket(), pending_approval=request)
    found = unanswered(ticket, third_level(), in_emergency=in_emergency)
    assert found == (request if stands else None)


def lending(person: str, to: str, since: str = "1h", until: str = "2h") -> Delegation:
    return Delegation(person=person, to=to, since=after(since), until=after(until), by=person)


@pytest.mark.parametrize(
    ("delegation", "told"),
    [
        (lending("lead", "bo"), ("lead", "bo")),
        (lending("lead", "ana"), ("lead",)),
        (lending("other", "bo"), ("lead",)),
        (lending("lead", "bo", "61m"), ("lead",)),
        (lending("lead", "bo", "0m", "1h"), ("lead",)),
        (lending("lead", "lead"), ("lead",)),
    ],
    ids=["lent", "to who asks", "by another", "later", "until then", "to themselves"],
)
def test_whoever_was_lent_a_yes_hears_of_a_request_but_not_of_their_own(
    delegation: Delegation, told: tuple[str, ...]
) -> None:
    assert with_stand_ins(("lead",), "ana", [delegation], after("1h")) == told
    in_force = delegation.is_in_force_for("bo", after("1h"))
    assert in_force is (
        delegation.to == "bo" and delegation.since <= after("1h") < delegation.until
    )


def test_a_request_is_answered_by_the_rules_of_today_unless_they_lost_its_level() -> None:
    asks = Request(ladder="functional", to="L3", approver="lead", by="ana", at=MONDAY_NINE)
    without = changed(PLAIN, management=PLAIN.rules.management[1:]).rules
    assert ladder_in_office(asks, PLAIN.rules, without) is PLAIN.rules
    assert ladder_in_office(asks, without, PLAIN.rules) is PLAIN.rules
