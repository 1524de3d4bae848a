"""Laws of what a change of target makes of the time that was spent, at whatever instants."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.policy.target import TargetRule
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.counting import spent_within
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.ticket.timeline import Step
from tests.conftest import (
    MINUTE,
    MONDAY_NINE,
    a_history,
    a_policy,
    answered,
    edited,
    paused,
    resumed,
    taken,
    targets,
    when,
)
from tests.property.test_engine_laws import laws

WITHIN = {"P1": "30m", "P2": "45m", "P3": "2h", "P4": "8h"}
PRIORITIES = ("P1", "P2", "P3", "P4", "P5")
POLICY = a_policy(
    priorities=PRIORITIES,
    targets=tuple(
        targets("office" if name == "P4" else "always", of=when(priority=name), update=within)
        for name, within in WITHIN.items()
    ),
)
SAME_FOR_ALL = a_policy(
    priorities=PRIORITIES,
    targets=(targets("office", of=when(not_priority="P5"), **dict.fromkeys(CLOCKS, "8h")),),
)
LIVED: dict[str, Callable[[datetime], e.Event]] = {
    "wait": paused,
    "resume": resumed,
    "answer": answered,
    "take": taken,
}
steps = st.lists(st.tuples(st.integers(0, 70), st.sampled_from([*PRIORITIES, *LIVED])), max_size=25)
NOTHING = timedelta(0)


def lived(done: list[tuple[int, str]], policy: Policy = POLICY) -> History:
    history, at = a_history(priority="P5", policy=policy), MONDAY_NINE
    for minutes, what in done:
        at += minutes * MINUTE
        if what in LIVED:
            history.add(LIVED[what](at))
        else:
            history.add(edited(at, priority=what))
    return history


def left(clock: Clock) -> timedelta | None:
    return clock.target.within - clock.spent if clock.target else None


@laws
@given(steps)
def test_no_change_of_row_breaches_an_update(done: list[tuple[int, str]]) -> None:
    """Nor leaves nothing of a target, unless just nothing had been left of it or the one before."""
    history = lived(done)
    for before, after in pairwise(history.steps):
        held = before.ticket.clocks["update"].settled(after.at, POLICY.rules.calendar)
        clock = after.ticket.clocks["update"]
        if clock.instance > held.instance:
            continue
        assert clock.breached_at == held.breached_at
        remaining, was = left(clock), left(held)
        if clock.breached_at is None and clock.target is not None and remaining is not None:
            was_used_up = spent_within(held.shares, clock.target.within) == clock.target.within
            assert remaining >= NOTHING
            assert remaining > NOTHING or was == NOTHING or was_used_up


@laws
@given(steps)
def test_going_up_and_down_keeps_no_target_alive_for_ever(done: list[tuple[int, str]]) -> None:
    """The shortest target is used up by all time under it, however it is interrupted."""
    history = lived(done)
    under = NOTHING
    for before, after in pairwise(history.steps):
        clock, following = (step.ticket.clocks["update"] for step in (before, after))
        if before.ticket.priority == "P1" and clock.running:
            under += after.at - before.at
        if following.instance > clock.instance:
            under = NOTHING
        if under > timedelta(minutes=30):
            assert following.breached_at is not None


@laws
@given(steps)
def test_counting_in_steps_comes_to_the_same(done: list[tuple[int, str]]) -> None:
    """Words among ourselves, said at every minute, change no sum."""
    history = lived(done)
    crowded = a_history(priority="P5", policy=POLICY)
    for event in history.events[1:]:
        while crowded.events[-1].at + 7 * MINUTE < event.at:
            crowded.add(edited(crowded.events[-1].at + 7 * MINUTE, title="Mail"))
        crowded.add(event)
    end = history.events[-1].at
    assert crowded.seen(end).clocks == history.seen(end).clocks


SPARSE = a_policy(
    priorities=PRIORITIES,
    targets=(
        targets(of=when(priority="P1"), resolve="4h", update="30m", acknowledge="15m"),
        targets("office", of=when(priority="P2"), update="45m", level="8h"),
        targets("office", of=when(priority="P3"), resolve="8h", first_response="4h"),
        targets(of=when(priority="P4"), next_response="1h"),
    ),
)


@laws
@given(steps, st.integers(0, 25), st.lists(st.sampled_from(PRIORITIES), min_size=1, max_size=3))
def test_going_there_and_back_at_one_instant_changes_nothing(
    done: list[tuple[int, str]], place: int, detour: list[str]
) -> None:
    priority = next((what for _, what in reversed(done[:place]) if what in PRIORITIES), "P5")
    around = [*done[:place], *((0, each) for each in (*detour, priority)), *done[place:]]
    plain, other = lived(done, SPARSE), lived(around, SPARSE)
    end = plain.events[-1].at + timedelta(hours=9)
    assert standing(other, end) == standing(plain, end)


def standing(history: History, at: datetime) -> dict[tuple[str, int], tuple[object, ...]]:
    """Return how each run stands, without what it remembers of earlier targets."""
    ended = (clock for step in history.steps for clock in step.replaced)
    return {
        (c.name, c.instance): (c.state, c.spent, c.target, c.due_at, c.breached_at)
        for c in (*ended, *history.seen(at).clocks.values())
    }


@laws
@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from(["P1", "P5"])), max_size=9))
def test_a_promise_is_worth_the_same_however_often_its_row_came_and_went(
    done: list[tuple[int, str]],
) -> None:
    """It counts the office's hours from its beginning, as soon as a row was ever in force."""
    history, at = a_history(priority="P1", policy=SAME_FOR_ALL), MONDAY_NINE
    for minutes, priority in [(1, "P5"), *done]:
        at += minutes * MINUTE
        history.add(edited(at, priority=priority))
    office = SAME_FOR_ALL.rules.calendar("office")
    for name in ("resolve", "level"):
        assert history.seen(at).clocks[name].spent == office.between(MONDAY_NINE, at)


