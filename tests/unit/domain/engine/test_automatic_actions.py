"""What the engine does by itself: ends waits, records breaches, grants requests, closes."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Status
from tests.conftest import (
    FUNCTIONAL_LEVELS,
    HOUR,
    MONDAY_NINE,
    PEOPLE,
    a_history,
    a_policy,
    after,
    asked_afterwards,
    changed,
    checked,
    closed,
    followed,
    paused,
    reopened,
    resolved,
    rules_of,
    taken,
    targets,
)

AN_HOUR = a_policy(targets=(targets(resolve="1h"),), close_after=Delay(timedelta(days=3)))


def requested(at: datetime, **fields: object) -> e.EscalationRequested:
    told = {"ladder": "functional", "to": "L3", "approver": "lead", "auto_at": after("1h")}
    return e.EscalationRequested(at=at, by="bo", **told | fields)  # type: ignore[arg-type]


def test_a_wait_with_an_end_is_ended_as_of_that_instant() -> None:
    history = a_history(paused(after("30m"), until=after("2h")), policy=a_policy())
    assert checked(history, after("119m")) == ()
    assert checked(history, after("5h")) == (
        Decision(
            key="T-1:1:resume.wait:1:0",
            ticket="T-1",
            trigger="wait",
            type="resume",
            since=after("2h"),
            noticed_at=after("5h"),
            action="resumed",
        ),
    )
    assert history.events[-1] == e.TicketResumed(at=after("5h"), by="policy", since=after("2h"))
    assert history.ticket.status is Status.ACKNOWLEDGED
    assert checked(history, after("9h")) == ()


def test_each_wait_has_a_key_of_its_own() -> None:
    history = a_history(paused(after("30m"), until=after("1h")), policy=a_policy())
    (first,) = checked(history, after("1h"))
    history.add(paused(after("2h"), until=after("3h")))
    (second,) = checked(history, after("3h"))
    assert first.key != second.key


def test_a_breach_is_recorded_with_the_due_instant_and_when_it_was_noticed() -> None:
    history = a_history(policy=AN_HOUR)
    (decision,) = checked(history, after("5h"))
    assert (decision.key, decision.since) == ("T-1:1:breach.resolve:1:0", after("1h"))
    assert history.events[-1] == e.TargetBreached(
        at=after("5h"),
        by="policy",
        clock="resolve",
        cycle=1,
        instance=1,
        breached_at=after("1h"),
        target=HOUR,
        policy="policy-1",
    )
    clock = history.ticket.clocks["resolve"]
    assert (clock.breached_at, clock.noticed_at) == (after("1h"), after("5h"))


def test_breaches_are_recorded_in_the_order_they_happened() -> None:
    policy = a_policy(targets=(targets(resolve="2h", acknowledge="1h", update="90m"),))
    decisions = checked(a_history(policy=policy), after("5h"))
    assert [decision.trigger for decision in decisions] == ["acknowledge", "update", "resolve"]


def test_two_cycles_noticed_in_one_run_have_two_keys() -> None:
    history = a_history(resolved(after("2h")), reopened(after("3h")), policy=AN_HOUR)
    decisions = checked(history, after("9h"))
    assert [decision.key for decision in decisions] == [
        "T-1:1:breach.resolve:1:0",
        "T-1:2:breach.resolve:1:0",
    ]


def test_a_breach_is_recorded_under_the_policy_that_was_broken() -> None:
    new = changed(AN_HOUR, id="policy-2")
    log = a_history(policy=AN_HOUR).events
    history = History([*log, followed(after("2h"), new)], rules_of(AN_HOUR, new))
    checked(history, after("3h"))
    assert [x.policy for x in history.events if isinstance(x, e.TargetBreached)] == ["policy-1"]


def test_a_resolved_ticket_closes_when_its_time_is_over() -> None:
    history = a_history(resolved(after("30m")), policy=AN_HOUR)
    assert checked(history, after("3d29m")) == ()
    (decision,) = checked(history, after("4d"))
    assert (decision.key, decision.since) == ("T-1:1:close.close-after:1:0", after("3d30m"))
    assert (history.ticket.status, history.ticket.closed_at) == (Status.CLOSED, after("4d"))
    assert checked(history, after("5d")) == ()


def test_whoever_is_kept_informed_hears_of_the_closure() -> None:
    history = a_history(resolved(after("30m")), policy=AN_HOUR, stakeholders=("eva",))
    outcome = Engine(history, PEOPLE).advance(after("4d"))
    assert [(message.kind, message.to) for message in outcome.messages] == [
        ("closure", "kim"),
        ("closure", "eva"),
    ]


def test_a_closed_or_reopened_ticket_does_not_close_again() -> None:
    for event in (closed(after("1h")), reopened(after("1h"))):
        history = a_history(resolved(after("30m")), event, policy=changed(AN_HOUR, targets=()))
        assert checked(history, after("9d")) == ()


def test_a_request_that_nobody_answered_is_granted() -> None:
    history = a_history(taken(after("1m")), requested(after("2m")), policy=a_policy())
    assert checked(history, after("59m")) == ()
    outcome = Engine(history, PEOPLE).advance(after("2h"))
    (decision,) = outcome.decisions
    assert (decision.type, decision.since, decision.action) == ("approval", after("1h"), "approved")
    approved, moved = history.events[-2:]
    assert isinstance(approved, e.EscalationApproved)
    assert isinstance(moved, e.TicketEscalated)
    assert (moved.at, moved.by, moved.approved_by) == (after("2h"), "bo", "policy")
    assert (moved.mode, moved.origin, moved.to) == ("manual", "L1", "L3")
    assert history.ticket.pending_approval is None
    assert [message.to for message in outcome.messages] == ["L3-one", "kim"]
    assert checked(history, after("3h")) == ()


def test_a_request_without_an_end_waits_for_its_yes() -> None:
    history = a_history(requested(MONDAY_NINE, auto_at=None), policy=a_policy())
    assert checked(history, after("99d")) == ()
    assert history.ticket.pending_approval is not None


def test_a_request_into_a_level_that_is_gone_is_not_granted() -> None:
    history = a_history(requested(MONDAY_NINE, to="L9"), policy=a_policy())
    assert checked(history, after("2h")) == ()


def test_a_request_lapses_with_the_resolution() -> None:
    history = a_history(requested(MONDAY_NINE), resolved(after("30m")), policy=a_policy())
    assert checked(history, after("2h")) == ()
    assert history.ticket.level == "L1"


def test_a_word_after_the_resolution_reopens_where_the_policy_has_it_so() -> None:
    policy = changed(AN_HOUR, after_resolution="reopen")
    history = a_history(resolved(after("10m")), asked_afterwards(after("2h")), policy=policy)
    outcome = Engine(history, PEOPLE).react()
    assert [(d.key, d.type, d.action) for d in outcome.decisions] == [
        ("T-1:2:reopen.after-resolution:1:0", "reopen", "reopened")
    ]
    assert [message.kind for message in outcome.messages] == ["reopened", "status_update"]
    assert (history.ticket.status, history.ticket.cycle) == (Status.OPEN, 2)
    assert history.events[-1].is_of_policy
    assert Engine(history, PEOPLE).react().decisions == ()


def test_an_answer_that_is_owed_reopens_nothing_by_itself() -> None:
    history = a_history(resolved(after("10m")), asked_afterwards(after("2h")), policy=AN_HOUR)
    assert Engine(history, PEOPLE).react().decisions == ()
    assert history.ticket.status is Status.RESOLVED


def test_what_its_owner_let_lie_is_released_and_they_hear_of_it() -> None:
    first = replace(FUNCTIONAL_LEVELS[0], unack_after=Delay(4 * HOUR))
    policy = a_policy(functional=(first, *FUNCTIONAL_LEVELS[1:]))
    history = a_history(taken(after("1h"), "ana"), policy=policy)
    engine = Engine(history, PEOPLE)
    assert engine.next_at(after("1h")) == after("5h")
    assert engine.advance(after("299m")).decisions == ()
    outcome = engine.advance(after("6h"))
    [decision] = outcome.decisions
    assert (decision.key, decision.action) == ("T-1:1:release.unack-after:1:0", "released")
    assert (decision.since, decision.noticed_at) == (after("5h"), after("6h"))
    assert [(message.kind, message.to) for message in outcome.messages] == [("released", "ana")]
    assert (history.ticket.status, history.ticket.owner) == (Status.OPEN, None)
    assert engine.advance(after("90h")).decisions == ()


def test_each_release_has_a_key_of_its_own() -> None:
    first = replace(FUNCTIONAL_LEVELS[0], unack_after=Delay(4 * HOUR))
    policy = a_policy(functional=(first, *FUNCTIONAL_LEVELS[1:]))
    history = a_history(taken(MONDAY_NINE), policy=policy)
    checked(history, after("4h"))
    history.add(taken(after("5h")))
    assert [each.key for each in checked(history, after("9h"))] == ["T-1:1:release.unack-after:2:0"]
