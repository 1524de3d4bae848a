"""What of its past counts for a clock when a row of the targets comes, changes or goes."""

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock, ClockState
from escalate_cli.domain.ticket.counting import BEGINNINGS, spent_within
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.rules_upgrade import follow_rules
from escalate_cli.domain.ticket.ticket import PUNCTUAL, STOOD
from tests.conftest import (
    HOUR,
    MINUTE,
    a_history,
    a_policy,
    after,
    answered,
    changed,
    edited,
    escalated,
    followed,
    paused,
    resolved,
    resumed,
    rules_of,
    taken,
    targets,
    when,
)

NOTHING = timedelta(0)
DUTIES = ("first_response", "next_response", "update", "acknowledge")
EVERY = dict.fromkeys(CLOCKS, "8h")
P1, P2 = when(priority="P1"), when(priority="P2")
ONLY_P1 = a_policy(targets=(targets("office", of=P1, **EVERY),))
QUICK_AND_SLOW = a_policy(
    targets=(
        targets(of=P1, update="30m"),
        targets(of=P2, update="2h"),
        targets(of=when(priority="P3"), first_response="4h"),
    )
)


def raised(at: str, to: str = "P1") -> e.TicketEdited:
    return edited(after(at), priority=to)


def clocks_of(*events: e.Event, until: str, policy: Policy = ONLY_P1) -> dict[str, Clock]:
    return dict(a_history(*events, policy=policy).seen(after(until)).clocks)


def updating(*events: e.Event, until: str, priority: str = "P3") -> Clock:
    history = a_history(*events, policy=QUICK_AND_SLOW, priority=priority)
    return history.seen(after(until)).clocks["update"]


def test_a_promise_about_the_whole_life_counts_its_time_on_the_hours_of_its_first_row() -> None:
    """From Monday nine to Tuesday 09:30: a day of eight hours, and half an hour."""
    clocks = clocks_of(raised("24h30m"), until="24h30m")
    for name in ("resolve", "level"):
        assert clocks[name].spent == 8 * HOUR + 30 * MINUTE
        assert (clocks[name].due_at, clocks[name].breached_at) == (after("24h30m"), None)


@pytest.mark.parametrize("name", DUTIES)
def test_a_duty_to_somebody_begins_with_its_first_row(name: str) -> None:
    clock = clocks_of(raised("2h"), until="3h")[name]
    assert (clock.spent, clock.due_at) == (HOUR, after("1d2h"))


def test_a_target_spent_before_it_came_is_breached_at_the_change_once_time_passes() -> None:
    clocks = clocks_of(raised("26h"), until="26h1m")
    breached = {name: clock.breached_at for name, clock in clocks.items() if clock.breached_at}
    assert breached == {"resolve": after("26h"), "level": after("26h")}


def test_waits_before_the_first_row_do_not_count() -> None:
    events = paused(after("1h")), resumed(after("2h")), paused(after("3h")), resumed(after("5h"))
    assert clocks_of(*events, raised("6h"), until="6h")["resolve"].spent == 3 * HOUR


def test_a_wait_that_goes_on_when_the_first_row_comes_does_not_count_either() -> None:
    waiting = clocks_of(paused(after("1h")), raised("3h"), until="4h")["resolve"]
    assert (waiting.spent, waiting.due_at, waiting.state) == (HOUR, None, ClockState.PAUSED)
    events = paused(after("1h")), raised("3h"), resumed(after("4h"))
    assert clocks_of(*events, until="5h")["resolve"].spent == 2 * HOUR


def test_a_wait_that_was_noted_in_between_is_one_wait() -> None:
    wait = paused(after("1h")), edited(after("2h"), title="Mail"), edited(after("3h"), title="X")
    history = a_history(*wait, policy=ONLY_P1)
    assert history.ticket.clocks["resolve"].pauses == ((after("1h"), after("3h")),)


def test_without_any_row_time_is_counted_for_rules_that_ask_for_a_time() -> None:
    assert clocks_of(until="30h", policy=a_policy())["acknowledge"].spent == 30 * HOUR
    office = a_policy(targets=(targets("office", update="1h"),))
    assert clocks_of(until="30h", policy=office)["acknowledge"].spent == 14 * HOUR


