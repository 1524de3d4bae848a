"""An escalation is done, asked for or refused; each is a value."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.rules import Approval
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.escalate import Wish, escalate
from escalate_cli.domain.verbs.outcome import Cause
from escalate_cli.domain.verbs.situation import Situation
from tests.conftest import MONDAY_NINE, after, escalated, resolved
from tests.unit.domain.verbs.conftest import events_of, facing, recorded, refusal_of
from tests.unit.usecases.conftest import staffed

PENDING = e.EscalationRequested(
    at=MONDAY_NINE, by="di", ladder="functional", to="L3", approver="lead", asked=("lee",)
)
FIRE: dict[str, Any] = {"to": "L3", "break_glass": True, "reason": "fire"}


def kinds(at: Situation, **wish: Any) -> list[str]:
    return [e.kind_of(event) for event in events_of(escalate(at, Wish(**wish)))]


def test_it_goes_up_with_what_the_next_level_must_know() -> None:
    [moved] = events_of(escalate(facing(), Wish(reason="hard", tried="all", next_step="dig")))
    assert (moved.origin, moved.to, moved.owner, moved.mode) == ("L1", "L2", "bo", "manual")
    assert (moved.reason, moved.tried, moved.next_step) == ("hard", "all", "dig")
    assert (moved.at, moved.by) == (after("1h"), "ana")


def test_where_a_yes_is_needed_it_is_asked_for() -> None:
    [asked] = events_of(escalate(facing(), Wish(to="l3", reason="hard")))
    assert (asked.to, asked.origin, asked.approver, asked.asked) == ("L3", "L1", "lead", ("lee",))
    assert (asked.auto_at, asked.afterwards, asked.reason) == (after("90m"), False, "hard")


def test_in_an_emergency_it_goes_and_the_yes_is_asked_for_afterwards() -> None:
    moved, asked = events_of(escalate(facing(), Wish(**FIRE)))
    assert (moved.to, moved.break_glass) == ("L3", True)
    assert (asked.afterwards, asked.auto_at) == (True, None)


@pytest.mark.parametrize(
    ("by", "wish", "made"),
    [
        ("bo", FIRE, ["ticket_escalated"]),
        ("dora", FIRE, ["ticket_escalated"]),
        ("ana", {"to": "lead"}, ["ticket_escalated"]),
    ],
    ids=["no yes is needed", "nobody above", "no approval there"],
)
def test_nobody_is_asked_in_vain(by: str, wish: dict[str, Any], made: list[str]) -> None:
    at = facing(by=by, policy=staffed(Approval(by="director", people=("bo",))))
    assert kinds(at, **wish) == made


@pytest.mark.parametrize(
    ("at", "wish", "reason", "cause"),
    [
        (facing(resolved(MONDAY_NINE)), {}, "T-1 is resolved: it cannot be", Cause.STATUS),
        (facing(), {"expected": "L2"}, "T-1 is at L1, no longer at L2", Cause.SOMEBODY_ELSE),
        (facing(), {"to": "L9"}, "there is no level 'L9'", Cause.WORDING),
        (recorded(facing()), {"to": "L9"}, "T-1 is at level L1, and none", Cause.RULE),
        (facing(), {"to": "L1"}, "T-1 is at L1 already", Cause.RULE),
        (facing(escalated(MONDAY_NINE, "L3")), {}, "at level L3, which is the high", Cause.RULE),
        (facing(skills=("sap",)), {"to": "skilled"}, "none above has all its", Cause.RULE),
        (facing(PENDING), {"to": "L3"}, "di has asked already", Cause.SOMEBODY_ELSE),
        (
            facing(escalated(MONDAY_NINE, "L2"), replace(PENDING, to="L2", afterwards=True)),
            FIRE,
            "the yes to that is owed",
            Cause.SOMEBODY_ELSE,
        ),
    ],
    ids=[
        "over",
        "moved meanwhile",
        "no such level",
        "no such level any more",
        "there already",
        "at the top",
        "nobody skilled",
        "asked already",
        "a yes is owed",
    ],
)
def test_a_refusal_says_why(at: Situation, wish: dict[str, Any], reason: str, cause: Cause) -> None:
    refused = refusal_of(escalate(at, Wish(**wish)))
    assert reason in refused.reason
    assert refused.help
    assert refused.cause is cause


def test_a_request_that_nobody_can_answer_is_refused() -> None:
    at = facing(by="dora", policy=staffed(Approval(by="director")))
    assert "nobody above you can approve" in refusal_of(escalate(at, Wish(to="L3"))).reason


def test_a_hand_off_tells_what_the_policy_requires() -> None:
    at = facing(policy=staffed(handoff_requires=("tried", "next_step")))
    refused = refusal_of(escalate(at, Wish(next_step="dig")))
    assert refused.help == "give --tried"
    assert kinds(at, to="manager") == ["ticket_escalated"]
    assert kinds(at, tried="all", next_step="dig") == ["ticket_escalated"]
    assert kinds(recorded(at)) == ["ticket_escalated"]


def test_an_emergency_does_not_wait_for_another_request() -> None:
    assert kinds(facing(PENDING), **FIRE) == ["ticket_escalated", "escalation_requested"]
