"""An edit records what differs, with what the policy makes of it."""

from typing import Any

import pytest

from escalate_cli.domain.policy.people import Customer
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.edit import Edits, edit
from escalate_cli.domain.verbs.outcome import Done
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