def test_a_later_gap_of_a_promise_counts_on_the_hours_of_the_row_before_it() -> None:
    policy = a_policy(
        targets=(targets("office", of=P1, resolve="40h"), targets(first_response="4h"))
    )
    history = a_history(raised("9h", "P3"), policy=policy, priority="P1")
    assert history.seen(after("30h")).clocks["resolve"].spent == 14 * HOUR


def test_a_row_in_force_for_no_time_lends_its_hours_to_no_gap() -> None:
    policy = a_policy(
        targets=(targets("office", of=P1, resolve="40h"), targets(of=P2, resolve="40h"))
    )
    events = raised("9h", "P2"), raised("9h", "P3"), raised("9h", "P2"), raised("9h", "P3")
    for known in (events, (raised("9h", "P3"),)):
        history = a_history(*known, policy=policy, priority="P1")
        assert history.seen(after("30h")).clocks["resolve"].spent == 14 * HOUR


def test_a_gap_of_another_duty_does_not_count_and_cannot_breach() -> None:
    history = a_history(raised("1h", "P3"), policy=ONLY_P1, priority="P1")
    clock = history.seen(after("19h")).clocks["acknowledge"]
    assert (clock.spent, clock.due_at) == (HOUR, None)
    assert clock.reaches(2 * HOUR, ONLY_P1.rules.calendar) is None
    history.add(raised("20h"))
    again = history.seen(after("26h")).clocks["acknowledge"]
    assert (again.spent, again.breached_at) == (3 * HOUR, None)


def test_each_run_begins_for_itself() -> None:
    """The level of before had a row, whose hours say nothing about the new one."""
    policy = a_policy(targets=(targets("office", of=when(level="L1"), level="8h"),))
    history = a_history(escalated(after("1h"), "L2"), policy=policy)
    level = history.seen(after("25h")).clocks["level"]
    assert (level.instance, level.spent, level.target) == (2, 24 * HOUR, None)


def test_there_and_back_at_one_instant_leaves_everything_as_it_was() -> None:
    there_and_back = raised("9h"), raised("9h", "P3")
    for policy in (ONLY_P1, QUICK_AND_SLOW):
        stayed = clocks_of(edited(after("9h"), title="Mail"), until="40h", policy=policy)
        assert clocks_of(*there_and_back, until="40h", policy=policy) == stayed


def test_at_the_very_beginning_a_priority_there_and_back_leaves_nothing_either() -> None:
    stayed = clocks_of(until="40h")
    assert clocks_of(raised("0m"), raised("0m", "P3"), until="40h") == stayed
    fast = a_history(policy=ONLY_P1, priority="P1").seen(after("2h")).clocks
    slow = raised("0m", "P3"), raised("0m")
    assert a_history(*slow, policy=ONLY_P1, priority="P1").seen(after("2h")).clocks == fast


def test_calendars_changed_under_their_names_count_the_time_before_a_first_row() -> None:
    old = a_policy(targets=(targets("office", update="1h"),))
    new = changed(old, id="policy-2", calendars={"office": replace(old.rules.calendars["office"])})
    nights = tuple((day, (("20:00", "24:00"),)) for day, _ in old.rules.calendars["office"].hours)
    new = changed(new, calendars={"office": replace(old.rules.calendars["office"], hours=nights)})
    log = a_history(policy=old).events
    history = History([*log, followed(after("14h"), new)], rules_of(old, new))
    assert history.ticket.clocks["resolve"].spent == 3 * HOUR


def test_a_gap_on_hours_that_the_policy_dropped_counts_on_those_of_the_first_row() -> None:
    old = a_policy(targets=(targets("office", resolve="8h"),))
    new = changed(old, id="policy-2", calendars={}, targets=(targets(update="1h"),))
    log = a_history(policy=old).events
    history = History([*log, followed(after("9h"), new)], rules_of(old, new))
    assert history.seen(after("12h")).clocks["resolve"].spent == 11 * HOUR


