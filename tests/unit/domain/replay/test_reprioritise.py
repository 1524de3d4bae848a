"""What a policy gave a ticket, another policy gives anew; what somebody said stays."""

from typing import Any

import pytest

from escalate_cli.domain.policy.people import Customer, Person, Team
from escalate_cli.domain.policy.rules import Level
from escalate_cli.domain.replay.reprioritise import edits_of, judgement_of, logged
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.verbs.edit import Edits
from tests.conftest import FUNCTIONAL_LEVELS, MONDAY_NINE, a_log, a_policy, a_ticket

OLD = a_policy()
NEW = a_policy(
    id="policy-2",
    matrix={"high": {"high": "P1", "low": "P1"}, "low": {"high": "P3", "low": "P3"}},
)
HIGH_LOW = {"impact": "high", "urgency": "low"}


BO = Person(id="bo", name="Bo")
EMPTY = a_policy(id="policy-3", teams={"team-L1": Team(id="team-L1")}, people={"bo": BO})


@pytest.mark.parametrize(
    ("fields", "owner", "routed"),
    [
        ({"party": Party.TEAM}, None, "team team-L1 has no members, and nobody stands in"),
        ({}, "bo", ""),
        ({"party": Party.TEAM, "imported_at": MONDAY_NINE}, "bo", ""),
    ],
    ids=["routed", "logged before logs were", "imported"],
)
def test_a_log_is_routed_anew_if_it_was_routed_at_all(
    fields: dict[str, Any], owner: str | None, routed: str
) -> None:
    begun = logged(a_log(owner="bo", **fields), OLD, EMPTY)
    assert (begun.owner, begun.routed) == (owner, routed)


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
        ({**HIGH_LOW, "priority": "P2"}, None),
        ({**HIGH_LOW, "priority": "P3"}, "P3"),
        ({"urgency": "low", "priority": "P2"}, None),
        ({"impact": "low", "priority": "P2"}, None),
        ({"priority": "P3"}, None),
        ({"priority": "P2"}, "P2"),
    ],
    ids=["matrix", "said otherwise", "impact known", "urgency known", "left alone", "said"],
)
def test_the_priority_of_an_assessment_is_a_word_unless_the_matrix_gave_it(
    said: dict[str, Any], priority: str | None
) -> None:
    was = a_ticket(priority="P3", impact="high", urgency="high")
    judgement = judgement_of(judged(**said), was, OLD.rules, NEW.rules)
    assert judgement.priority == priority
    assert (judgement.impact, judgement.urgency) == (said.get("impact"), said.get("urgency"))


def test_a_judgement_keeps_whatever_else_was_said() -> None:
    said = judged(priority="P3", category="net", skills=("dns",), needs_decision=True, message="m")
    judgement = judgement_of(said, a_ticket(), OLD.rules, NEW.rules)
    assert (judgement.category, judgement.skills) == ("net", ("dns",))
    assert (judgement.needs_decision, judgement.message) == (True, "m")


def edits(was: dict[str, Any], **changes: Any) -> Edits:
    old = a_policy(customers=VIP)
    return edits_of(e.Changes(**changes), a_ticket(**was), old, NEW.rules)


@pytest.mark.parametrize(
    ("was", "changes", "priority"),
    [
        ({}, {"priority": "P2", **HIGH_LOW}, None),
        ({"priority": "P2", "urgency": "low"}, {"impact": "high"}, None),
        ({"priority": "P2", "impact": "high"}, {"urgency": "low"}, None),
        ({"impact": "high"}, {"urgency": "low", "priority": "P3"}, "P3"),
        ({"priority": "P1"}, {"impact": "high"}, "P1"),
        ({"priority": "P3"}, {"priority": "P2"}, "P2"),
        ({"priority": "P2", **HIGH_LOW}, {"title": "Mail is slow"}, None),
    ],
    ids=["both", "impact", "urgency", "overruled", "alone", "priority", "no triage"],
)
def test_the_priority_of_an_edit_is_a_word_unless_the_matrix_gave_it(
    was: dict[str, Any], changes: dict[str, Any], priority: str | None
) -> None:
    assert edits(was, **changes).priority == priority


def test_a_priority_that_the_new_matrix_cannot_give_is_a_word() -> None:
    smaller = a_policy(matrix={"high": {"high": "P1"}}).rules
    changes = e.Changes(priority="P2", impact="high", urgency="low")
    assert edits_of(changes, a_ticket(), OLD, smaller).priority == "P2"


@pytest.mark.parametrize(
    ("was", "changes", "vip"),
    [
        ({}, {"customer": "acme", "vip": True}, None),
        ({"vip": True}, {"customer": "acme"}, None),
        ({"vip": True}, {"customer": "acme", "vip": False}, False),
        ({}, {"customer": "acme"}, False),
        ({}, {"customer": "other", "vip": True}, True),
        ({"vip": True}, {"customer": None}, None),
        ({"vip": True}, {"title": "Mail is slow"}, None),
    ],
    ids=["the customer's", "kept", "taken off", "not given", "marked", "no customer", "no word"],
)
def test_the_mark_of_a_vip_is_a_word_unless_the_customer_had_it(
    was: dict[str, Any], changes: dict[str, Any], vip: bool | None
) -> None:
    assert edits(was, **changes).vip is vip


def test_an_edit_asked_for_what_it_brought() -> None:
    was = {"tags": ("dns", "vpn"), "skills": ("sap",), "requester": "kim"}
    asked = edits(was, title="Slow", requester=None, tags=("dns", "wifi"), skills=())
    assert asked == Edits(
        title="Slow",
        requester="",
        add_tags=("wifi",),
        remove_tags=("vpn",),
        remove_skills=("sap",),
    )


def test_a_date_stays_as_it_was_agreed() -> None:
    assert edits({}, agreed_due_at=MONDAY_NINE).due == MONDAY_NINE
    assert edits({}, agreed_due_at=None).due is None
