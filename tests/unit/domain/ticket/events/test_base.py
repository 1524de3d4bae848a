"""Each event changes a ticket as the state machine says, and nothing else."""

from datetime import datetime
from typing import get_args

import pytest
from msgspec.structs import replace

from escalate_cli.domain.messages.message_kind import MessageKind
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import Status, Ticket
from tests.conftest import (
    MONDAY_NINE,
    a_log,
    a_policy,
    a_ticket,
    after,
    answered,
    asked,
    closed,
    edited,
    escalated,
    followed,
    noted,
    paused,
    reopened,
    resolved,
    resumed,
    rule_fired,
    taken,
)

TEN = after("1h")
WAITING = paused(after("30m"), whom="requester")
ASSESSED = e.TicketAssessed(
    at=TEN, by="cy", priority="P1", impact="high", category="mail", skills=("dns",)
)


def changed(*events: e.Event) -> dict[str, object]:
    """Return the fields, clocks left out, in which the last event changed the ticket."""
    before, ticket = a_ticket(*events[:-1]), a_ticket(*events)
    names = set(Ticket.__struct_fields__) - {"clocks", "updated_at", "touched_at"}
    return {n: getattr(ticket, n) for n in names if getattr(ticket, n) != getattr(before, n)}


def test_a_log_begins_an_open_ticket_with_all_that_was_said() -> None:
    ticket = a_ticket(
        a_log(
            description="since nine",
            impact="high",
            urgency="low",
            customer="acme",
            vip=True,
            service="mail",
            category="outage",
            tags=("a",),
            skills=("dns",),
            stakeholders=("eva",),
            owner="ana",
            key="K",
            source="csv",
            imported_at=TEN,
        )
    )
    assert (ticket.status, ticket.cycle, ticket.level) == (Status.OPEN, 1, "L1")
    assert ticket.logged_at == ticket.arrived_at == ticket.updated_at == MONDAY_NINE
    assert (ticket.impact, ticket.urgency, ticket.vip) == ("high", "low", True)
    assert (ticket.customer, ticket.service, ticket.category) == ("acme", "mail", "outage")
    assert (ticket.tags, ticket.skills, ticket.stakeholders) == (("a",), ("dns",), ("eva",))
    assert (ticket.owner, ticket.team, ticket.requester) == ("ana", "team-L1", "kim")
    assert (ticket.key, ticket.source, ticket.imported_at) == ("K", "csv", TEN)
    assert (ticket.uid, ticket.title, ticket.policy) == ("u-1", "Mail is down", "policy-1")
    assert (ticket.description, ticket.priority) == ("since nine", "P3")


@pytest.mark.parametrize(
    "event",
    [
        noted(TEN),
        answered(TEN),
        asked(TEN),
        resumed(TEN),
        rule_fired(TEN),
    ],
    ids=lambda event: e.kind_of(event) + ("_public" if getattr(event, "public", 0) else ""),
)
def test_an_event_that_only_tells_something_changes_no_field(event: e.Event) -> None:
    assert changed(event) == {}
    assert a_ticket(event).updated_at == TEN


def test_whoever_assesses_has_taken_the_ticket() -> None:
    assert changed(ASSESSED) == {
        "status": Status.ACKNOWLEDGED,
        "acknowledged_at": TEN,
        "owner": "cy",
        "priority": "P1",
        "impact": "high",
        "category": "mail",
        "skills": ("dns",),
    }


def test_an_assessment_leaves_the_owner_and_what_it_does_not_say() -> None:
    bare = e.TicketAssessed(at=TEN, by="cy", priority="P3")
    ticket = a_ticket(a_log(skills=("dns",), impact="low", owner="ana"), taken(TEN), bare)
    assert (ticket.owner, ticket.skills, ticket.impact) == ("bo", ("dns",), "low")


def test_an_assessment_may_take_the_skills_away_and_ends_a_wait() -> None:
    none_needed = e.TicketAssessed(at=TEN, by="cy", priority="P3", skills=())
    ticket = a_ticket(a_log(skills=("dns",)), WAITING, none_needed)
    assert (ticket.skills, ticket.status, ticket.waiting_for) == ((), Status.ACKNOWLEDGED, None)


def test_the_first_to_acknowledge_owns_the_ticket() -> None:
    assert changed(taken(TEN)) == {
        "status": Status.ACKNOWLEDGED,
        "acknowledged_at": TEN,
        "owner": "bo",
    }


def test_a_second_acknowledgement_is_recorded_and_changes_nothing() -> None:
    assert changed(taken(TEN), taken(after("2h"), by="cy")) == {}


def test_an_acknowledgement_may_take_the_ticket_from_its_owner() -> None:
    theirs = e.TicketAcknowledged(at=after("2h"), by="cy", take=True)
    assert changed(taken(TEN), theirs) == {"owner": "cy"}
    assert changed(WAITING, theirs) == {"owner": "cy"}


