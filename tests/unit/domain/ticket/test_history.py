"""A history only grows, keeps its order, and knows how the ticket stood at any time."""

from datetime import datetime

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import ClockState
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import TAKEN_UP, Status
from tests.conftest import (
    HOUR,
    MONDAY_NINE,
    a_history,
    a_policy,
    a_ticket,
    after,
    changed,
    followed,
    noted,
    paused,
    reopened,
    resolved,
    rule_fired,
    rules_of,
    taken,
    targets,
)

AN_HOUR = a_policy(targets=(targets(resolve="1h", acknowledge="30m"),))


def test_an_event_that_claims_to_be_older_takes_the_instant_of_the_last() -> None:
    history = a_history(taken(after("2h")))
    history.add(noted(after("1h")))
    late = history.events[-1]
    assert (late.at, late.clock_at) == (after("2h"), after("1h"))


def test_an_event_in_order_says_nothing_about_the_clock_on_the_wall() -> None:
    history = a_history(taken(after("2h")))
    history.add(noted(after("2h")))
    assert history.events[-1].clock_at is None


def test_a_clock_that_went_backwards_changes_nothing_recorded() -> None:
    history = a_history(taken(after("2h")), policy=AN_HOUR)
    before = list(history.events)
    history.add(resolved(MONDAY_NINE))
    assert history.events[:-1] == before
    assert history.ticket.clocks["resolve"].breached_at == after("1h")


def test_what_was_withdrawn_gives_its_instant_to_nothing_after_it() -> None:
    hasty = replace(taken(after("5h")), change=2)
    history = a_history(hasty, message_sent(at=after("6h"), queued_at=after("5h")))
    assert history.latest_at == after("6h")
    for event in (e.ChangeUndone(at=after("1h"), by="bo", undone=2), noted(after("2h"))):
        history.add(event)
        assert history.latest_at == event.at
        assert (history.events[-1].at, history.events[-1].clock_at) == (event.at, None)


def test_where_all_is_withdrawn_the_log_is_the_latest() -> None:
    undone = e.ChangeUndone(at=after("1h"), by="bo", undone=1, withdrawn=True, change=1)
    assert a_history(undone, change=1).latest_at == MONDAY_NINE


def test_the_first_event_needs_no_event_before_it() -> None:
    history = History([], rules_of(a_policy()))
    log = a_history().events[0]
    assert history.add(log).id == "T-1"
    assert history.steps[0].event is log


def test_folding_events_gives_the_ticket_that_adding_them_gave() -> None:
    history = a_history(taken(after("1h")), paused(after("2h"), until=after("3h")), policy=AN_HOUR)
    history.add(noted(after("4h")))
    assert History(history.events, history.rules_of).ticket == history.ticket


def test_every_event_survives_its_json() -> None:
    history = a_history(taken(after("1h")), paused(after("2h"), until=after("3h")))
    encoded = msgspec.json.encode(history.events)
    assert msgspec.json.decode(encoded, type=list[e.AnyEvent]) == history.events
    assert msgspec.json.decode(msgspec.json.encode(history.ticket), type=type(history.ticket)) == (
        history.ticket
    )


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("90m", Status.WAITING),
        ("2h", Status.ACKNOWLEDGED),
        ("3h", Status.ACKNOWLEDGED),
    ],
    ids=["before", "at its end", "after"],
)
def test_a_wait_with_an_end_is_over_without_anybody_looking(at: str, status: Status) -> None:
    history = a_history(paused(after("1h"), until=after("2h")))
    assert history.seen(after(at)).status is status
    assert history.ticket.status is Status.WAITING


def test_the_clock_runs_from_the_end_of_a_wait_not_from_the_next_event() -> None:
    parked = paused(after("10m"), until=after("2h"))
    noticed_late = a_history(parked, noted(after("5h")), policy=AN_HOUR)
    assert noticed_late.ticket.clocks["resolve"].breached_at == after("2h50m")
    assert [step.at for step in noticed_late.steps] == [
        MONDAY_NINE,
        after("10m"),
        after("2h"),
        after("5h"),
    ]


def test_steps_until_an_instant_hold_the_end_of_a_wait() -> None:
    history = a_history(paused(after("1h"), until=after("2h")))
    assert len(history.steps_until(after("90m"))) == 2
    woken = history.steps_until(after("3h"))[-1]
    assert (woken.at, woken.event, woken.ticket.status) == (after("2h"), None, Status.ACKNOWLEDGED)
    assert len(history.steps) == 2


def message_sent(at: datetime, queued_at: datetime) -> e.MessageSent:
    return e.MessageSent(
        at=at,
        by="policy",
        key="k",
        message="alert",
        to="bo",
        via="mail",
        batch="b",
        queued_at=queued_at,
    )


def test_a_message_that_was_sent_is_kept_and_changes_nothing() -> None:
    history = a_history(taken(after("1h")))
    before = history.ticket
    sent = message_sent(at=after("2h"), queued_at=after("1h"))
    history.add(sent)
    assert (history.events[-1], history.ticket) == (sent, before)
    assert len(history.steps) == 2


def test_a_step_keeps_the_policy_it_was_under() -> None:
    new = changed(AN_HOUR, id="policy-2")
    log = a_history(policy=AN_HOUR).events
    history = History([*log, followed(after("1h"), new)], rules_of(AN_HOUR, new))
    assert [step.rules.id for step in history.steps] == ["policy-1", "policy-2"]
    assert history.rules is new.rules


