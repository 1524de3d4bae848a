"""An edit records what differs, with what the policy makes of it."""

from datetime import datetime
from typing import Any

import pytest

from escalate_cli.domain.policy.people import Customer
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.edit import Edits, edit
from escalate_cli.domain.verbs.outcome import Done
from tests.conftest import after, edited, resolved
from tests.unit.domain.verbs.conftest import events_of, facing, refusal_of
from tests.unit.usecases.conftest import staffed

VIPS = staffed(customers={"acme": Customer(id="acme", vip=True)})
LOGGED: dict[str, Any] = {
    "impact": "high",
    "urgency": "high",
    "priority": "P1",
    "requester": "kim",
    "tags": ("dns", "vpn"),
}


def changes(**edits: Any) -> e.Changes:
    [event] = events_of(edit(facing(policy=VIPS, **LOGGED), Edits(**edits), "why"))
    assert event.message == "why"
    found: e.Changes = event.changes
    return found


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({"title": "Mail is slow"}, e.Changes(title="Mail is slow")),
        ({"requester": ""}, e.Changes(requester=None)),
        ({"urgency": "low"}, e.Changes(urgency="low", priority="P2")),
        ({"urgency": "low", "priority": "P1"}, e.Changes(urgency="low")),
        ({"add_tags": ("wifi", "dns"), "remove_tags": ("vpn",)}, e.Changes(tags=("dns", "wifi"))),
        ({"customer": "acme"}, e.Changes(customer="acme", vip=True)),
        ({"customer": "acme", "vip": False}, e.Changes(customer="acme")),
        ({"vip": True}, e.Changes(vip=True)),
    ],
)
def test_what_differs_is_recorded(edits: dict[str, Any], expected: e.Changes) -> None:
    assert changes(**edits) == expected


def test_what_is_so_already_makes_no_event() -> None:
    same = Edits(priority="P1", requester="kim", add_tags=("dns",), vip=False)
    assert edit(facing(policy=VIPS, **LOGGED), same) == Done()


def test_a_word_that_the_policy_lacks_is_refused() -> None:
    assert "there is no priority" in refusal_of(edit(facing(), Edits(priority="P9"))).reason


def test_a_date_is_agreed_and_ended() -> None:
    assert changes(due=after("30h")) == e.Changes(agreed_due_at=after("30h"))
    at = facing(edited(after("1m"), agreed_due_at=after("30h")), policy=VIPS)
    assert edit(at, Edits(due=after("30h"))) == Done()
    silent = refusal_of(edit(at, Edits(due=None), " "))
    assert silent.reason == "to end an agreed date needs a reason"
    [ended] = events_of(edit(at, Edits(due=None), "she agrees"))
    assert ended.changes == e.Changes(agreed_due_at=None)


@pytest.mark.parametrize(
    ("events", "due", "message", "reason"),
    [
        ((), "1m", "why", "an agreed date lies ahead"),
        ((), "1h", "why", "an agreed date lies ahead"),
        ((), "30h", "", "an agreed date needs a reason"),
        ((resolved(after("1m")),), "30h", "why", "T-1 is resolved: it cannot be given a date"),
    ],
)
def test_a_date_that_cannot_be_agreed_is_refused(
    events: tuple[e.Event, ...], due: str, message: str, reason: str
) -> None:
    outcome = edit(facing(*events), Edits(due=after(due)), message)
    assert refusal_of(outcome).reason == reason


@pytest.mark.parametrize("due", [after("999h"), None])
def test_nothing_is_agreed_once_the_target_was_missed(due: datetime | None) -> None:
    early = edited(after("1m"), agreed_due_at=after("2m"))
    outcome = edit(facing(early), Edits(due=due), "why")
    assert "has missed its target to resolve" in refusal_of(outcome).reason


def test_once_that_is_excused_another_date_can_be_agreed_and_none_ended() -> None:
    early = edited(after("1m"), agreed_due_at=after("2m"))
    excused = e.BreachExcused(at=after("3m"), by="lee", clock="resolve", cycle=1, message="x")
    at = facing(early, excused)
    assert events_of(edit(at, Edits(due=after("30h")), "Kim moves in then"))
    assert "has missed" in refusal_of(edit(at, Edits(due=None), "why")).reason


def test_a_change_of_priority_keeps_the_one_before() -> None:
    [event] = events_of(edit(facing(priority="P3"), Edits(priority="P1")))
    assert (event.priority_before, event.changes.priority) == ("P3", "P1")
    [event] = events_of(edit(facing(priority="P3"), Edits(title="x", priority="P3")))
    assert event.priority_before is None