@pytest.mark.parametrize(
    ("events", "until", "spent", "due"),
    [
        ((raised("5h"),), "5h10m", "10m", "5h30m"),
        ((raised("1h", "P2"), raised("2h50m")), "3h", "10m", "3h20m"),
        ((raised("1h", "P2"), raised("2h"), raised("2h10m", "P2")), "2h30m", "1h30m", "3h"),
        ((raised("0m"), raised("10m", "P3"), raised("5h")), "5h5m", "15m", "5h20m"),
        ((raised("0m"), raised("10m", "P2"), raised("1h")), "1h5m", "15m", "1h20m"),
    ],
    ids=[
        "the first target",
        "a shorter one: time under the longer one does not count",
        "a longer one: time under both counts",
        "the same one after a gap",
        "the same one after a longer one",
    ],
)
def test_an_update_counts_time_under_targets_as_short_as_the_present_one(
    events: tuple[e.Event, ...], until: str, spent: str, due: str
) -> None:
    clock = updating(*events, until=until)
    assert (after("0m") + clock.spent, clock.due_at) == (after(spent), after(due))


def test_a_longer_target_that_would_be_used_up_leaves_what_the_shorter_one_left() -> None:
    """Of two hours 1 h 50 m are spent, then 20 of 30 minutes: ten minutes stay."""
    events = raised("0m", "P2"), raised("1h50m"), raised("2h10m", "P2")
    clock = updating(*events, until="2h10m")
    assert (clock.spent, clock.due_at) == (HOUR + 50 * MINUTE, after("2h20m"))


def test_what_was_forgiven_once_is_not_counted_again_nor_forgiven_twice() -> None:
    events = [raised("0m", "P2"), raised("1h50m"), raised("2h10m", "P2")]
    events += [raised("2h15m"), raised("2h16m", "P2")]
    assert updating(*events, until="2h16m").due_at == after("2h20m")


def test_an_update_is_breached_by_time_and_stays_so() -> None:
    clock = updating(raised("0m"), raised("40m", "P2"), until="1h")
    assert (clock.state, clock.breached_at) == (ClockState.BREACHED, after("30m"))


def test_a_word_begins_the_duty_anew_without_what_was_before() -> None:
    clock = updating(raised("0m", "P2"), answered(after("1h")), raised("1h30m"), until="1h40m")
    assert (clock.instance, clock.spent, clock.shares) == (2, 10 * MINUTE, ((2 * HOUR, HOUR / 2),))


@pytest.mark.parametrize("name", ["acknowledge", "update"])
def test_a_duty_done_in_the_instant_of_its_first_target_is_not_judged(name: str) -> None:
    events = raised("2h"), taken(after("2h")), answered(after("2h"))
    history = a_history(*events, policy=ONLY_P1)
    ended = [clock for step in history.steps for clock in step.replaced]
    found = {clock.name: clock for clock in (*history.ticket.clocks.values(), *ended)}
    assert found[name].state is ClockState.STOPPED


def test_an_update_in_the_instant_of_a_shorter_target_is_judged_by_the_one_before() -> None:
    history = a_history(
        raised("1h50m"), answered(after("1h50m")), policy=QUICK_AND_SLOW, priority="P2"
    )
    [ended] = [clock for step in history.steps for clock in step.replaced]
    assert ended.target is not None
    assert (ended.state, ended.target.within) == (ClockState.MET, 2 * HOUR)
    assert (ended.spent, ended.due_at) == (HOUR + 50 * MINUTE, after("2h"))


def test_an_update_in_the_instant_of_other_hours_is_judged_by_those_before() -> None:
    rows = targets(of=P2, update="2h"), targets("office", of=P1, update="2h")
    history = a_history(
        raised("1h"), answered(after("1h")), policy=a_policy(targets=rows), priority="P2"
    )
    [ended] = [clock for step in history.steps for clock in step.replaced]
    assert ended.target is not None
    assert (ended.spent, ended.target.calendar, ended.state) == (HOUR, "always", ClockState.MET)


def test_a_resolution_in_the_instant_of_a_new_target_is_judged_by_the_one_before() -> None:
    policy = a_policy(targets=(targets(of=P1, resolve="1h"), targets(resolve="8h")))
    history = a_history(raised("2h"), resolved(after("2h")), policy=policy)
    clock = history.ticket.clocks["resolve"]
    assert clock.target is not None
    assert (clock.state, clock.target.within) == (ClockState.MET, 8 * HOUR)