def breach(clock: str = "resolve", *, cycle: int = 1, instance: int = 1) -> e.TargetBreached:
    return e.TargetBreached(
        at=after("5h"),
        by="policy",
        clock=clock,
        cycle=cycle,
        instance=instance,
        breached_at=after("1h"),
        target=after("1h") - MONDAY_NINE,
        policy="policy-1",
    )


def test_a_breach_is_noted_on_its_clock() -> None:
    ticket = a_ticket(breach(), policy=AN_HOUR)
    clock = ticket.clocks["resolve"]
    assert (clock.breached_at, clock.noticed_at) == (after("1h"), after("5h"))


@pytest.mark.parametrize(
    "event",
    [breach(instance=2), breach("no such clock"), noted(after("5h"))],
    ids=["another run of it", "unknown clock", "another event"],
)
def test_only_the_breached_run_of_the_clock_is_marked(event: e.Event) -> None:
    ticket = a_ticket(policy=AN_HOUR)
    assert event.apply(ticket).clocks is ticket.clocks


def test_a_breach_of_the_last_cycle_is_not_noted_on_this_one() -> None:
    ticket = a_ticket(resolved(after("3h")), reopened(after("4h")), breach(), policy=AN_HOUR)
    clock = ticket.clocks["resolve"]
    assert (clock.cycle, clock.state, clock.noticed_at) == (2, ClockState.RUNNING, None)


def test_a_decision_is_made_on_a_ticket_whose_wait_is_over_by_then() -> None:
    history = a_history(paused(after("1h"), until=after("2h")), policy=AN_HOUR)
    history.add(rule_fired(after("3h"), key="T-1:1:late:1:1"))
    assert history.ticket.status is Status.ACKNOWLEDGED
    assert history.steps[-1].ticket is history.ticket
    assert [step.at for step in history.steps][-1] == after("2h")


def test_a_decision_names_the_undo_by_which_it_counts_no_more() -> None:
    kept = rule_fired(after("1h"), key="T-1:1:kept:1:0", change=2)
    gone = rule_fired(after("1h"), key="T-1:1:gone:1:0", change=3)
    history = a_history(kept, gone)
    assert history.withdrawn_by(gone.key) is None
    history.add(e.ChangeUndone(at=after("2h"), by="bo", undone=3, change=4, seq=4))
    history.add(e.ChangeUndone(at=after("3h"), by="bo", undone=9, change=5, seq=5))
    assert (history.withdrawn_by(gone.key), history.withdrawn_by(kept.key)) == (4, None)


WITHDRAWN = e.ChangeUndone(at=after("5h"), by="bo", undone=7, withdrawn=True)
"""It comes after the target to resolve was missed, of 4 hours."""

MISSED = a_policy(targets=(targets(resolve="4h"),))
BEFORE = TAKEN_UP - 1


def test_a_ticket_is_withdrawn_until_it_is_reopened() -> None:
    history = a_history(WITHDRAWN, policy=MISSED)
    assert (history.is_withdrawn, history.first_cycle) == (True, 1)
    history.add(reopened(after("6h")))
    assert (history.is_withdrawn, history.first_cycle) == (False, 2)
    history.add(resolved(after("7h")))
    assert (history.is_withdrawn, history.first_cycle) == (False, 2)


def test_of_what_was_withdrawn_nothing_was_missed_once_it_is_reopened() -> None:
    history = a_history(WITHDRAWN, policy=MISSED)
    assert history.ticket.breaches
    history.add(reopened(after("6h")))
    assert history.ticket.breaches == ()
    assert list(history.replaced_runs) == []
    assert history.seen(after("11h")).breaches[0].cycle == 2


def test_a_reopening_goes_on_with_no_clock_of_what_was_withdrawn() -> None:
    goes_on = a_policy(targets=(targets(resolve="4h"),), reopening="continue")
    history = a_history(WITHDRAWN, reopened(after("6h")), policy=goes_on)
    clock = history.ticket.clocks["resolve"]
    assert (clock.started_at, clock.spent, clock.was_breached) == (after("6h"), HOUR * 0, False)


def test_a_reopening_that_was_undone_leaves_it_withdrawn() -> None:
    again = replace(reopened(after("6h")), change=9)
    undone = e.ChangeUndone(at=after("7h"), by="bo", undone=9)
    history = a_history(WITHDRAWN, again, undone, policy=MISSED)
    assert (history.is_withdrawn, history.first_cycle) == (True, 1)


def test_by_rules_of_before_it_stayed_withdrawn_for_ever() -> None:
    over = (reopened(after("6h"), rules=BEFORE), resolved(after("7h")))
    history = a_history(WITHDRAWN, *over, policy=MISSED, rules=BEFORE)
    assert (history.is_withdrawn, history.first_cycle) == (True, 1)
    assert history.ticket.breaches
    assert [run.cycle for run in history.replaced_runs if run.name == "resolve"] == [1]
    history.add(reopened(after("8h")))
    assert (history.is_withdrawn, history.first_cycle) == (False, 3)
    assert list(history.replaced_runs) == []


def test_a_verdict_of_what_was_withdrawn_does_not_stand_once_it_is_reopened() -> None:
    found = replace(breach(), change=3)
    history = a_history(found, WITHDRAWN, policy=MISSED)
    assert history.stands(1, 1)
    history.add(reopened(after("6h")))
    assert not history.stands(1, 1)