def test_a_functional_move_hands_the_ticket_over_unacknowledged() -> None:
    move = escalated(TEN, "L2", team="team-L2", owner="L2-one", origin="L1", reason="stuck")
    ticket = a_ticket(taken(after("30m")), move)
    assert (ticket.status, ticket.level, ticket.arrived_at) == (Status.OPEN, "L2", TEN)
    assert (ticket.team, ticket.owner, ticket.acknowledged_at) == ("team-L2", "L2-one", None)
    (step,) = ticket.escalations
    assert (step.n, step.origin, step.to, step.mode) == (1, "L1", "L2", "manual")
    assert (step.at, step.since, step.by, step.reason) == (TEN, TEN, "bo", "stuck")


def test_a_management_move_involves_a_person_and_leaves_the_work() -> None:
    events = taken(after("30m")), escalated(TEN, "lead", "management")
    difference = changed(*events)
    assert difference.pop("management_level") == "lead"
    assert set(difference) == {"escalations"}


def test_a_move_remembers_when_its_level_took_it() -> None:
    ticket = a_ticket(
        escalated(TEN, "L2"),
        escalated(TEN, "lead", "management"),
        taken(after("2h")),
        taken(after("3h"), by="cy"),
        escalated(after("4h"), "L3"),
    )
    assert [step.acknowledged_at for step in ticket.escalations] == [after("2h"), None, None]


def test_a_functional_move_ends_a_wait() -> None:
    ticket = a_ticket(paused(after("30m"), until=after("9h")), escalated(TEN, "L2"))
    assert (ticket.waiting_for, ticket.waiting_until) == (None, None)


def test_a_move_by_the_policy_keeps_why_and_since_when() -> None:
    move = escalated(TEN, "L2", trigger="late", trigger_kind="time", since=after("30m"))
    (step,) = a_ticket(move).escalations
    assert (step.trigger, step.kind, step.since) == ("late", "time", after("30m"))


def test_complaints_are_kept_with_their_instants() -> None:
    complaints = (e.ComplaintReceived(at=at, by="kim") for at in (TEN, after("2h")))
    assert [complaint.at for complaint in a_ticket(*complaints).complaints] == [TEN, after("2h")]


def test_an_assignment_changes_owner_and_team() -> None:
    given = e.TicketAssigned(at=TEN, by="bo", owner="cy", team="team-L2")
    assert changed(given) == {"owner": "cy", "team": "team-L2"}
    to_nobody = e.TicketAssigned(at=TEN, by="bo", owner=None)
    assert changed(taken(after("30m")), to_nobody) == {"owner": None}


def test_waiting_from_open_takes_the_ticket() -> None:
    assert changed(paused(TEN, until=after("2h"))) == {
        "status": Status.WAITING,
        "acknowledged_at": TEN,
        "owner": "bo",
        "waiting_for": "vendor",
        "waiting_until": after("2h"),
    }


def test_waiting_leaves_the_owner_and_a_second_wait_replaces_the_first() -> None:
    ticket = a_ticket(
        taken(after("30m"), by="cy"), paused(TEN, until=after("2h")), paused(after("90m"))
    )
    assert (ticket.owner, ticket.waiting_until, ticket.status) == ("cy", None, Status.WAITING)


@pytest.mark.parametrize(
    ("whom", "event", "status"),
    [
        ("requester", asked(TEN), Status.ACKNOWLEDGED),
        ("vendor", asked(TEN), Status.WAITING),
        ("requester", answered(TEN), Status.WAITING),
        ("requester", resumed(TEN), Status.ACKNOWLEDGED),
        ("vendor", resumed(TEN), Status.ACKNOWLEDGED),
        ("vendor", taken(TEN), Status.WAITING),
    ],
    ids=["answer", "not theirs", "our own note", "resumed", "vendor resumed", "acknowledged"],
)
def test_a_wait_ends_by_resuming_or_by_the_word_that_was_waited_for(
    whom: str, event: e.Event, status: Status
) -> None:
    ticket = a_ticket(paused(after("30m"), whom=whom), event)
    assert ticket.status is status
    assert (ticket.waiting_for is None) is (status is Status.ACKNOWLEDGED)


def test_an_edit_sets_what_it_names_and_may_clear_it() -> None:
    assert changed(edited(TEN, title="Mail", requester=None, tags=("a", "b"), vip=True)) == {
        "title": "Mail",
        "requester": None,
        "tags": ("a", "b"),
        "vip": True,
    }


def test_resolving_ends_a_wait_and_remembers_how() -> None:
    assert changed(paused(after("30m"), until=after("9h")), resolved(TEN)) == {
        "status": Status.RESOLVED,
        "resolution": "restarted",
        "resolved_at": TEN,
        "waiting_for": None,
        "waiting_until": None,
    }


