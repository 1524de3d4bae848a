"""A move is recorded with where it leads today, why, and who hears of it."""

from msgspec.structs import replace

from escalate_cli.domain.engine.escalation import granted, move
from escalate_cli.domain.policy.rules import FUNCTIONAL
from escalate_cli.domain.ticket.action import Mode
from escalate_cli.domain.ticket.events import Stamp
from escalate_cli.domain.ticket.ticket import Request
from tests.conftest import a_policy, a_ticket, after, changed

POLICY = a_policy()
L2, LEAD = POLICY.rules.functional[1], POLICY.rules.management[0]
BO = Stamp(at=after("1h"), by="bo", login=None)


def test_a_functional_move_names_the_new_team_and_owner() -> None:
    event = move(
        a_ticket(), L2, Mode.MANUAL, POLICY.people, BO, reason="too hard", tried="a restart"
    )
    assert (event.origin, event.to, event.team, event.owner) == ("L1", "L2", "team-L2", "L2-one")
    assert (event.notified, event.routed, event.policy) == (("L2-one",), "", "policy-1")
    assert (event.at, event.by, event.reason, event.tried) == (
        after("1h"),
        "bo",
        "too hard",
        "a restart",
    )


def test_a_management_move_tells_a_person_and_hands_nothing_over() -> None:
    event = move(a_ticket(), LEAD, Mode.MANUAL, POLICY.people, BO)
    assert (event.origin, event.to) == (None, "lead")
    assert (event.team, event.owner, event.notified) == (None, None, ("the-lead",))


def test_who_stands_in_is_stated() -> None:
    team = replace(POLICY.people.teams["team-L2"], members=(), fallback="the-lead")
    today = changed(POLICY, teams={"team-L2": team})
    event = move(a_ticket(), L2, Mode.MANUAL, today.people, BO)
    assert (event.owner, event.notified) == ("the-lead", ("the-lead",))
    assert event.routed == "team team-L2 has no members: the-lead stands in"


def test_what_was_granted_is_the_move_of_who_asked_with_their_words() -> None:
    request = Request(
        ladder=FUNCTIONAL,
        to="L2",
        approver="lead",
        by="ana",
        at=after("30m"),
        reason="too hard",
        tried="a restart",
        impact_note="all of sales",
        next_step="look at the logs",
    )
    event = granted(
        a_ticket(), request, L2, POLICY.people, Stamp(at=after("1h"), by="lee", login="x")
    )
    assert (event.by, event.login, event.approved_by) == ("ana", None, "lee")
    assert (event.at, event.since, event.mode) == (after("1h"), after("30m"), "manual")
    assert (event.reason, event.tried, event.impact_note, event.next_step) == (
        "too hard",
        "a restart",
        "all of sales",
        "look at the logs",
    )
