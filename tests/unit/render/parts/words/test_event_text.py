"""Every kind of event can be said in a line."""

from datetime import timedelta
from typing import Any, get_args

import pytest

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.latched_breach import MissedTarget
from escalate_cli.domain.ticket.events.wording import notice, spaced
from escalate_cli.render.parts.words.event_text import headline, move
from escalate_cli.render.parts.words.time_text import Wall
from tests.conftest import HOUR, a_log, after, edited, escalated, noted, paused, resumed
from tests.unit.render.tickets import POLICY, ZONE

NOW = after("5h")
MISSED = MissedTarget(clock="first_response", cycle=1, missed_at=NOW)
WALL = Wall(NOW, ZONE)
FIRED: dict[str, Any] = {
    "at": NOW,
    "by": e.POLICY,
    "key": "T-12:1:late:1:0",
    "trigger": "late",
    "type": "clock",
    "trigger_kind": "time",
    "since": NOW,
    "reason": "resolve clock reached 1h",
}
REQUEST: dict[str, Any] = {
    "at": NOW,
    "by": "bo",
    "ladder": "functional",
    "to": "L2",
    "approver": "lead",
}
ANSWER: dict[str, Any] = {"at": NOW, "by": "lee", "to": "L2", "message": "go"}
MOVE: dict[str, Any] = {"at": NOW, "by": "bo", "ladder": "functional", "to": "L2", "mode": "manual"}

RECOUNTED = (
    e.Recounted(
        clock="update",
        instance=2,
        state_before="breached",
        state="running",
        due_before=after("5h"),
        due_at=after("5h30m"),
    ),
    e.Recounted(clock="first_response", instance=1, state_before="breached", state="met"),
    e.Recounted(
        clock="resolve",
        instance=1,
        state_before="running",
        state="running",
        due_at=after("5h30m"),
    ),
)

