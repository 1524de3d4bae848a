"""People did what they did; what the ticket leaves nothing to do for is moot."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Approval
from escalate_cli.domain.replay.reapply import (
    MOOT,
    HumanAct,
    Recorded,
    is_by_policy,
    is_made_anew,
    met,
    refitted,
)
from escalate_cli.domain.ticket import events as e
from tests.conftest import (
    FUNCTIONAL_LEVELS,
    MINUTE,
    MONDAY_NINE,
    a_history,
    a_log,
    a_policy,
    a_ticket,
    after,
    asked,
    changed,
    closed,
    edited,
    escalated,
    followed,
    noted,
    paused,
    reopened,
    resolved,
    resumed,
    taken,
    when,
)

PLAIN = a_policy()
NOW = after("1h")


LEAD = Approval(by="lead", auto_after=30 * MINUTE)
FOR_NONE = Approval(by="lead", unless=when())


def asking(approval: Approval = LEAD) -> Policy:
    """Return a policy in which L3 needs a yes."""
    third = replace(FUNCTIONAL_LEVELS[2], approval=approval)
    return a_policy(functional=(*FUNCTIONAL_LEVELS[:2], third))


def fact(
    event: e.Event, *before: e.Event, policy: Policy = PLAIN, was: tuple[e.Event, ...] = ()
) -> HumanAct:
    """Return what becomes of an event on a ticket to which something had happened before."""
    history = a_history(*before, policy=policy)
    at = met(history, policy, event)
    return refitted(event, Recorded(a_ticket(*was), PLAIN, at))


def request(**fields: Any) -> e.EscalationRequested:
    told: dict[str, Any] = {
        "at": NOW,
        "by": "bo",
        "ladder": "functional",
        "to": "L3",
        "approver": "manager",
        "asked": ("max",),
        "auto_at": after("9h"),
        "reason": "a router",
        "tried": "a restart",
    }
    return e.EscalationRequested(**told | fields)


def yes(by: str = "the-lead", **fields: Any) -> e.EscalationApproved:
    told: dict[str, Any] = {"at": after("2h"), "by": by, "to": "L3"}
    return e.EscalationApproved(**told | fields)


OVER = (resolved(MONDAY_NINE),)


@pytest.mark.parametrize(
    ("event", "before"),
    [
        (noted(NOW), ()),
        (asked(NOW), ()),
        (taken(NOW), ()),
        (paused(NOW), ()),
        (resumed(NOW), (paused(MONDAY_NINE),)),
        (resolved(NOW), ()),
        (closed(NOW), OVER),
        (reopened(NOW), OVER),
        (e.ReviewRecorded(at=NOW, by="bo", root_cause="dust"), OVER),
        (e.TicketAssigned(at=NOW, by="bo", owner="cy"), ()),
        (e.ComplaintReceived(at=NOW, by="kim"), ()),
        (edited(NOW, stakeholders=("eva",)), ()),
        (e.HandEdited(at=NOW, by="unknown", cells=("title",)), ()),
        (e.ChangeUndone(at=NOW, by="bo", undone=3), ()),
    ],
    ids=lambda each: e.kind_of(each) if isinstance(each, e.Event) else "",
)
def test_what_people_do_stays_as_it_was(event: e.Event, before: tuple[e.Event, ...]) -> None:
    assert fact(event, *before) == HumanAct((event,))


def test_what_is_on_record_keeps_its_place_in_the_store() -> None:
    event = replace(taken(NOW), seq=7, change=3, digest="d", clock_at=MONDAY_NINE)
    assert fact(event) == HumanAct((event,))


def test_what_the_ticket_has_already_stays_a_fact() -> None:
    again = taken(NOW)
    assert fact(again, taken(MONDAY_NINE)) == HumanAct((again,))


@pytest.mark.parametrize(
    "event",
    [
        e.TicketAssigned(at=NOW, by="bo", owner=None),
        e.TicketAssigned(at=NOW, by="bo", owner="cy"),
        edited(NOW, impact=None),
    ],
    ids=["to nobody", "after its end", "no impact"],
)
def test_what_another_system_allowed_stays_a_fact(event: e.Event) -> None:
    log = a_log(imported_at=after("2h"))
    assert fact(event, *OVER, was=(log,)) == HumanAct((event,))


def test_words_of_a_policy_are_read_anew() -> None:
    other = a_policy(matrix={"high": {"low": "P1"}})
    judged = e.TicketAssessed(at=NOW, by="bo", impact="high", urgency="low", priority="P2")
    [assessed] = fact(judged, policy=other).events
    assert assessed == replace(judged, priority="P1", priority_before="P3")
    triaged = edited(NOW, impact="high", urgency="low", priority="P2")
    [again] = fact(triaged, policy=other).events
    made = edited(NOW, impact="high", urgency="low", priority="P1")
    assert again == replace(made, priority_before="P3")


@pytest.mark.parametrize(
    ("event", "before"),
    [
        (resumed(NOW), ()),
        (closed(NOW), ()),
        (reopened(NOW), ()),
        (e.ReviewRecorded(at=NOW, by="bo", root_cause="dust"), ()),
        (taken(NOW), OVER),
        (paused(NOW), OVER),
        (resolved(NOW), OVER),
        (e.TicketAssigned(at=NOW, by="bo", owner="cy"), OVER),
        (e.TicketAssessed(at=NOW, by="bo", priority="P1"), OVER),
        (e.TicketReturned(at=NOW, by="cy", origin="L2", to="L1"), OVER),
        (e.TicketReleased(at=NOW, by="cy"), ()),
    ],
    ids=lambda each: e.kind_of(each) if isinstance(each, e.Event) else "",
)
def test_what_the_status_does_not_allow_is_moot(
    event: e.Event, before: tuple[e.Event, ...]
) -> None:
    assert fact(event, *before) is MOOT


def test_a_move_is_routed_anew() -> None:
    told = {"team": "elsewhere", "owner": "max", "reason": "hard", "tried": "all", "login": "root"}
    [moved] = fact(escalated(NOW, "L3", **told), escalated(MONDAY_NINE, "L2")).events
    assert isinstance(moved, e.TicketEscalated)
    assert (moved.at, moved.by, moved.login, moved.mode) == (NOW, "bo", "root", "manual")
    assert (moved.origin, moved.to) == ("L2", "L3")
    assert (moved.team, moved.owner, moved.notified) == ("team-L3", "L3-one", ("L3-one",))
    assert (moved.reason, moved.tried) == ("hard", "all")


@pytest.mark.parametrize("to", ["L1", "L2", "L9"], ids=["below", "there already", "no such level"])
def test_a_move_that_leads_nowhere_is_moot(to: str) -> None:
    assert fact(escalated(NOW, to), escalated(MONDAY_NINE, "L2")) is MOOT


def test_a_level_counts_on_the_ladder_that_has_it() -> None:
    lead = replace(FUNCTIONAL_LEVELS[2], id="lead", rank=3)
    policy = a_policy(functional=(*FUNCTIONAL_LEVELS, lead), management=())
    [moved] = fact(escalated(NOW, "lead", ladder="management"), policy=policy).events
    assert isinstance(moved, e.TicketEscalated)
    assert (moved.ladder, moved.origin, moved.to) == ("functional", "L1", "lead")


@pytest.mark.parametrize(
    ("glass", "policy", "unasked", "broken"),
    [
        (False, PLAIN, False, False),
        (False, asking(), True, False),
        (True, asking(), False, True),
        (True, PLAIN, False, False),
    ],
    ids=["no yes needed", "a yes needed", "glass broken", "glass not there"],
)
def test_a_move_that_would_need_a_yes_is_made_and_counted(
    *, glass: bool, policy: Policy, unasked: bool, broken: bool
) -> None:
    found = fact(escalated(NOW, "L3", break_glass=glass), policy=policy)
    assert found.unasked is unasked
    moved, *_ = found.events
    assert isinstance(moved, e.TicketEscalated)
    assert moved.break_glass is broken


def test_a_request_goes_to_whose_yes_it_is_now() -> None:
    [again] = fact(request(), escalated(MONDAY_NINE, "L2"), policy=asking()).events
    assert again == replace(
        request(), origin="L2", approver="lead", asked=("the-lead",), auto_at=after("90m")
    )


def test_a_request_that_nothing_answers_waits() -> None:
    [again] = fact(request(), policy=asking(Approval(by="lead"))).events
    assert isinstance(again, e.EscalationRequested)
    assert again.auto_at is None


@pytest.mark.parametrize(
    "policy",
    [
        PLAIN,
        asking(Approval(by="lead", people=("bo",))),
        asking(FOR_NONE),
    ],
    ids=["no yes needed", "not of that person", "not for that ticket"],
)
def test_a_request_that_needs_no_yes_goes_at_once(policy: Policy) -> None:
    [moved] = fact(request(), policy=policy).events
    assert isinstance(moved, e.TicketEscalated)
    assert (moved.at, moved.by, moved.to, moved.approved_by) == (NOW, "bo", "L3", None)
    assert (moved.reason, moved.tried) == ("a router", "a restart")


@pytest.mark.parametrize(
    ("event", "before"),
    [
        (request(), (escalated(MONDAY_NINE, "L3"),)),
        (request(to="L9"), ()),
        (request(by="the-director"), ()),
        (request(), (request(at=MONDAY_NINE),)),
        (request(), (resolved(MONDAY_NINE),)),
    ],
    ids=["there already", "no such level", "nobody above", "asked already", "resolved"],
)
def test_a_request_for_nothing_is_moot(event: e.Event, before: tuple[e.Event, ...]) -> None:
    policy = asking(Approval(by="director"))
    assert fact(event, *before, policy=policy) is MOOT


def test_a_yes_is_asked_for_afterwards_if_the_glass_was_broken() -> None:
    moved, again = fact(escalated(NOW, "L3", break_glass=True), policy=asking()).events
    assert isinstance(moved, e.TicketEscalated)
    assert isinstance(again, e.EscalationRequested)
    assert (again.approver, again.auto_at, again.afterwards) == ("lead", None, True)


def test_a_move_that_nobody_could_have_allowed_is_moot() -> None:
    policy = asking(Approval(by="director"))
    assert fact(escalated(NOW, "L3", by="the-director"), policy=policy) is MOOT


def test_a_hand_off_was_complete_enough_when_it_was_made() -> None:
    strict = changed(PLAIN, handoff_requires=("tried",))
    [moved] = fact(escalated(NOW, "L2"), policy=strict).events
    assert moved.leads_to == "L2"


def test_no_request_follows_one_that_is_owed_for_an_emergency_as_on_the_command_line() -> None:
    gone = (escalated(MONDAY_NINE, "L3"), request(at=MONDAY_NINE, afterwards=True))
    back = e.TicketReturned(at=after("30m"), by="cy", origin="L3", to="L1")
    assert fact(request(), *gone, back, policy=asking()).events == ()


def test_nor_does_a_move_that_would_have_needed_an_approval() -> None:
    gone = (escalated(MONDAY_NINE, "L3"), request(at=MONDAY_NINE, afterwards=True))
    back = e.TicketReturned(at=after("30m"), by="cy", origin="L3", to="L1")
    moved = escalated(after("2h"), "L3")
    assert fact(moved, *gone, back, policy=asking()).events == ()


PENDING = replace(request(), approver="lead", asked=("the-lead",), auto_at=None)


def test_a_yes_moves_the_ticket_if_it_is_asked_for() -> None:
    said, moved = fact(yes(), PENDING, policy=asking()).events
    assert said == yes()
    assert isinstance(moved, e.TicketEscalated)
    assert (moved.at, moved.by, moved.approved_by) == (after("2h"), "bo", "the-lead")
    assert (moved.since, moved.reason) == (NOW, "a router")


@pytest.mark.parametrize(
    ("event", "before"),
    [
        (yes(), ()),
        (yes(to="L2"), (PENDING,)),
        (yes(by="bo"), (PENDING,)),
        (yes(by="cy"), (PENDING,)),
        (yes(by="cy", for_person="ana"), (PENDING,)),
    ],
    ids=["not asked", "another level", "by who asks", "by anybody", "lent by anybody"],
)
def test_an_answer_without_a_question_is_moot(event: e.Event, before: tuple[e.Event, ...]) -> None:
    assert fact(event, *before, policy=asking()) is MOOT


def test_authority_that_was_lent_counts() -> None:
    lent = yes(by="cy", for_person="the-lead")
    assert fact(lent, PENDING, policy=asking()).events[0] == lent


def test_a_yes_afterwards_moves_nothing() -> None:
    gone = escalated(NOW, "L3")
    assert fact(yes(), gone, replace(PENDING, afterwards=True), policy=asking()) == HumanAct(
        (yes(),)
    )


def test_a_no_is_said_again() -> None:
    no = e.EscalationDeclined(at=after("2h"), by="the-lead", to="L3", message="try harder")
    assert fact(no, PENDING, policy=asking()) == HumanAct((no,))
    assert fact(no, policy=asking()) is MOOT


@pytest.mark.parametrize(
    ("before", "takes"),
    [((escalated(MONDAY_NINE, "L2"),), False), ((), True)],
    ids=["there", "where it is theirs"],
)
def test_an_act_in_passing_takes_nothing_where_it_was(
    before: tuple[e.Event, ...], *, takes: bool
) -> None:
    event = e.TicketPaused(at=NOW, by="L1-one", waiting_for="vendor", in_passing=True)
    [paused] = fact(event, *before, was=(escalated(MONDAY_NINE, "L2"),)).events
    assert paused == replace(event, in_passing=not takes)


def back(to: str) -> e.TicketReturned:
    return e.TicketReturned(at=NOW, by="cy", origin="L2", to=to, message="nothing was tried")


def test_a_return_is_routed_anew() -> None:
    [again] = fact(back("L1"), escalated(MONDAY_NINE, "L3")).events
    assert again == replace(
        back("L1"), origin="L3", team="team-L1", owner="L1-one", notified=("L1-one",)
    )


@pytest.mark.parametrize(
    "to", ["L3", "L2", "L9", "lead"], ids=["above", "there", "no such level", "another ladder"]
)
def test_a_return_to_nowhere_is_moot(to: str) -> None:
    assert fact(back(to), escalated(MONDAY_NINE, "L2")) is MOOT


@pytest.mark.parametrize(
    ("event", "by_policy", "anew"),
    [
        (taken(NOW), False, False),
        (escalated(NOW, "L2"), False, False),
        (escalated(NOW, "L2", approved_by="lee"), False, True),
        (escalated(NOW, "L2", approved_by=e.POLICY), True, True),
        (followed(NOW, PLAIN), False, True),
        (request(), False, False),
        (request(afterwards=True), False, True),
        (e.TicketClosed(at=NOW, by=e.POLICY), True, True),
        (a_log(), False, False),
    ],
    ids=[
        "taken",
        "moved",
        "allowed",
        "allowed by itself",
        "followed",
        "asked",
        "asked after",
        "closed",
        "logged",
    ],
)
def test_what_follows_from_the_policy_is_made_anew(
    event: e.Event, *, by_policy: bool, anew: bool
) -> None:
    assert (is_by_policy(event), is_made_anew(event)) == (by_policy, anew)


@pytest.mark.parametrize("notified", [(), ("x",)], ids=["to nobody", "to who is on duty"])
def test_what_was_handed_back_goes_to_who_is_on_duty_if_it_did(notified: tuple[str, ...]) -> None:
    event = e.TicketReleased(at=NOW, by="cy", former="bo", notified=notified)
    [released] = fact(event, taken(MONDAY_NINE)).events
    assert isinstance(released, e.TicketReleased)
    assert (released.former, bool(released.notified)) == ("bo", bool(notified))
