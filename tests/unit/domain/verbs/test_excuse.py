"""A breach is excused by whoever may judge it, and never by who had the ticket then."""

from collections.abc import Callable

import pytest

from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.domain.verbs.excuse import excuse
from escalate_cli.domain.verbs.outcome import Cause
from escalate_cli.domain.verbs.situation import Situation
from tests.conftest import (
    after,
    answered,
    asked_afterwards,
    changed,
    escalated,
    reopened,
    resolved,
    taken,
    targets,
)
from tests.unit.domain.verbs.conftest import PLAIN, STAFFED, events_of, facing, recorded, refusal_of

PROMISES = {"targets": (targets(resolve="2h", update="1h"),)}
STRICT = changed(STAFFED, **PROMISES)
LATE = (taken(after("10m"), by="bo"),)


def late(*events: e.Event, by: str = "lee", at: str = "3h", policy: Policy = STRICT) -> Situation:
    return facing(*(events or LATE), by=by, at=at, policy=policy)


def reason_of(at: Situation, cycle: int | None = None, clock: str = "resolve") -> str:
    return refusal_of(excuse(at, clock, cycle, "holiday")).reason


def test_a_manager_excuses_what_a_clock_has_missed_in_the_present_cycle() -> None:
    [event] = events_of(excuse(late(), "Resolve", None, "holiday"))
    assert (type(event), event.by) == (e.BreachExcused, "lee")
    assert (event.clock, event.cycle, event.message) == ("resolve", 1, "holiday")


def test_what_is_excused_already_is_not_recorded_again() -> None:
    first = e.BreachExcused(at=after("150m"), by="lee", clock="resolve", cycle=1, message="x")
    assert events_of(excuse(late(*LATE, first), "resolve", None, "holiday")) == ()


def test_a_run_that_was_missed_after_an_excuse_is_excused_anew() -> None:
    first = e.BreachExcused(at=after("90m"), by="lee", clock="update", cycle=1, message="x")
    at = late(*LATE, first, answered(after("100m")))
    assert len(events_of(excuse(at, "update", None, "holiday"))) == 1


def test_an_earlier_cycle_is_named() -> None:
    at = late(*LATE, resolved(after("150m")), reopened(after("160m")))
    [event] = events_of(excuse(at, "resolve", 1, "holiday"))
    assert event.cycle == 1
    refused = refusal_of(excuse(at, "resolve", None, "holiday"))
    assert refused.reason == "T-1 has not breached resolve in cycle 2"
    assert "--clock resolve --cycle 1" in (refused.help or "")


@pytest.mark.parametrize("later", [(), (answered(after("450m")),)], ids=["goes on", "answered"])
def test_a_question_that_went_on_into_a_new_cycle_is_excused_where_it_was_missed(
    later: tuple[e.Event, ...],
) -> None:
    policy = changed(STAFFED, targets=(targets(resolve="9h", next_response="1h"),))
    story = (answered(after("10m")), resolved(after("20m")), asked_afterwards(after("4h")))
    again = reopened(after("6h"))
    at = late(*LATE, *story, again, *later, at="8h", policy=policy)
    [event] = events_of(excuse(at, "next_response", None, "we were told too late"))
    assert event.cycle == 1


def test_what_goes_on_under_continue_is_excused_where_it_was_missed() -> None:
    policy = changed(STRICT, reopening="continue")
    at = late(*LATE, resolved(after("150m")), reopened(after("160m")), policy=policy)
    [event] = events_of(excuse(at, "resolve", None, "holiday"))
    assert event.cycle == 1


@pytest.mark.parametrize(
    ("clock", "cycle", "message", "reason", "cause"),
    [
        ("resolve", None, " ", "an excuse says why", Cause.REASON),
        ("lunch", None, "x", "there is no clock 'lunch'", Cause.WORDING),
        ("resolve", 2, "x", "T-1 has no cycle 2", Cause.WORDING),
    ],
    ids=["no reason", "no such clock", "no such cycle"],
)
def test_what_cannot_be_meant_is_refused(
    clock: str, cycle: int | None, message: str, reason: str, cause: Cause
) -> None:
    refused = refusal_of(excuse(late(), clock, cycle, message))
    assert (refused.reason, refused.cause) == (reason, cause)


