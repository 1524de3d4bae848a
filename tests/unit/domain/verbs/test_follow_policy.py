"""A ticket follows today's file if that has its levels and its priority."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.assignment import ROUND_ROBIN, Turns
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.follow_policy import follow_policy
from escalate_cli.domain.verbs.outcome import Cause, Done
from escalate_cli.domain.verbs.situation import Situation
from tests.conftest import FUNCTIONAL_LEVELS, MONDAY_NINE, escalated, resolved
from tests.unit.domain.verbs.conftest import STAFFED, events_of, facing, refusal_of
from tests.unit.usecases.conftest import TEAMS, staffed

NOBODYS = tuple(replace(each, team=None) for each in FUNCTIONAL_LEVELS)


def under(at: Situation, **changes: Any) -> Situation:
    """Return the situation under another file of today."""
    return replace(at, policy=staffed(**{"id": "policy-2"} | changes))


def applied(at: Situation) -> e.PolicyApplied:
    """Return the event by which a ticket follows the file of today."""
    [event] = events_of(follow_policy(at))
    assert isinstance(event, e.PolicyApplied)
    return event


def test_it_follows_the_file_of_today() -> None:
    event = applied(under(facing()))
    assert event.policy == "policy-2"


def test_what_follows_it_already_is_left_alone() -> None:
    assert follow_policy(facing()) == Done()


@pytest.mark.parametrize(
    ("events", "changes", "reason"),
    [
        ((resolved(MONDAY_NINE),), {}, "it cannot be moved to another policy"),
        (
            (escalated(MONDAY_NINE, "L3"),),
            {"functional": STAFFED.rules.functional[:2]},
            "T-1 is at the functional level L3, which the policy no longer has",
        ),
        (
            (escalated(MONDAY_NINE, "lead", ladder="management"),),
            {"management": ()},
            "T-1 is at the management level lead, which the policy no longer has",
        ),
        ((), {"priorities": ("P1",)}, "T-1 has priority P3, which the policy no longer has"),
    ],
    ids=["over", "no such level", "no such manager", "no such priority"],
)
def test_a_refusal_says_why(
    events: tuple[e.Event, ...], changes: dict[str, Any], reason: str
) -> None:
    refused = refusal_of(follow_policy(under(facing(*events, priority="P3"), **changes)))
    assert reason in refused.reason
    assert refused.cause in {Cause.STATUS, Cause.RULE}


def test_what_was_nobodys_is_routed_as_a_log_would_be() -> None:
    event = applied(under(facing(team=None, owner=None)))
    assert (event.team, event.owner, event.has_routed) == ("frontline", "ana", True)
    assert event.apply(facing(team=None, owner=None).ticket).owner == "ana"
    assert "waits for ana" in event.line


@pytest.mark.parametrize(
    ("log", "changes"),
    [
        ({"team": "frontline", "owner": None}, {}),
        ({"team": None, "owner": "bo"}, {}),
        ({"team": None, "owner": None}, {"functional": NOBODYS}),
    ],
    ids=["a team's", "somebody's", "the level names nobody"],
)
def test_nobody_else_gets_it(log: dict[str, Any], changes: dict[str, Any]) -> None:
    event = applied(under(facing(**log), **changes))
    assert (event.has_routed, event.turn) == (False, None)


def test_the_next_of_a_team_whose_tickets_go_round_has_had_their_turn() -> None:
    round_robin = replace(TEAMS["frontline"], members=("ana", "cy"), assignment=ROUND_ROBIN)
    changes = {"teams": TEAMS | {"frontline": round_robin}, "turns": Turns({"frontline": "ana"})}
    event = applied(under(facing(team=None, owner=None), **changes))
    assert (event.turn, event.written) == (("frontline", "cy"), "it is the turn of cy")
