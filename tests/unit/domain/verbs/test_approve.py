"""A request is answered by whose yes it needs, or by whom they lent it to."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.authority import Delegation
from escalate_cli.domain.verbs.approve import approve, decline
from tests.conftest import MONDAY_NINE, after
from tests.unit.domain.verbs.conftest import events_of, facing, refusal_of

PENDING = e.EscalationRequested(
    at=MONDAY_NINE,
    by="ana",
    ladder="functional",
    to="L3",
    approver="lead",
    asked=("lee",),
    reason="hard",
)
LENT = Delegation(person="lee", to="cy", since=MONDAY_NINE, until=after("1d"), by="lee")


def test_a_yes_moves_the_ticket_in_the_name_of_who_asked() -> None:
    said, moved = events_of(approve(facing(PENDING, by="lee"), (), "go"))
    assert (said.to, said.by, said.for_person, said.message) == ("L3", "lee", None, "go")
    assert (moved.to, moved.by, moved.approved_by, moved.reason) == ("L3", "ana", "lee", "hard")


@pytest.mark.parametrize(
    "fields", [{"afterwards": True}, {"afterwards": True, "to": "L9"}], ids=["moved", "no level"]
)
def test_a_yes_to_what_was_done_moves_nothing(fields: dict[str, Any]) -> None:
    [said] = events_of(approve(facing(replace(PENDING, **fields), by="lee"), ()))
    assert isinstance(said, e.EscalationApproved)


def test_a_no_leaves_the_ticket_where_it_is() -> None:
    [said] = events_of(decline(facing(PENDING, by="cy"), (LENT,), "try harder"))
    assert (said.by, said.for_person, said.message) == ("cy", "lee", "try harder")


@pytest.mark.parametrize(
    ("by", "reason", "help_"),
    [
        ("ana", "ana may not answer for T-1: it needs lead (lee)", "one's own request"),
        ("cy", "cy may not answer for T-1", "escalate delegate lee --to cy --until TIME lends"),
    ],
    ids=["one's own", "no authority"],
)
def test_whoever_has_no_authority_is_refused(by: str, reason: str, help_: str) -> None:
    for outcome in (approve(facing(PENDING, by=by), ()), decline(facing(PENDING, by=by), (), "x")):
        refused = refusal_of(outcome)
        assert refused.reason.startswith(reason)
        assert str(refused.help).startswith(help_)


def test_where_nobody_was_named_the_refusal_says_so() -> None:
    refused = refusal_of(approve(facing(replace(PENDING, asked=()), by="cy"), ()))
    assert refused.reason.endswith("it needs lead (nobody named)")
    assert str(refused.help).startswith("escalate delegate PERSON --to cy")


def test_there_must_be_a_request() -> None:
    assert refusal_of(approve(facing(by="lee"), ())).reason == "T-1 has no request to answer"
