"""Each verb of a test is carried out by its use case, with what it was told."""

from typing import Any

import pytest
from msgspec.structs import asdict

from escalate_cli.cli import commands
from escalate_cli.errors import UsageError
from escalate_cli.plugins import module_names
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.policy.policy_test_actions import VERBS, ActionOptions
from escalate_cli.usecases.verbs.log import NewTicket
from tests.conftest import after
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket


def do(context: Context, name: str, at: str = "1m", by: str = "ana", **told: Any) -> None:
    VERBS[name].do(later(context, at, by), ("T-1",), ActionOptions(**told))


@pytest.fixture
def context() -> Context:
    found = a_context(staffed())
    logged(found)
    return found


def last(context: Context) -> dict[str, Any]:
    return asdict(context.store.read().events(1)[-1])


@pytest.mark.parametrize(
    ("name", "told", "kind", "kept"),
    [
        ("acknowledge", {"message": "mine"}, "ticket_acknowledged", {"message": "mine"}),
        ("ack", {}, "ticket_acknowledged", {}),
        (
            "assess",
            {"impact": "high", "urgency": "low", "skills": ("database",), "category": "mail"},
            "ticket_assessed",
            {"priority": "P2", "skills": ("database",), "category": "mail"},
        ),
        ("assess", {"needs_decision": True}, "ticket_assessed", {"needs_decision": True}),
        ("assign", {"to": "bo", "message": "yours"}, "ticket_assigned", {"owner": "bo"}),
        (
            "escalate",
            {"to": "L2", "message": "why", "tried": "all", "impact_note": "i", "next_step": "n"},
            "ticket_escalated",
            {"to": "L2", "reason": "why", "tried": "all", "impact_note": "i", "next_step": "n"},
        ),
        ("escalate", {"to": "L3"}, "escalation_requested", {"to": "L3"}),
        (
            "note",
            {"message": "so", "public": True},
            "note_added",
            {"text": "so", "public": True, "from_requester": False},
        ),
        ("note", {"message": "so", "from_requester": True}, "note_added", {"from_requester": True}),
        ("complain", {"message": "slow"}, "complaint_received", {"text": "slow"}),
        (
            "wait",
            {"whom": "vendor", "until": after("2h"), "message": "asked"},
            "ticket_paused",
            {"waiting_for": "vendor", "until": after("2h"), "message": "asked"},
        ),
        ("resolve", {"message": "done"}, "ticket_resolved", {"resolution": "done"}),
    ],
)
def test_a_verb_records_what_it_is_told(
    context: Context, name: str, told: dict[str, Any], kind: str, kept: dict[str, Any]
) -> None:
    do(context, name, **told)
    assert kinds(context)[-1] == kind
    assert {key: last(context)[key] for key in kept} == kept


def test_an_emergency_goes_at_once(context: Context) -> None:
    do(context, "escalate", to="L3", message="fire", break_glass=True)
    assert ticket(context).level == "L3"


@pytest.mark.parametrize(("name", "level"), [("approve", "L3"), ("decline", "L1")])
def test_a_request_is_answered(context: Context, name: str, level: str) -> None:
    do(context, "escalate", to="L3")
    do(context, name, "2m", by="lee", message="well")
    assert (ticket(context).level, ticket(context).pending_approval) == (level, None)


def test_a_ticket_is_returned(context: Context) -> None:
    do(context, "escalate")
    do(context, "return", "2m", by="bo", message="not ours")
    assert last(context)["message"] == "not ours"
    assert ticket(context).level == "L1"


def test_a_wait_is_ended(context: Context) -> None:
    do(context, "wait")
    do(context, "resume", "2m", message="on")
    assert (kinds(context)[-1], last(context)["message"]) == ("ticket_resumed", "on")


def test_a_resolved_ticket_is_closed_and_reopened(context: Context) -> None:
    do(context, "resolve")
    do(context, "close", "2m", message="sure")
    do(context, "reopen", "3m", message="no")
    assert kinds(context)[-3:] == ["ticket_resolved", "ticket_closed", "ticket_reopened"]


def test_fields_are_edited(context: Context) -> None:
    told: dict[str, Any] = {"priority": "P1", "category": "c", "service": "s", "customer": "acme"}
    do(context, "edit", **told, vip=True, skills=("database",), tags=("legal",))
    found = asdict(ticket(context))
    assert {key: found[key] for key in told} == told
    assert (found["vip"], found["skills"], found["tags"]) == (True, ("database",), ("legal",))


def test_impact_and_urgency_are_edited(context: Context) -> None:
    do(context, "edit", impact="high", urgency="high")
    assert ticket(context).priority == "P1"


def test_the_other_ticket_of_a_tie_is_logged_in_the_same_moment(context: Context) -> None:
    do(context, "link", related=NewTicket(title="The switch"), message="the same floor")
    assert (ticket(context).related, ticket(context, 2).related) == (("T-2",), ("T-1",))
    do(context, "link", "2m", duplicate_of=NewTicket(title="No network", key="net"))
    assert (ticket(context).status, ticket(context).duplicate_of) == ("closed", "T-3")
    assert last(context)["outcome"] == "duplicate"


def test_a_tie_needs_another_ticket(context: Context) -> None:
    with pytest.raises(UsageError, match="tied in one way to one other"):
        do(context, "link")


def test_every_verb_has_the_name_of_a_command() -> None:
    names = module_names(commands.__name__)
    assert set(VERBS) - {name.rpartition(".")[2].rstrip("_") for name in names} == {
        "ack",
        "override",
        "swap",
    }
