"""A ticket is given to one of the team; nobody gives themselves what is another one's."""

import pytest

from escalate_cli.domain.verbs.assign import assign
from escalate_cli.domain.verbs.outcome import Cause, Done
from escalate_cli.domain.verbs.situation import Situation
from tests.conftest import MONDAY_NINE, resolved, taken
from tests.unit.domain.verbs.conftest import events_of, facing, recorded, refusal_of


@pytest.mark.parametrize(
    ("at", "owner"),
    [
        (facing(), "cy"),
        (facing(), "ana"),
        (facing(taken(MONDAY_NINE)), "cy"),
        (recorded(facing(taken(MONDAY_NINE))), "ana"),
    ],
    ids=["another", "oneself", "another one's", "on record"],
)
def test_somebody_becomes_the_owner(at: Situation, owner: str) -> None:
    [event] = events_of(assign(at, owner, "yours"))
    assert (event.owner, event.message) == (owner, "yours")


def test_the_same_owner_again_makes_no_event() -> None:
    assert assign(facing(taken(MONDAY_NINE)), "bo") == Done()
    assert assign(facing(taken(MONDAY_NINE), by="bo"), "bo") == Done()


def test_giving_it_to_oneself_acknowledges_what_one_owned_unacknowledged() -> None:
    owned = facing(by="ana", owner="ana")
    [event] = events_of(assign(owned, "ana"))
    assert event.owner == "ana"
    assert assign(facing(by="cy", owner="ana"), "ana") == Done()


@pytest.mark.parametrize(
    ("at", "owner", "reason", "cause"),
    [
        (facing(resolved(MONDAY_NINE)), "cy", "T-1 is resolved", Cause.STATUS),
        (facing(), "zoe", "assigned to zoe, who is not of the team", Cause.RULE),
        (facing(taken(MONDAY_NINE)), "ana", "T-1 is with bo at L1", Cause.RULE),
        (facing(by="cy"), "cy", "T-1 waits for ana at L1", Cause.RULE),
    ],
    ids=["over", "an outsider", "another one's", "another level's"],
)
def test_a_refusal_says_why(at: Situation, owner: str, reason: str, cause: Cause) -> None:
    refused = refusal_of(assign(at, owner))
    assert reason in refused.reason
    assert refused.cause is cause
