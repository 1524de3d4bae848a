"""A ticket goes back to the level that it came from, or to a lower one that is named."""

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.outcome import Cause
from escalate_cli.domain.verbs.return_ticket import return_ticket
from tests.conftest import MONDAY_NINE, escalated, resolved
from tests.unit.domain.verbs.conftest import events_of, facing, refusal_of


def up(to: str, origin: str | None = None) -> e.Event:
    return escalated(MONDAY_NINE, to, origin=origin)


@pytest.mark.parametrize(
    ("moves", "to", "goal"),
    [
        ((up("L3", "L1"),), None, "L1"),
        ((up("L3"),), None, "L2"),
        ((up("L2", "L3"),), None, "L1"),
        ((up("L3", "L2"),), "L1", "L1"),
    ],
    ids=["where it came from", "not on record", "not from below", "named"],
)
def test_a_ticket_goes_back_to_where_it_came_from(
    moves: tuple[e.Event, ...], to: str | None, goal: str
) -> None:
    [event] = events_of(return_ticket(facing(*moves), "not ours", to))
    assert (event.to, event.message) == (goal, "not ours")
    assert event.origin == moves[-1].leads_to


def test_it_is_routed_to_who_takes_it_there() -> None:
    [event] = events_of(return_ticket(facing(up("L3", "L2")), "x"))
    assert (event.team, event.owner, event.notified) == ("specialists", "bo", ("bo",))


@pytest.mark.parametrize(
    ("events", "to", "reason", "cause"),
    [
        ((resolved(MONDAY_NINE),), None, "T-1 is resolved", Cause.STATUS),
        ((), None, "the lowest level: there is nobody to return it to", Cause.RULE),
        ((), "L1", "T-1 is not above L1", Cause.RULE),
        ((up("L2"),), "L2", "T-1 is not above L2", Cause.RULE),
        ((up("L2"),), "lead", "T-1 is not above lead", Cause.RULE),
    ],
    ids=["over", "the lowest", "there at the lowest", "there", "another ladder"],
)
def test_it_cannot_go_lower_than_the_lowest(
    events: tuple[e.Event, ...], to: str | None, reason: str, cause: Cause
) -> None:
    refused = refusal_of(return_ticket(facing(*events), "x", to))
    assert reason in refused.reason
    assert refused.cause is cause
