"""What a policy gave a ticket, another policy gives anew; what somebody said stays."""

from typing import Any

import pytest
from msgspec import UNSET

from escalate_cli.domain.policy.people import Customer
from escalate_cli.domain.policy.rules import Level
from escalate_cli.domain.replay.reprioritise import assessed, edited, logged
from escalate_cli.domain.ticket import events as e
from tests.conftest import FUNCTIONAL_LEVELS, MONDAY_NINE, a_log, a_policy, a_ticket

OLD = a_policy()
NEW = a_policy(
    id="policy-2",
    matrix={"high": {"high": "P1", "low": "P1"}, "low": {"high": "P3", "low": "P3"}},
)
HIGH_LOW = {"impact": "high", "urgency": "low"}


@pytest.mark.parametrize(
    ("fields", "priority"),
    [
        ({**HIGH_LOW, "priority": "P2"}, "P1"),
        ({**HIGH_LOW, "priority": "P3"}, "P3"),
        ({"impact": "high", "priority": "P2"}, "P2"),
        ({"urgency": "low", "priority": "P2"}, "P2"),
        ({"priority": "P2"}, "P2"),
        ({"impact": "dire", "urgency": "low", "priority": "P2"}, "P2"),
    ],
    ids=["by the matrix", "by a person", "no urgency", "no impact", "neither", "not in it"],
)
def test_the_priority_of_a_log_is_the_new_matrix_if_it_was_the_old(
    fields: dict[str, Any], priority: str
) -> None:
    assert logged(a_log(**fields), OLD, NEW).priority == priority


def test_a_priority_stays_where_the_new_matrix_has_none() -> None:
    smaller = a_policy(matrix={"high": {"high": "P1"}})
    assert logged(a_log(**HIGH_LOW, priority="P2"), OLD, smaller).priority == "P2"


def test_a_log_begins_at_the_first_level_of_the_policy() -> None:
    context = Level(id="desk", name="Desk", ladder="functional", rank=0, team="front")
    begun = logged(a_log(), OLD, a_policy(id="policy-2", functional=(context, *FUNCTIONAL_LEVELS)))
    assert (begun.policy, begun.level, begun.team) == ("policy-2", "desk", "front")


def test_an_imported_ticket_begins_like_any_other() -> None:
    assert logged(a_log(imported_at=MONDAY_NINE), OLD, NEW).imported_at is None


VIP = {"acme": Customer(id="acme", vip=True)}
PLAIN = {"acme": Customer(id="acme")}


@pytest.mark.parametrize(
    ("marked", "old", "new", "expected"),
    [
        (True, VIP, VIP, True),
        (True, VIP, PLAIN, False),
        (True, VIP, {}, False),
        (True, PLAIN, {}, True),
        (True, {}, {}, True),
        (False, {}, VIP, True),
        (False, PLAIN, PLAIN, False),
    ],
    ids=["still", "no longer", "not known now", "marked", "unknown", "now", "never"],
)
def test_a_mark_that_was_the_customers_follows_the_customer(
    *, marked: bool, old: dict[str, Customer], new: dict[str, Customer], expected: bool
) -> None:
    event = a_log(customer="acme", vip=marked)
    assert logged(event, a_policy(customers=old), a_policy(customers=new)).vip is expected


def judged(**said: Any) -> e.TicketAssessed:
    return e.TicketAssessed(at=MONDAY_NINE, by="bo", **said)


@pytest.mark.parametrize(
    ("said", "priority"),
    [
        ({**HIGH_LOW, "priority": "P2"}, "P1"),
        ({**HIGH_LOW, "priority": "P3"}, "P3"),
        ({"urgency": "low", "priority": "P2"}, "P1"),
        ({"impact": "low", "priority": "P2"}, "P3"),
        ({"priority": "P3"}, "P1"),
        ({"priority": "P2"}, "P2"),
    ],
    ids=["matrix", "said otherwise", "impact known", "urgency known", "left alone", "said"],
)
def test_an_assessment_gives_what_the_matrix_or_the_person_says(
    said: dict[str, Any], priority: str
) -> None:
    was = a_ticket(priority="P3", impact="high", urgency="high")
    is_now = a_ticket(priority="P1", impact="high", urgency="high")
    assert assessed(judged(**said), was, OLD, is_now, NEW).priority == priority


def changed(was: dict[str, Any], **changes: Any) -> e.Changes:
    event = e.TicketEdited(at=MONDAY_NINE, by="bo", changes=e.Changes(**changes))
    old, new = a_policy(customers=VIP), a_policy(customers=PLAIN, matrix=NEW.rules.matrix)
    return edited(event, a_ticket(**was), old, new).changes


@pytest.mark.parametrize(
    ("was", "changes", "priority"),
    [
        ({}, {"priority": "P2", **HIGH_LOW}, "P1"),
        ({"priority": "P2", "urgency": "low"}, {"impact": "high"}, "P1"),
        ({"priority": "P2", "impact": "high"}, {"urgency": "low"}, "P1"),
        ({"impact": "high"}, {"urgency": "low", "priority": "P3"}, "P3"),
        ({"priority": "P1"}, {"impact": "high"}, UNSET),
        ({"priority": "P3"}, {"priority": "P2"}, "P2"),
        ({"priority": "P2", **HIGH_LOW}, {"title": "Mail is slow"}, UNSET),
    ],
    ids=["both", "impact", "urgency", "overruled", "alone", "priority", "no triage"],
)
def test_an_edit_gives_what_the_matrix_or_the_person_says(
    was: dict[str, Any], changes: dict[str, Any], priority: object
) -> None:
    assert changed(was, **changes).priority == priority


@pytest.mark.parametrize(
    ("was", "changes", "vip"),
    [
        ({}, {"customer": "acme", "vip": True}, False),
        ({"vip": True}, {"customer": "other"}, True),
        ({}, {"customer": "other", "vip": True}, True),
        ({"vip": True}, {"customer": None}, UNSET),
        ({"vip": True}, {"title": "Mail is slow"}, UNSET),
    ],
    ids=["the customer's", "kept", "marked", "taken off", "no customer"],
)
def test_an_edit_of_the_customer_brings_the_customers_mark(
    was: dict[str, Any], changes: dict[str, Any], vip: object
) -> None:
    assert changed(was, **changes).vip == vip
