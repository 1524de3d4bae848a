"""Laws of the replay: the same policy makes the same of a record, whenever somebody checked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from msgspec.structs import replace

from escalate_cli.domain.engine.breaches import breached_clocks
from escalate_cli.domain.engine.escalation import move
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.routing import route
from escalate_cli.domain.replay.differences import differences
from escalate_cli.domain.replay.simulate import ReplayedTicket
from escalate_cli.domain.replay.simulate import simulate as told_anew
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Mode
from escalate_cli.domain.ticket.history import History
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.insight.replay import replay
from escalate_cli.usecases.insight.replay_parts import Scope
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.resolve import reopen
from tests.conftest import DAY, MINUTE, MONDAY_NINE
from tests.property.lives import ACTS, Act, Life, looks
from tests.property.lives import acts_in as acts_of
from tests.property.test_engine_laws import CLIMBING, END, LOUD, QUIET, laws
from tests.property.test_lifecycle import Lifecycle, flags, moments, priorities

acts = acts_of([kind for kind in ACTS if kind != "request"])
"""What people do under one policy; who asks for a yes needs people, who live further below."""

one_policy = st.sampled_from([LOUD, CLIMBING, QUIET])


class Routed(Life):
    """Who moves a ticket hands it to the people of the level, as the commands do."""

    def _event(self, act: Act, at: datetime) -> e.Event:
        policy, ticket = self.versions[0], self.history.seen(at)
        goal = policy.rules.functional[act.choice % 3]
        if act.kind == "up":
            return move(
                ticket, goal, Mode.MANUAL, policy.people, e.Stamp(at=at, by="bo", login=None)
            )
        if act.kind == "return":
            led = route(goal, policy.people, at)
            return e.TicketReturned(
                at=at,
                by="bo",
                to=goal.id,
                origin=ticket.level,
                team=led.team,
                owner=led.owner,
                routed=led.note,
                notified=led.told,
            )
        return super()._event(act, at)


class OnTheMinute(Routed):
    """The policy looks at whole minutes, after what people do then."""

    def _look_at(self) -> datetime:
        return MONDAY_NINE + self._checks[0] * MINUTE


class Before(OnTheMinute):
    """The policy looks at whole minutes, before what people do then."""

    def _looks_until(self, at: datetime) -> Iterator[datetime]:
        yield from super()._looks_until(at + MINUTE / 60)


kinds_of_life = st.sampled_from([Routed, OnTheMinute, Before])


def recorded(life: Routed, *, whole: bool) -> History:
    """Live it through, and number the changes as a store does."""
    history, change = life.history, 0
    for change, _ in enumerate(life.instants(), 1):
        _number(history, change)
    if whole:
        life.look(END)
        _number(history, change + 1)
    return history


def _number(history: History, change: int) -> None:
    history.events[:] = [x if x.change else replace(x, change=change) for x in history.events]


def sense(history: History) -> list[tuple[object, ...]]:
    """Return what happened when, without how it is stored."""
    names = ("key", "since", "action", "to", "notified", "clock", "breached_at", "superseded")
    return [
        (e.kind_of(event), event.at, *(getattr(event, name, None) for name in names))
        for event in history.events
    ]


def verdicts(history: History) -> dict[tuple[int, str, int], object]:
    return {run: clock.breached_at for run, clock in breached_clocks(history, END).items()}


def again(history: History, policy: Policy) -> ReplayedTicket:
    def followed(policy_id: str) -> Policy:
        return Policy(rules=history.rules_of(policy_id), people=policy.people)

    return told_anew(history.events, followed, policy, END, END)


@laws
@given(one_policy, acts, looks, kinds_of_life, flags)
@example(LOUD, [Act(45, "assess", 0), Act(0, "note", 0)], [], Routed, False)
@example(LOUD, [], [75, 120], OnTheMinute, False)
@example(LOUD, [Act(30, "take", 0)], [30], Before, False)
def test_the_same_policy_decides_the_same_at_the_same_instants(
    policy: Policy, done: list[Act], checks: list[int], kind: type[Routed], whole: bool
) -> None:
    history = recorded(kind(policy, done, checks), whole=whole)
    found = again(history, policy)
    assert sense(found.after) == sense(history)
    assert verdicts(found.after) == verdicts(history)
    assert (found.moot, found.elsewhere, found.unasked) == ((), 0, 0)
    assert differences(found, END) == []


@laws
@given(one_policy, one_policy, acts, looks)
def test_a_replay_of_a_replay_is_that_replay(
    old: Policy, new: Policy, done: list[Act], checks: list[int]
) -> None:
    history = recorded(Routed(old, done, checks), whole=True)
    once, twice = (again(history, new) for _ in range(2))
    assert once.after.events == twice.after.events
    assert differences(once, END) == differences(twice, END)


@laws
@given(one_policy, one_policy, acts, looks)
def test_people_are_where_they_were_and_the_record_is_untouched(
    old: Policy, new: Policy, done: list[Act], checks: list[int]
) -> None:
    history = recorded(Routed(old, done, checks), whole=True)
    events = list(history.events)
    found = again(history, new)
    assert history.events == events == found.before.events
    people = [[(x.at, x.by) for x in h.events if x.by != e.POLICY] for h in (history, found.after)]
    assert people[0] == people[1]


class Retold(Lifecycle):
    """A team that does anything under one policy, and takes back some of it."""

    another_policy = None  # type: ignore[assignment]
    lived = 0

    @rule(at=moments)
    def undoes(self, at: tuple[str, int]) -> None:
        self.attempt(at, undo)

    @rule(at=moments, priority=priorities, looks=flags, goes_on=flags)
    def logs_by_mistake(
        self, at: tuple[str, int], priority: str, looks: bool, goes_on: bool
    ) -> None:
        """Somebody withdraws a new ticket after a while, and may reopen it."""
        slip = NewTicket(title="Disk is full", requester="kim", priority=priority)
        self.attempt(at, lambda context: log(context, [slip]))
        last = str(max(self.context.store.read().numbers()))
        if looks:
            self.time_passes(at[1])
            self.checks()
        self.attempt(at, lambda context: undo(context, message="a mistake"))
        if goes_on:
            self.attempt(at, lambda context: reopen(context, [last]))

    def teardown(self) -> None:
        """Nothing would have gone differently, and looking writes nothing."""
        if not hasattr(self, "context"):
            return
        Retold.lived += 1
        check(self.context)
        store = self.context.store
        assert isinstance(store, MemoryStore)
        before = store._tables.copy()
        period = Period(since=MONDAY_NINE - DAY, until=self.context.now + timedelta(seconds=1))
        found = replay(self.context, self.context.policy, Scope(period=period, query=Query()))
        assert found.differences == ()
        assert (found.moot, found.elsewhere, found.unasked) == (0, 0, 0)
        view = self.context.store.read()
        rows = [view.ticket(number) for number in view.numbers()]
        assert found.left_out["withdrawn"] == sum(row.is_withdrawn for row in rows)
        assert found.tickets + found.left_out["withdrawn"] == len(rows)
        assert (store._tables._rows, store._tables.meta) == (before._rows, before.meta)


Retold.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


class TestRetold(Retold.TestCase):  # type: ignore[misc, valid-type]
    """Any order of verbs, told anew under the policy that they were done under."""


@pytest.mark.faults
def test_the_laws_hold_through_many_more_lives() -> None:
    before, lives = Retold.lived, 1000
    many = settings(Retold.TestCase.settings, max_examples=lives, stateful_step_count=40)
    run_state_machine_as_test(Retold, settings=many)
    assert Retold.lived - before >= lives
