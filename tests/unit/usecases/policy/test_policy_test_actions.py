"""Each verb of a rehearsal is carried out by its use case, with what it was told."""

from typing import Any

import pytest
from msgspec.structs import asdict

from escalate_cli.cli import commands
from escalate_cli.plugins import module_names
from escalate_cli.usecases.policy.policy_test_actions import VERBS, Told
from escalate_cli.usecases.unit_of_work import Desk
from tests.conftest import after
from tests.unit.usecases.conftest import a_desk, kinds, later, logged, staffed, ticket


def do(desk: Desk, name: str, at: str = "1m", by: str = "ana", **told: Any) -> None:
    VERBS[name].do(later(desk, at, by), Told(**told))


@pytest.fixture
def desk() -> Desk:
    found = a_desk(staffed())
    logged(found)
    return found


def last(desk: Desk) -> dict[str, Any]:
    return asdict(desk.store.read().events(1)[-1])


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
    desk: Desk, name: str, told: dict[str, Any], kind: str, kept: dict[str, Any]
) -> None:
    do(desk, name, **told)
    assert kinds(desk)[-1] == kind
    assert {key: last(desk)[key] for key in kept} == kept


def test_an_emergency_goes_at_once(desk: Desk) -> None:
    do(desk, "escalate", to="L3", message="fire", break_glass=True)
    assert ticket(desk).level == "L3"


@pytest.mark.parametrize(("name", "level"), [("approve", "L3"), ("decline", "L1")])
def test_a_request_is_answered(desk: Desk, name: str, level: str) -> None:
    do(desk, "escalate", to="L3")
    do(desk, name, "2m", by="lee", message="well")
    assert (ticket(desk).level, ticket(desk).pending_approval) == (level, None)


def test_a_ticket_is_returned(desk: Desk) -> None:
    do(desk, "escalate")
    do(desk, "return", "2m", by="bo", message="not ours")
    assert last(desk)["message"] == "not ours"
    assert ticket(desk).level == "L1"


def test_a_wait_is_ended(desk: Desk) -> None:
    do(desk, "wait")
    do(desk, "resume", "2m", message="on")
    assert (kinds(desk)[-1], last(desk)["message"]) == ("ticket_resumed", "on")


def test_a_resolved_ticket_is_closed_and_reopened(desk: Desk) -> None:
    do(desk, "resolve")
    do(desk, "close", "2m", message="sure")
    do(desk, "reopen", "3m", message="no")
    assert kinds(desk)[-3:] == ["ticket_resolved", "ticket_closed", "ticket_reopened"]


def test_fields_are_edited(desk: Desk) -> None:
    told: dict[str, Any] = {"priority": "P1", "category": "c", "service": "s", "customer": "acme"}
    do(desk, "edit", **told, vip=True, skills=("database",), tags=("legal",))
    found = asdict(ticket(desk))
    assert {key: found[key] for key in told} == told
    assert (found["vip"], found["skills"], found["tags"]) == (True, ("database",), ("legal",))


def test_impact_and_urgency_are_edited(desk: Desk) -> None:
    do(desk, "edit", impact="high", urgency="high")
    assert ticket(desk).priority == "P1"


def test_every_verb_has_the_name_of_a_command() -> None:
    names = module_names(commands.__name__)
    assert set(VERBS) - {name.rpartition(".")[2].rstrip("_") for name in names} == {"ack"}
