"""A request is answered by whose yes it needs, or by whom they lent it to."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.people.approvers import Delegation
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


def test_the_refusal_names_who_may_answer_today() -> None:
    at = facing(replace(PENDING, asked=("somebody-gone",)), by="cy")
    assert refusal_of(approve(at, ())).reason.endswith("it needs lead (dora, lee, max)")


def test_where_nobody_may_answer_the_refusal_says_so() -> None:
    request = replace(PENDING, by="dora", approver="director", asked=("dora",))
    refused = refusal_of(approve(facing(request, by="dora"), ()))
    assert refused.reason.endswith("it needs director (nobody named)")


def test_whoever_the_policy_does_not_know_answers_nothing() -> None:
    refused = refusal_of(approve(facing(PENDING, by="stranger"), (replace(LENT, to="stranger"),)))
    assert refused.reason == "stranger may not answer for T-1: it needs lead (lee)"


def test_what_was_granted_in_time_is_said_where_somebody_answers_late() -> None:
    granted = e.EscalationApproved(at=after("30m"), by="policy", to="L3")
    moved = e.TicketEscalated(
        at=after("30m"),
        by="ana",
        ladder="functional",
        to="L3",
        mode="manual",
        approved_by="policy",
    )
    refused = refusal_of(decline(facing(PENDING, granted, moved, by="lee"), (), "no"))
    assert refused.reason == ("T-1 went to L3 already: nobody had answered by 2026-11-23T08:30:00Z")


def test_there_must_be_a_request() -> None:
    assert refusal_of(approve(facing(by="lee"), ())).reason == "T-1 has no request to answer"