def test_closing_only_closes() -> None:
    later = closed(after("2h"))
    expected = {"status": Status.CLOSED, "closed_at": after("2h")}
    assert changed(resolved(TEN), later) == expected


def test_reopening_begins_a_new_cycle_at_the_same_level() -> None:
    ticket = a_ticket(
        escalated(after("30m"), "L2", owner="cy"),
        taken(after("40m"), by="cy"),
        resolved(TEN),
        closed(after("2h")),
        e.ReviewRecorded(at=after("2h"), by="bo", root_cause="disk"),
        reopened(after("3h")),
    )
    assert (ticket.status, ticket.cycle, ticket.level) == (Status.OPEN, 2, "L2")
    assert ticket.arrived_at == after("3h")
    gone: list[datetime | str | None] = [
        ticket.acknowledged_at,
        ticket.resolved_at,
        ticket.closed_at,
        ticket.resolution,
        ticket.reviewed_at,
    ]
    assert gone == [None] * 5
    assert len(ticket.escalations) == 1


def test_a_review_is_remembered_by_its_instant() -> None:
    review = e.ReviewRecorded(at=after("2h"), by="bo", root_cause="disk")
    assert changed(resolved(TEN), review) == {"reviewed_at": after("2h")}


def test_an_applied_policy_is_followed_from_then_on() -> None:
    assert changed(followed(TEN, a_policy())) == {}
    assert a_ticket(followed(TEN, a_policy())).policy == "policy-1"


@pytest.mark.parametrize(
    ("event", "active"),
    [(taken(TEN), True), (paused(TEN), True), (resolved(TEN), False)],
    ids=["acknowledged", "waiting", "resolved"],
)
def test_work_is_active_until_it_is_resolved(event: e.Event, active: bool) -> None:
    assert a_ticket(event).is_active is active


COMPLAINED = e.ComplaintReceived(at=TEN, by="ana", requester="kim")


@pytest.mark.parametrize(
    ("event", "told_as"),
    [
        (noted(TEN), set()),
        (noted(TEN, public=True), {"note"}),
        (asked(TEN), {"reply"}),
        (COMPLAINED, {"complaint"}),
        (escalated(TEN, "L2"), {"handoff", "stakeholder_update"}),
        (escalated(TEN, "lead", ladder="management"), {"management", "stakeholder_update"}),
        (reopened(TEN), {"reopened", "status_update"}),
        (ASSESSED, set()),
    ],
    ids=["internal", "public", "reply", "complaint", "handoff", "management", "reopened", "triage"],
)
def test_an_event_knows_which_messages_tell_of_it(event: e.Event, told_as: set[str]) -> None:
    assert {name for name in MessageKind if event.is_told_as(name)} == told_as


def test_only_its_own_log_begins_a_ticket() -> None:
    log = a_log()
    assert log.is_log_of(log.id)
    assert not log.is_log_of("T-99")
    assert not noted(TEN).is_log_of(log.id)


def test_every_message_that_tells_of_an_event_is_a_kind_of_message() -> None:
    told = {name for kind in get_args(e.AnyEvent) for name in kind.messages}
    assert told <= set(MessageKind)


def test_an_edit_says_its_date_as_an_instant_and_a_missing_value_as_a_dash() -> None:
    changes = e.Changes(agreed_due_at=TEN, service=None)
    assert list(changes.said(None)) == ["service: -", ("agreed due: ", TEN)]


def test_of_what_a_person_does_to_a_ticket_only_words_ask() -> None:
    assert asked(TEN).asks(a_ticket())
    assert COMPLAINED.asks(a_ticket())
    assert not noted(TEN).asks(a_ticket())
    assert not taken(TEN).asks(a_ticket())


SENT = e.MessageSent(
    at=TEN, by=e.POLICY, key="k", message="alert", to="bo", via="mail", batch="k", queued_at=TEN
)


@pytest.mark.parametrize(
    ("event", "of_policy", "decided", "touch", "act", "verdict"),
    [
        (taken(TEN), False, False, True, True, False),
        (replace(taken(TEN), by=e.POLICY), True, True, False, False, True),
        (replace(noted(TEN), by=e.POLICY, party=Party.MACHINE), True, False, False, False, True),
        (SENT, True, True, False, False, False),
        (replace(SENT, by="bo"), False, False, True, False, False),
        (replace(a_log(), by=e.POLICY), True, True, False, False, False),
    ],
    ids=[
        *("a person", "the policy", "heard by it", "no step", "no step by a person"),
        "what lasts",
    ],
)
def test_who_did_it_and_whether_it_goes_on_with_the_ticket(
    event: e.Event, of_policy: bool, decided: bool, touch: bool, act: bool, verdict: bool
) -> None:
    assert (event.is_of_policy, event.is_decided) == (of_policy, decided)
    assert (event.is_touch, event.is_act, event.is_verdict) == (touch, act, verdict)
    assert event.is_undoable is (act or verdict)
