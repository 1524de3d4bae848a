"""Who acknowledges takes what nobody has; the rest is only seen, or refused."""

from typing import Any

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.acknowledge import acknowledge
from escalate_cli.domain.verbs.outcome import Cause, Done
from escalate_cli.domain.verbs.situation import Situation
from tests.conftest import MONDAY_NINE, escalated, resolved, taken
from tests.unit.domain.verbs.conftest import events_of, facing, recorded, refusal_of

GIVEN = e.TicketAssigned(at=MONDAY_NINE, by="bo", owner="di")


@pytest.mark.parametrize(
    ("at", "take", "takes"),
    [
        (facing(), False, False),
        (facing(by="cy"), True, True),
        (facing(taken(MONDAY_NINE)), False, False),
        (facing(taken(MONDAY_NINE)), True, True),
        (facing(GIVEN, by="di"), False, False),
        (recorded(facing(by="cy")), False, False),
    ],
    ids=["free", "not ours", "another's", "another's, taken", "given to us", "on record"],
)
def test_what_is_recorded_says_whether_it_was_taken(
    at: Situation, *, take: bool, takes: bool
) -> None:
    [event] = events_of(acknowledge(at, "mine", take=take))
    assert (event.take, event.message, event.by) == (takes, "mine", at.by)


def test_what_was_given_to_nobody_is_taken_over_by_who_sees_it_next() -> None:
    nobodys = e.TicketAssigned(at=MONDAY_NINE, by="bo", owner=None)
    [event] = events_of(acknowledge(facing(taken(MONDAY_NINE), nobodys)))
    assert event.take


@pytest.mark.parametrize("take", [False, True])
def test_a_second_time_makes_no_event(*, take: bool) -> None:
    assert acknowledge(facing(taken(MONDAY_NINE, "ana")), take=take) == Done()


def test_it_is_seen_anew_at_each_level() -> None:
    back = facing(taken(MONDAY_NINE, "bo"), escalated(MONDAY_NINE, "L2"), at="1h", by="bo")
    assert len(events_of(acknowledge(back))) == 1


@pytest.mark.parametrize(
    ("at", "told", "reason", "cause"),
    [
        (facing(resolved(MONDAY_NINE)), {}, "T-1 is resolved", Cause.STATUS),
        (facing(by="zoe"), {"take": True}, "who is not of the team", Cause.RULE),
        (facing(by="cy"), {}, "T-1 waits for ana at L1", Cause.RULE),
        (facing(GIVEN, by="cy"), {}, "T-1 waits for di at L1", Cause.RULE),
    ],
    ids=["over", "an outsider", "another level's", "another's"],
)
def test_a_refusal_says_why(at: Situation, told: dict[str, Any], reason: str, cause: Cause) -> None:
    refused = refusal_of(acknowledge(at, **told))
    assert reason in refused.reason
    assert refused.cause is cause