def test_what_is_not_breached_is_not_excused() -> None:
    refused = refusal_of(excuse(late(at="30m"), "resolve", None, "holiday"))
    assert refused.reason == "T-1 has not breached resolve in cycle 1"
    assert refused.help == "there is nothing to excuse"


def test_who_is_not_of_the_management_ladder_excuses_nothing() -> None:
    refused = refusal_of(excuse(late(by="ana"), "resolve", None, "holiday"))
    assert refused.reason == "ana is not of the management ladder"
    assert refused.help == "lee, max, dora can excuse it"


@pytest.mark.parametrize(
    "events",
    [
        (taken(after("10m"), by="lee"),),
        (taken(after("10m"), by="lee"), escalated(after("90m"), "L2", owner="bo")),
        (*LATE, e.TicketAssigned(at=after("150m"), by="bo", owner="lee")),
    ],
    ids=["all the time", "at first", "in the end"],
)
def test_nobody_excuses_a_run_in_which_they_had_the_ticket(events: tuple[e.Event, ...]) -> None:
    at = late(*events)
    assert reason_of(at) == "lee had T-1 then"
    assert len(events_of(excuse(recorded(at), "resolve", None, "holiday"))) == 1


def test_who_had_the_ticket_after_the_run_was_over_may_excuse_it() -> None:
    at = late(*LATE, resolved(after("150m")), reopened(after("160m")), taken(after("165m"), "lee"))
    assert len(events_of(excuse(at, "resolve", 1, "holiday"))) == 1


def lent(to: str, person: str = "max", until: str = "4h") -> Callable[[], list[Delegation]]:
    """Return what somebody of the management ladder lent."""
    since, end = after("1h"), after(until)
    given = Delegation(person=person, to=to, since=since, until=end, by=person)
    return lambda: [given]


def test_authority_that_was_lent_excuses_as_long_as_it_is() -> None:
    at = late(by="ana")
    assert len(events_of(excuse(at, "resolve", None, "x", lent("ana")))) == 1
    for others in (lent("cy"), lent("ana", until="2h"), lent("ana", person="bo")):
        refused = refusal_of(excuse(at, "resolve", None, "x", others))
        assert refused.reason == "ana is not of the management ladder"


@pytest.mark.parametrize(("had", "lender"), [("ana", "max"), ("max", "max")])
def test_authority_that_was_lent_excuses_neither_oneself_nor_the_lender(
    had: str, lender: str
) -> None:
    at = late(taken(after("10m"), by=had), by="ana")
    refused = excuse(at, "resolve", None, "x", lent("ana", person=lender))
    assert refusal_of(refused).help == ("lee, max, dora" if had == "ana" else "lee, dora") + (
        " can excuse it"
    )


def a_team(*members: str) -> Policy:
    """Return a policy without a management ladder, whose only team has some members."""
    known = {name: Person(id=name, name=name) for name in members}
    teams = {"team-L1": Team(id="team-L1", members=members)}
    return changed(PLAIN, people=known, teams=teams, management=(), **PROMISES)


def test_without_managers_another_one_of_the_team_excuses_it() -> None:
    policy = a_team("bo", "cy")
    assert len(events_of(excuse(late(by="cy", policy=policy), "resolve", None, "x"))) == 1
    assert reason_of(late(by="bo", policy=policy)) == "bo had T-1 then"
    refused = reason_of(late(by="pat", policy=policy))
    assert refused == "T-1 cannot be excused by pat, who is not of the team"


def test_in_a_team_of_one_nobody_could() -> None:
    reason = reason_of(late(by="bo", policy=a_team("bo")))
    assert reason == "nobody can excuse it: all of the team had T-1 then"


def test_where_no_team_has_members_anybody_else_excuses_it() -> None:
    assert len(events_of(excuse(late(by="pat", policy=a_team()), "resolve", None, "x"))) == 1
    refused = refusal_of(excuse(late(by="bo", policy=a_team()), "resolve", None, "x"))
    assert refused.help == "somebody else can excuse it"
