"""Where a ticket is on the two ladders, and where a word leads."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ladder import destination, level_held, rank_held
from escalate_cli.domain.ticket.ticket import Ticket
from tests.conftest import (
    a_history,
    a_policy,
    a_ticket,
    after,
    changed,
    escalated,
    followed,
    resolved,
    rules_of,
)

POLICY = a_policy(
    teams={
        name: replace(team, skills=("dns",) if name == "team-L3" else ())
        for name, team in a_policy().people.teams.items()
    }
)
AT_L2 = a_ticket(escalated(after("1h"), "L2"), escalated(after("1h"), "manager", MANAGEMENT))


def test_each_ladder_has_its_own_place() -> None:
    assert (level_held(AT_L2, FUNCTIONAL), level_held(AT_L2, MANAGEMENT)) == ("L2", "manager")
    assert (
        rank_held(AT_L2, FUNCTIONAL, POLICY.rules),
        rank_held(AT_L2, MANAGEMENT, POLICY.rules),
    ) == (1, 1)


def test_no_level_and_one_that_is_gone_rank_below_all() -> None:
    assert rank_held(a_ticket(), MANAGEMENT, POLICY.rules) == -1
    assert rank_held(a_ticket(level="L9"), FUNCTIONAL, POLICY.rules) == -1


@pytest.mark.parametrize(
    ("asked", "ticket", "level"),
    [
        ("next", AT_L2, "L3"),
        ("next", a_ticket(level="L3"), None),
        ("skilled", a_ticket(skills=("dns",)), "L3"),
        ("skilled", a_ticket(skills=("sap",)), None),
        ("skilled", a_ticket(), "L2"),
        ("L1", AT_L2, "L1"),
        ("director", AT_L2, "director"),
        ("L9", AT_L2, None),
    ],
    ids=["next", "top", "skilled", "no one", "no skill", "lower", "management", "unknown"],
)
def test_a_word_leads_to_a_level(asked: str, ticket: Ticket, level: str | None) -> None:
    found = destination(asked, ticket, POLICY.rules, POLICY.people)
    assert (found.id if found else None) == level


def a_request(to: str = "L2", *, afterwards: bool = False) -> e.EscalationRequested:
    return e.EscalationRequested(
        at=after("1h"), by="ana", ladder=FUNCTIONAL, to=to, approver="lead", afterwards=afterwards
    )


@pytest.mark.parametrize(
    ("event", "waits"),
    [
        (escalated(after("2h"), "L2"), False),
        (escalated(after("2h"), "L3"), False),
        (escalated(after("2h"), "manager", MANAGEMENT), True),
        (resolved(after("2h")), False),
    ],
    ids=["reached", "passed", "on the other ladder", "resolved"],
)
def test_a_request_lapses_when_its_level_is_reached_or_the_ticket_resolved(
    event: e.Event, waits: bool
) -> None:
    assert (a_ticket(a_request(), event).pending_approval is not None) is waits


def test_a_request_lapses_with_its_level() -> None:
    policy = a_policy()
    smaller = changed(policy, id="policy-2", functional=policy.rules.functional[:2])
    asked = a_history(a_request("L3"), policy=policy)
    history = History(asked.events, rules_of(policy, smaller))
    assert history.add(followed(after("2h"), smaller)).pending_approval is None


def test_a_request_in_hindsight_waits_for_its_answer_whatever_happens() -> None:
    gone = escalated(after("1h"), "L2", break_glass=True)
    later = a_ticket(gone, a_request(afterwards=True), resolved(after("2h")))
    assert later.pending_approval is not None
    answer = e.EscalationApproved(at=after("3h"), by="the-lead", to="L2")
    signed = a_ticket(gone, a_request(afterwards=True), resolved(after("2h")), answer)
    assert signed.pending_approval is None
    assert [step.approved_by for step in signed.escalations] == ["the-lead"]
