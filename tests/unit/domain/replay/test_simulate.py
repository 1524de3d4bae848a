"""A record told anew: people at their instants, the policy when something is due under it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Approval
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.replay.simulate import UNANSWERED, ReplayedTicket, beside, simulate
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    FUNCTIONAL_LEVELS,
    MINUTE,
    a_log,
    a_policy,
    after,
    clock_rule,
    edited,
    escalated,
    followed,
    noted,
    policies,
    resolved,
    resumed,
    rules_of,
    severity_rule,
    taken,
    targets,
    when,
)

P1 = when(priority="P1")
CRITICAL = severity_rule("critical", when=P1, escalate="manager")


def climbing(at: str, **changes: Any) -> Policy:
    """Return a policy under which a ticket goes to L2 after a while."""
    told: dict[str, Any] = {
        "id": f"policy-{at}",
        "rules": (CRITICAL, clock_rule("climb", at=at, escalate="L2", notify=("owner",))),
        "targets": (targets(resolve="9d"),),
    }
    return a_policy(**told | changes)


SLOW, FAST = climbing("2h"), climbing("1h")


def record(
    policy: Policy, *people: e.Event, checks: Iterable[str] = (), log: e.TicketLogged | None = None
) -> list[e.Event]:
    """Return what becomes of a ticket if people act, and somebody checks, at some instants."""
    first = replace(log or a_log(), policy=policy.rules.id, change=1)
    history = History([first], rules_of(policy))
    Engine(history, policy.people).react()
    looks: list[datetime | e.Event] = sorted(
        (*people, *map(after, checks)), key=lambda x: x.at if isinstance(x, e.Event) else x
    )
    for change, look in enumerate(looks, 2):
        if isinstance(look, e.Event):
            history.add(look)
            Engine(history, policy.people).react()
        else:
            Engine(history, policy.people).advance(look)
        history.events[:] = [x if x.change else replace(x, change=change) for x in history.events]
    return history.events


def told(
    events: list[e.Event], policy: Policy, until: str = "9h", checked: str | None = "9h"
) -> ReplayedTicket:
    pinned = policies(SLOW, FAST, policy)
    return simulate(events, pinned, policy, after(until), after(checked) if checked else None)


def fired(history: History) -> list[tuple[str, datetime, str]]:
    return [(x.trigger, x.at, x.action) for x in history.fired.values()]


EVERY_QUARTER = [f"{n * 15}m" for n in range(1, 36)]


def test_the_policy_it_was_made_under_makes_the_same_of_it() -> None:
    events = record(SLOW, taken(after("10m")), checks=EVERY_QUARTER)
    found = told(events, SLOW)
    assert fired(found.before) == fired(found.after) == [("climb", after("2h"), "escalated")]
    assert (found.facts, found.moot, found.elsewhere, found.unasked) == (1, (), 0, 0)


def test_another_policy_acts_at_the_instants_that_are_its_own() -> None:
    events = record(SLOW, taken(after("10m")), checks=EVERY_QUARTER)
    found = told(events, FAST)
    assert fired(found.after) == [("climb", after("1h"), "escalated")]
    assert found.after.rules is FAST.rules
    assert found.after.ticket.level == "L2"


def test_a_check_that_came_late_comes_late_under_another_policy_too() -> None:
    events = record(SLOW, checks=["30m", "2h40m"])
    assert fired(told(events, climbing("130m")).after) == [("climb", after("2h40m"), "escalated")]
    assert fired(told(events, climbing("3h")).after) == [("climb", after("3h"), "escalated")]


def test_after_the_last_check_the_policy_does_nothing() -> None:
    events = record(SLOW, taken(after("10m")), checks=["30m"])
    assert fired(told(events, FAST, checked="50m").after) == []
    assert fired(told(events, FAST, checked=None, until="50m").after) == []
    assert fired(told(events, FAST, checked="1h").after) == [("climb", after("1h"), "escalated")]


def test_what_people_did_after_the_last_check_still_happened() -> None:
    events = record(SLOW, edited(after("3h"), priority="P1"), resolved(after("4h")), checks=["1h"])
    found = told(events, FAST, until="1h", checked="1h")
    assert fired(found.after) == [
        ("climb", after("1h"), "escalated"),
        ("critical", after("3h"), "escalated"),
    ]
    assert found.after.ticket.resolved_at == after("4h")


def test_where_nobody_checked_at_all_the_policy_acts_at_once() -> None:
    events = record(SLOW, taken(after("10m")))
    assert fired(told(events, SLOW).after) == []
    assert fired(told(events, SLOW, checked=None).after) == [("climb", after("2h"), "escalated")]


def test_a_person_who_comes_later_than_the_policy_finds_nothing_to_do() -> None:
    late = escalated(after("90m"), "L2")
    events = record(SLOW, late, checks=EVERY_QUARTER)
    found = told(events, FAST)
    assert [(x.at, x.by) for x in found.moot] == [(after("90m"), "bo")]
    assert (found.facts, found.elsewhere) == (1, 1)
    [note] = [x for x in found.after.events if isinstance(x, e.NoteAdded)]
    assert (note.at, note.by, note.public) == (after("90m"), "bo", False)
    assert found.after.ticket.touched_at == after("90m")


def test_a_move_that_needs_a_yes_now_is_counted() -> None:
    third = replace(FUNCTIONAL_LEVELS[2], approval=Approval(by="lead"))
    events = record(SLOW, escalated(after("5m"), "L3"), checks=EVERY_QUARTER)
    found = told(events, climbing("2h", functional=(*FUNCTIONAL_LEVELS[:2], third)))
    assert found.unasked == 1
    assert found.after.ticket.level == "L3"


def test_a_command_decides_what_it_makes_true() -> None:
    events = record(SLOW, edited(after("20m"), priority="P1"), checks=EVERY_QUARTER)
    found = told(events, FAST)
    assert fired(found.after)[0] == ("critical", after("20m"), "escalated")


def test_what_was_done_behind_the_programs_back_is_decided_by_the_next_check() -> None:
    by_hand = e.HandEdited(
        at=after("20m"), by="unknown", cells=("priority",), changes=e.Changes(priority="P1")
    )
    assert isinstance(by_hand, UNANSWERED)
    history = History(
        [replace(a_log(), policy=SLOW.rules.id, change=1), replace(by_hand, change=2)],
        rules_of(SLOW),
    )
    Engine(history, SLOW.people).advance(after("30m"))
    events = [x if x.change else replace(x, change=3) for x in history.events]
    for policy in (SLOW, FAST):
        assert fired(told(events, policy).after)[0] == ("critical", after("30m"), "escalated")


def test_one_command_decides_once_though_it_says_two_things() -> None:
    gone = replace(escalated(after("5m"), "L3", break_glass=True), change=2)
    asks = e.EscalationRequested(
        at=after("5m"),
        by="bo",
        ladder="functional",
        to="L3",
        approver="lead",
        afterwards=True,
        change=2,
    )
    third = replace(FUNCTIONAL_LEVELS[2], approval=Approval(by="lead"))
    arrived = severity_rule("arrived", when=when(level="L3"), notify=("lead",))
    policy = climbing("2h", rules=(arrived,), functional=(*FUNCTIONAL_LEVELS[:2], third))
    events = [replace(a_log(), policy=SLOW.rules.id, change=1), gone, asks]
    kinds = [e.kind_of(x) for x in told(events, policy).after.events]
    assert kinds == ["ticket_logged", "ticket_escalated", "escalation_requested", "trigger_fired"]


def test_what_was_undone_is_passed_over_with_what_followed_from_it() -> None:
    events = record(SLOW, edited(after("20m"), priority="P1"))
    undone = e.ChangeUndone(at=after("25m"), by="bo", undone=2, change=3)
    found = told([*events, undone], FAST, checked=None)
    assert fired(found.after) == [("climb", after("1h"), "escalated")]
    assert found.after.ticket.management_level is None
    assert [e.kind_of(x) for x in found.after.events[:2]] == ["ticket_logged", "change_undone"]


def test_messages_and_changes_of_policy_are_left_out() -> None:
    sent = e.MessageSent(
        at=after("5m"),
        by=e.POLICY,
        key="k",
        message="alert",
        to="lead",
        via="mail",
        batch="b",
        queued_at=after("1m"),
    )
    unsent = e.MessageDropped(
        at=after("5m"), by="ana", key="l", message="alert", to="lead", queued_at=after("1m")
    )
    applied = replace(followed(after("6m"), FAST), change=4)
    events = [*record(SLOW), sent, unsent, replace(unsent, by=e.POLICY), applied]
    found = told(events, SLOW, checked=None)
    assert [e.kind_of(x) for x in found.after.events] == [
        "ticket_logged",
        "trigger_fired",
        "ticket_escalated",
    ]
    assert found.before.rules is FAST.rules
    assert found.facts == 0


def test_a_wait_that_ended_is_seen_as_ended() -> None:
    waits = e.TicketPaused(at=after("5m"), by="bo", waiting_for="vendor", until=after("20m"))
    events = record(SLOW, waits, resumed(after("30m")))
    assert told(events, SLOW, checked=None).moot == tuple(
        x for x in events if isinstance(x, e.TicketResumed)
    )


def test_an_imported_ticket_is_told_as_if_it_had_been_logged_here() -> None:
    log = a_log(imported_at=after("8h"))
    events = [
        replace(log, policy=SLOW.rules.id, change=1),
        replace(resolved(after("3h")), change=1),
    ]
    found = told(events, SLOW)
    assert fired(found.before) == []
    assert fired(found.after) == [("climb", after("2h"), "escalated")]


def test_reminders_that_nobody_could_send_are_not_sent() -> None:
    nagging = clock_rule(
        "nag", clock="acknowledge", at="15m", repeat=Repeat(every=15 * MINUTE, times=9)
    )
    policy = climbing("2h", rules=(nagging,))
    events = record(policy, noted(after("5m")), taken(after("70m")), checks=["20m", "65m"])
    found = told(events, policy)
    assert fired(found.after) == fired(found.before)
    assert [x.key for x in found.after.fired.values()] == ["T-1:1:nag:1:0", "T-1:1:nag:1:3"]


@pytest.mark.parametrize("checked", ["9h", None], ids=["checked", "never checked"])
def test_a_replay_beside_a_replay_of_the_same_is_the_same(checked: str | None) -> None:
    events = record(SLOW, escalated(after("90m"), "L2"), checks=EVERY_QUARTER)
    one = told(events, FAST, checked=checked)
    both = beside(one, told(events, FAST, checked=checked))
    assert fired(both.before) == fired(both.after)
    assert (both.moot, both.facts, both.elsewhere) == ((), 1, 1)


def test_a_replay_beside_another_says_what_is_moot_in_it_alone() -> None:
    events = record(SLOW, escalated(after("90m"), "L2"), checks=EVERY_QUARTER)
    both = beside(told(events, FAST), told(events, SLOW))
    assert fired(both.before) == [("climb", after("2h"), "satisfied")]
    assert len(both.moot) == 1


def test_a_telling_makes_up_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    events = record(SLOW, edited(after("20m"), priority="P1"), checks=EVERY_QUARTER)
    are_silent = []

    def tell(run: Evaluation, _messages: Iterable[object]) -> None:
        are_silent.append(run._silent)

    monkeypatch.setattr(Evaluation, "tell", tell)
    told(events, FAST)
    assert len(are_silent) > 1
    assert all(are_silent)