SAID: list[tuple[e.Event, str, str]] = [
    (a_log(priority="P1"), "logged for kim as P1 at L1", ""),
    (a_log(by="kim", requester="kim"), "logged as P3 at L1", ""),
    (a_log(requester=None), "logged as P3 at L1", ""),
    (
        a_log(by="ana", requester="kim", outbound=True),
        "logged as P3 at L1, the requester has not asked",
        "",
    ),
    (
        a_log(imported_at=NOW, source="servicenow"),
        "logged for kim as P3 at L1, imported from servicenow",
        "",
    ),
    (e.TicketAssessed(at=NOW, by="bo", priority="P2", message="hm"), "assessed as P2", "hm"),
    (
        e.TicketAssessed(at=NOW, by="bo", priority="P2", priority_before="P1"),
        "assessed as P1 → P2",
        "",
    ),
    (
        e.TicketEdited(
            at=NOW, by="bo", changes=e.Changes(title="x", priority="P4"), priority_before="P1"
        ),
        "edited title: x, priority: P1 → P4",
        "",
    ),
    (
        e.TicketAssessed(
            at=NOW,
            by="bo",
            priority="P1",
            impact="high",
            urgency="low",
            category="network",
            skills=("vpn", "dns"),
            needs_decision=True,
        ),
        (
            "assessed as P1, impact high, urgency low, category network, needs vpn, dns, "
            "needs a decision"
        ),
        "",
    ),
    (e.TicketAcknowledged(at=NOW, by="bo", message="mine"), "acknowledged", "mine"),
    (e.TicketAcknowledged(at=NOW, by="bo", take=True), "acknowledged, taken over", ""),
    (
        e.TicketEscalated(**MOVE, owner="bo", notified=("bo",), reason="hard", tried="reboot"),
        "escalated to L2, now with bo, notice to bo",
        "hard\ntried: reboot",
    ),
    (
        e.TicketEscalated(
            **MOVE,
            origin="L1",
            team="specialists",
            approved_by="lee",
            impact_note="all",
            next_step="?",
        ),
        "escalated L1 → L2, approved by lee, now with specialists",
        "impact: all\nnext step: ?",
    ),
    (
        escalated(NOW, "lead", "management", owner="lee", trigger="late", break_glass=True),
        "escalated to lead, in an emergency, rule late",
        "",
    ),
    (
        e.EscalationRequested(
            **REQUEST, origin="L1", asked=("lee",), auto_at=NOW + HOUR, reason="hard"
        ),
        "asked lee to approve L1 → L2, goes by itself at 15:00",
        "hard",
    ),
    (
        e.ApproversAsked(at=NOW, by=e.POLICY, to="L2", approver="lead", asked=("mia", "max")),
        "asked mia, max too to approve the move to L2",
        "",
    ),
    (
        e.EscalationRequested(**REQUEST, afterwards=True),
        "asked lead to approve the move to L2 afterwards",
        "",
    ),
    (e.EscalationApproved(**ANSWER), "approved the move to L2", "go"),
    (
        e.EscalationDeclined(**ANSWER, for_person="max"),
        "declined the move to L2, for max",
        "go",
    ),
    (
        e.TicketReturned(
            at=NOW,
            by="bo",
            origin="L2",
            to="L1",
            owner="ana",
            message="not ours",
            routed="late shift",
        ),
        "returned from L2 to L1, now with ana",
        "not ours\nlate shift",
    ),
    (
        e.TicketReleased(at=NOW, by="bo", former="ana", owner="cy", message="ill", routed="late"),
        "released, ana had it, waits for cy",
        "ill\nlate",
    ),
    (
        e.RulesChanged(at=NOW, by=e.POLICY, rules=2, cycle=1),
        "counts by the rules of today: no clock stands otherwise",
        "",
    ),
    (
        e.RulesChanged(at=NOW, by=e.POLICY, rules=2, cycle=1, clocks=RECOUNTED),
        (
            "counts by the rules of today: update run 2 is running, was breached, "
            "due 14:30, was 14:00; first response is met, was breached; resolve is running, "
            "due 14:30, was not"
        ),
        "",
    ),
    (noted(NOW), "internal note", "…"),
    (noted(NOW, public=True), "public note", "…"),
    (noted(NOW, public=True, from_requester=True), "note from the requester", "…"),
    (e.ComplaintReceived(at=NOW, by="ana", text="still down"), "complaint", "still down"),
    (e.ComplaintReceived(at=NOW, by="ana", requester="kim"), "complaint from kim", ""),
    (e.TicketAssigned(at=NOW, by="bo", owner=None), "assigned to nobody", ""),
    (
        e.TicketAssigned(at=NOW, by="bo", owner="bo", team="specialists", message="yours"),
        "assigned to bo, team specialists",
        "yours",
    ),
    (paused(NOW), "waiting for vendor", ""),
    (paused(NOW, NOW + 24 * HOUR), "waiting for vendor until Tue 14:00", ""),
    (resumed(NOW), "resumed", ""),
    (
        edited(
            NOW, title="VPN", customer=None, tags=("a", "b"), skills=(), vip=True, description="x"
        ),
        "edited title: VPN, description, customer: -, vip: yes, tags: a b, skills: -",
        "",
    ),
    (e.TicketResolved(at=NOW, by="bo", resolution="restarted"), "resolved", "restarted"),
    (e.TicketClosed(at=NOW, by="bo", message="fine"), "closed", "fine"),
    (e.TicketReopened(at=NOW, by="kim", message="again"), "reopened", "again"),
    (
        e.ReviewRecorded(
            at=NOW, by="bo", root_cause="disk", factors=("a",), went_well=("b",), actions=("c",)
        ),
        "review recorded",
        "root cause: disk\nfactor: a\nwent well: b\naction: c",
    ),
    (
        e.TriggerFired(**FIRED, action="notified", notified=("lee",)),
        "rule late, notice to lee",
        "resolve clock reached 1h",
    ),
    (
        e.TriggerFired(**FIRED, action="superseded"),
        "rule late, superseded by a higher move",
        "resolve clock reached 1h",
    ),
    (
        e.TriggerFired(**FIRED, action="prioritised"),
        "rule late, prioritised",
        "resolve clock reached 1h",
    ),
    (
        e.TargetBreached(
            at=NOW,
            by=e.POLICY,
            clock="first_response",
            cycle=1,
            instance=1,
            breached_at=NOW - HOUR,
            target=timedelta(hours=26),
            policy=POLICY.rules.id,
        ),
        "first response target of 26h breached at 13:00",
        "",
    ),
    (
        e.MessageSent(
            at=NOW,
            by=e.POLICY,
            key="k",
            message="status_update",
            to="bo",
            via="mail",
            batch="k",
            queued_at=NOW,
        ),
        "status update sent to bo by mail",
        "",
    ),
    (
        e.MessageDropped(
            at=NOW, by="ana", key="k", message="alert", to="bo", queued_at=NOW, reason="called him"
        ),
        "alert for bo dropped unsent",
        "called him",
    ),
    (
        e.TicketLinked(
            at=NOW, by="ana", relation=e.Relation.DUPLICATE_OF, ticket="T-9", message="the same"
        ),
        "closed as a duplicate of T-9",
        "the same",
    ),
    (
        e.PolicyApplied(at=NOW, by="ana", policy=POLICY.rules.id),
        "follows policy version 3f2a91c0 from here",
        "",
    ),
    (
        e.ChangeUndone(at=NOW, by="ana", undone=7, withdrawn=True, message="twice"),
        "undid change 7, the ticket is withdrawn",
        "twice",
    ),
    (e.ChangeUndone(at=NOW, by="ana", undone=7), "undid change 7", ""),
    (
        e.ChangeUndone(at=NOW, by="lee", undone=7, missed=(MISSED,), message="meant T-2"),
        "undid change 7, first response missed at 14:00 counts no more",
        "meant T-2",
    ),
    (
        e.HistoryImported(at=NOW, by="ana", source="remedy", imported_at=NOW, count=2),
        "imported 2 later events from remedy",
        "",
    ),
    (
        e.BreachExcused(at=NOW, by="lee", clock="level", cycle=2, message="holiday"),
        "excused the breach of level, cycle 2",
        "holiday",
    ),
    (
        e.EventRedacted(at=NOW, by="ana", event=17, seal="00", message="a password"),
        "redacted event 17",
        "a password",
    ),
    (
        e.HandEdited(at=NOW, by="unknown", cells=("title", "level")),
        "edited by hand in the store's file: title, level",
        "",
    ),
]


@pytest.mark.parametrize(("event", "line", "text"), SAID, ids=lambda case: str(case)[:40])
def test_an_event_has_a_headline_and_what_was_written(event: e.Event, line: str, text: str) -> None:
    assert (headline(event, WALL), event.written) == (line, text)


def test_no_kind_of_event_is_left_out() -> None:
    assert {type(event) for event, _, _ in SAID} == set(get_args(e.AnyEvent))


class SomethingNew(e.Event, frozen=True, kw_only=True):
    """A kind of event that nobody has found words for."""

    message: str = ""


def test_a_kind_without_words_of_its_own_is_named() -> None:
    event = SomethingNew(at=NOW, by="bo", message="so it is")
    assert (headline(event, WALL), event.written) == ("something new", "so it is")


def test_moves_are_written_in_ascii_where_they_must() -> None:
    assert headline(escalated(NOW, "L2", origin="L1"), WALL, "->").startswith("escalated L1 -> L2")
    assert move("L1", "L2", "->") == "L1 -> L2"
    assert move(None, "lead") == "to lead"


def test_names_are_written_for_people() -> None:
    assert spaced("first_response") == "first response"
    assert (notice(("bo", "lee")), notice(())) == ("notice to bo, lee", "")