def test_a_row_keeps_no_more_of_a_clock_than_there_is_to_know() -> None:
    fast, slow = (
        msgspec.to_builtins(a_history(policy=ONLY_P1, priority=each).ticket.clocks["resolve"])
        for each in ("P1", "P3")
    )
    begun = {"name", "started_at", "counted_to"}
    assert fast.keys() == begun | {"target", "calendar", "due_at"}
    assert slow.keys() == begun | {"pauses"}


def resolve_of(*events: e.Event, priority: str) -> Clock:
    rows = targets(of=P1, resolve="4h"), targets(of=P2, resolve="8h")
    policy = a_policy(targets=rows)
    return a_history(*events, policy=policy, priority=priority).ticket.clocks["resolve"]


@pytest.mark.parametrize(
    ("events", "within"),
    [
        ((), 4),
        ((raised("1h", "P2"),), 8),
        ((raised("9h", "P2"),), 4),
        ((raised("1h", "P3"), raised("9h", "P2")), None),
    ],
    ids=["it began with", "it stood under last", "was there for a time", "none was for a time"],
)
def test_what_stood_still_all_the_time_is_judged_by_the_target(
    events: tuple[e.Event, ...], within: int | None
) -> None:
    clock = resolve_of(paused(after("0m")), *events, resolved(after("9h")), priority="P1")
    assert clock.spent == NOTHING
    assert (clock.target.within if clock.target else None) == (within and within * HOUR)
    assert clock.state is (ClockState.MET if within else ClockState.STOPPED)


@pytest.mark.parametrize(
    ("waits", "state"),
    [("2h", ClockState.MET), ("5h", ClockState.STOPPED)],
    ids=["within it", "past it"],
)
def test_a_first_target_in_a_wait_judges_what_ran_before(waits: str, state: ClockState) -> None:
    wait = paused(after(waits)), raised("6h", "P1")
    clock = resolve_of(*wait, resolved(after("9h")), priority="P3")
    assert (clock.state, clock.breached_at) == (state, None)


def test_what_ran_is_judged_as_it_ran_whatever_it_stood_under_later() -> None:
    wait = paused(after("1h")), raised("2h", "P2")
    clock = resolve_of(*wait, resolved(after("9h")), priority="P1")
    assert clock.target is not None
    assert (clock.spent, clock.target.within, clock.state) == (HOUR, 4 * HOUR, ClockState.MET)


def test_a_wait_from_the_beginning_leaves_no_other_due_instant() -> None:
    wait = paused(after("0m")), raised("2h", "P2"), resumed(after("3h"))
    assert resolve_of(*wait, priority="P1").due_at == after("11h")


@pytest.mark.parametrize(
    ("rules", "state"),
    [(BEGINNINGS, ClockState.STOPPED), (PUNCTUAL, ClockState.STOPPED), (STOOD, ClockState.MET)],
)
def test_a_target_that_was_in_force_in_a_wait_alone_judges_by_newer_rules(
    rules: int, state: ClockState
) -> None:
    policy = a_policy(targets=(targets(resolve="4h"),))
    history = a_history(paused(after("0m")), resolved(after("1h")), policy=policy, rules=rules)
    assert history.ticket.clocks["resolve"].state is state


def test_what_still_waits_is_taken_over_without_a_word_and_judged_by_newer_rules() -> None:
    policy = a_policy(targets=(targets(resolve="4h"),))
    history = a_history(paused(after("0m")), policy=policy, rules=PUNCTUAL)
    follow_rules(history, after("1h"))
    assert [x.clocks for x in history.events if isinstance(x, e.RulesChanged)] == [()]
    history.add(resolved(after("2h")))
    assert history.ticket.clocks["resolve"].state is ClockState.MET


def test_shares_are_summed_up_to_a_length() -> None:
    shares = ((HOUR, MINUTE), (2 * HOUR, 2 * MINUTE), (8 * HOUR, 4 * MINUTE))
    lengths: list[tuple[timedelta, timedelta]] = [
        (30 * MINUTE, NOTHING),
        (HOUR, MINUTE),
        (3 * HOUR, 3 * MINUTE),
        (8 * HOUR, 7 * MINUTE),
    ]
    assert [(each, spent_within(shares, each)) for each, _ in lengths] == lengths