OTHERS = [name for name in CLOCKS if name != "update"]
WHOLE_LIFE = {"level", "resolve"}


def that_counts(steps: Sequence[Step], clock: Clock) -> timedelta:
    """Add up what counts for a run, stretch by stretch, from the rows and nothing else."""
    rules = SPARSE.rules
    stretches = [
        (before.at, after.at, _row(before, clock.name), _runs(before, clock.name))
        for before, after in pairwise(steps)
        if clock.started_at <= before.at < after.at
    ]
    rows = [row for *_, row, _ in stretches if row is not None]
    first = rows[0] if rows else _row(steps[-1], clock.name)
    total, calendar = NOTHING, first.calendar if first else "always"
    for since, until, row, runs in stretches:
        calendar = row.calendar if row else calendar
        if runs and (row or clock.name in WHOLE_LIFE):
            total += rules.calendar(calendar).between(since, until)
    return total


def _row(step: Step, name: str) -> TargetRule | None:
    rows = (row for row in SPARSE.rules.targets if matches(row.when, step.ticket))
    return next((row for row in rows if name in row.within), None)


def _runs(step: Step, name: str) -> bool:
    return step.ticket.status is not Status.WAITING or name == "acknowledge"


@laws
@given(steps)
def test_a_change_of_priority_breaches_a_clock_only_by_time_that_counts(
    done: list[tuple[int, str]],
) -> None:
    history = lived(done, SPARSE)
    for n, (before, after) in enumerate(pairwise(history.steps), 2):
        for name in OTHERS:
            clock, held = after.ticket.clocks[name], before.ticket.clocks[name]
            if clock.ended_at or clock.target is None or clock.run != held.run:
                continue
            counts = that_counts(history.steps[:n], clock)
            assert clock.spent == counts
            was = held.settled(after.at, SPARSE.rules.calendar).breached_at
            if clock.breached_at != was:
                assert (clock.breached_at, counts > clock.target.within) == (after.at, True)
