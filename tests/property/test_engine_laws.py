"""Laws of the engine, whatever happens to a ticket and whenever somebody looks."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.breaches import breached_clocks
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket_snapshot import at_risk_at, snapshot_at
from tests.conftest import (
    HOUR,
    MINUTE,
    MONDAY_NINE,
    PEOPLE,
    cases_by,
    changed,
    clock_rule,
    edited,
    noted,
)
from tests.property.lives import (
    MOVING,
    P1,
    TELLING,
    Act,
    Life,
    a_policy_of,
    acts,
    acts_of_people,
    looks,
)

laws = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
SKILLED = {
    "team-L1": Team(id="team-L1", members=("L1-one",)),
    "team-L2": Team(id="team-L2", members=("L2-one",)),
    "team-L3": Team(id="team-L3", members=("L3-one",), skills=("dns",)),
}
QUIET = a_policy_of(*TELLING, close_after=Delay(timedelta(days=3)))
LOUD = a_policy_of(*MOVING, close_after=Delay(timedelta(days=3)), teams=SKILLED)
CLIMBING = changed(LOUD, catch_up="climb")
END = MONDAY_NINE + timedelta(days=14)
REMINDING = clock_rule("mute", clock="update", at="100%", repeat=Repeat(every=HOUR))
WINDOWS = st.builds(
    lambda since, lasts: Window(
        when=P1, from_at=MONDAY_NINE + since * HOUR, until_at=MONDAY_NINE + (since + lasts) * HOUR
    ),
    st.integers(-1, 90),
    st.sampled_from([1, 12, 40]),
)
LATER = st.tuples(st.integers(0, 16), st.booleans())
"""In how many quarters of an hour somebody looks, and whether what is due is decided."""
catching_up = st.sampled_from([LOUD, CLIMBING])


def verdicts(history: History) -> dict[tuple[int, str, int], tuple[object, ...]]:
    """Return what was breached when, and how each clock stands in the end."""
    breached = {
        run: (clock.breached_at, clock.breached_target)
        for run, clock in breached_clocks(history, END).items()
    }
    last = {
        (clock.cycle, clock.name, clock.instance): (
            clock.started_at,
            clock.state,
            clock.spent,
            clock.target,
            clock.due_at,
            clock.ended_at,
        )
        for clock in history.seen(END).clocks.values()
    }
    return {run: (*breached.get(run, ()), *last.get(run, ())) for run in breached.keys() | last}


def fired(history: History) -> list[e.TriggerFired]:
    return list(history.fired.values())


@laws
@given(acts_of_people, looks, looks)
def test_verdicts_do_not_depend_on_when_somebody_looked(
    done: list[Act], some: list[int], others: list[int]
) -> None:
    one, other = (Life(QUIET, done, each).whole() for each in (some, others))
    assert verdicts(one) == verdicts(other)
    recorded = [
        {
            (event.clock, event.cycle, event.instance, event.breached_at, event.target)
            for event in life.events
            if isinstance(event, e.TargetBreached)
        }
        for life in (one, other)
    ]
    assert recorded[0] == recorded[1]


@laws
@given(acts_of_people, looks, looks)
def test_what_is_told_about_does_not_depend_on_when_somebody_looked(
    done: list[Act], some: list[int], others: list[int]
) -> None:
    one, other = (Life(QUIET, done, each).whole() for each in (some, others))
    assert {(x.key, x.since) for x in fired(one)} == {(x.key, x.since) for x in fired(other)}


@laws
@given(catching_up, acts, looks)
def test_folding_anew_gives_what_adding_gave(
    policy: Policy, done: list[Act], checks: list[int]
) -> None:
    life = Life(policy, done, checks)
    history = life.whole()
    encoded = msgspec.json.encode(history.events)
    read = msgspec.json.decode(encoded, type=list[e.AnyEvent])
    again = History(read, history.rules_of)
    assert again.ticket == history.ticket
    assert [step.at for step in again.steps] == [step.at for step in history.steps]
    assert Engine(again, policy.people).advance(END).decisions == ()


@laws
@given(catching_up, acts, looks)
def test_an_engine_asked_all_along_says_what_one_asked_first_says(
    policy: Policy, done: list[Act], checks: list[int]
) -> None:
    life = Life(policy, done, checks)
    for at in life.instants():
        for now in (at, at + HOUR):
            assert told_by(life.engine.agenda, now) == told_anew(life.engine.agenda, now)


def told_by(agenda: Agenda, now: datetime) -> tuple[object, ...]:
    """Return what an agenda says, and that nothing of it comes before what it says comes next."""
    lists = agenda.due(now), agenda.held(now), agenda.undecided(now)
    following = min(agenda.instants(now), default=END)
    earlier = [at for dues in lists for due in dues for at in due.decidable_at if at < following]
    return *lists, following, earlier == []


def told_anew(agenda: Agenda, now: datetime) -> tuple[object, ...]:
    """Return what an agenda says that looks at every rule."""
    *found, _ = told_by(Agenda(agenda.history, agenda.people), now)
    return *found, True


@laws
@given(catching_up, acts, looks, st.lists(WINDOWS, max_size=3), st.lists(LATER, max_size=20))
def test_an_engine_that_looks_on_finds_what_looking_at_every_rule_finds(
    policy: Policy,
    done: list[Act],
    checks: list[int],
    windows: list[Window],
    later: list[tuple[int, bool]],
) -> None:
    rules = (*TELLING, *MOVING, REMINDING)
    policy = changed(policy, rules=rules, maintenance=tuple(windows))
    life = Life(policy, done, checks)
    *_, now = life.instants()
    for quarters, decides in later:
        now += quarters * 15 * MINUTE
        if decides:
            life.look(now)
        assert told_by(life.engine.agenda, now) == told_anew(life.engine.agenda, now)


@laws
@given(catching_up, acts, looks, st.lists(st.booleans(), min_size=30, max_size=30))
@example(LOUD, [Act(0, "need", 1), Act(5, "note", 0)], [], [True, True, True, True] * 8)
def test_a_finding_is_tried_again_once_for_each_time_that_people_change(
    policy: Policy, done: list[Act], checks: list[int], learned: list[bool]
) -> None:
    """In its life nobody has the skill; now and then somebody looks by people of whom one has."""
    skilled = policy.people
    teams = {name: replace(team, skills=()) for name, team in skilled.teams.items()}
    life = Life(changed(policy, teams=teams), done, checks)
    for number, at in enumerate(life.instants()):
        if learned[number % len(learned)]:
            copy = History(life.history.events, life.history.rules_of)
            engine = Engine(copy, skilled)
            open_before = engine.finds_somebody(at)
            tried = [d for d in engine.advance(at).decisions if "-" in d.key.split(":")[-2]]
            assert bool(tried) <= open_before
            assert not engine.finds_somebody(at) or policy.rules.catch_up == "climb"
            assert {d.action for d in tried} <= {"escalated", "superseded", "satisfied"}
            keys = Counter(x.key for x in copy.events if isinstance(x, e.TriggerFired))
            assert max(keys.values(), default=1) == 1
            assert Engine(copy, life.engine.agenda.people).advance(at).decisions == ()


@laws
@given(catching_up, acts, looks)
def test_nothing_is_decided_twice(policy: Policy, done: list[Act], checks: list[int]) -> None:
    life = Life(policy, done, checks)
    history = life.whole()
    assert [k for k, n in Counter(d.key for d in life.decisions).items() if n > 1] == []
    keys = Counter(x.key for x in history.events if isinstance(x, e.TriggerFired))
    assert max(keys.values(), default=1) == 1


@laws
@given(catching_up, acts, looks)
def test_the_policy_moves_once_a_ladder_and_instant_and_only_up(
    policy: Policy, done: list[Act], checks: list[int]
) -> None:
    history = Life(policy, done, checks).whole()
    rank = {level.id: level.rank for level in policy.rules.levels()}
    moves = [x for x in history.events if isinstance(x, e.TicketEscalated)]
    automatic = Counter((x.ladder, x.at) for x in moves if x.mode == "automatic")
    assert max(automatic.values(), default=0) <= 1
    for before, after in pairwise(history.steps):
        event = after.event
        if isinstance(event, e.TicketEscalated) and event.by == e.POLICY:
            held = before.ticket
            old = held.level if event.ladder == "functional" else held.management_level
            assert rank[event.to] > (rank[old] if old else -1)
            assert event.origin == old


@laws
@given(catching_up, acts, looks, st.lists(st.integers(1, 9000), min_size=6, max_size=12))
def test_nobody_is_let_down_by_the_time_of_the_next_look(
    policy: Policy, done: list[Act], checks: list[int], peeks: list[int]
) -> None:
    life = Life(policy, done, checks)
    for at in life.instants():
        promised = Engine(life.history, PEOPLE).next_at(at)
        for instant in _soon(at, promised, peeks):
            copy = History(life.history.events, life.history.rules_of)
            if promised is None or instant < promised:
                assert Engine(copy, policy.people).advance(instant).decisions == ()


def _soon(at: datetime, promised: datetime | None, peeks: Iterable[int]) -> set[datetime]:
    """Return instants at which something might be due, the last ones before the promise too."""
    near = {promised - MINUTE / 60, promised - timedelta(microseconds=1)} if promised else set()
    return {at, *(at + n * MINUTE for n in peeks), *(n for n in near if n > at)}


@laws
@given(acts, looks, st.lists(st.integers(0, 9000), min_size=4, max_size=8))
def test_a_ticket_that_presses_is_found_by_its_times(
    done: list[Act], checks: list[int], peeks: list[int]
) -> None:
    life = Life(QUIET, done, checks)
    for at in life.instants():
        ticket, policy = life.history.ticket, life.history.rules
        due_at = snapshot_at(ticket, policy, ticket.updated_at).due_at
        times = [t for t in (due_at, at_risk_at(ticket, policy)) if t is not None]
        for peek in peeks:
            seen = snapshot_at(ticket, policy, at + peek * MINUTE)
            if seen.is_overdue or seen.is_at_risk:
                assert min(times) <= seen.now


@laws
@given(acts_of_people, st.lists(st.integers(0, 5000), min_size=1, max_size=6), st.integers(1, 3))
@example(
    [Act(0, "edit", 0), Act(60, "wait", 0), Act(20, "resume", 0), Act(600, "resolve", 0)],
    [0, 60, 70, 80, 600],
    3,
)
def test_neutral_events_change_no_sum_and_no_verdict(
    done: list[Act], at: list[int], priority: int
) -> None:
    plain = Life(QUIET, done, []).whole()
    people = [x for x in plain.events if x.by != e.POLICY]
    without = History(people, plain.rules_of)
    crowded = History([], plain.rules_of)
    waiting = sorted(at)
    for event in people:
        while waiting and MONDAY_NINE + waiting[0] * MINUTE < event.at:
            _nothing_happens(crowded, MONDAY_NINE + waiting.pop(0) * MINUTE, f"P{priority}")
        crowded.add(event)
    for minutes in waiting:
        _nothing_happens(crowded, MONDAY_NINE + minutes * MINUTE, f"P{priority}")
    assert verdicts(crowded) == verdicts(without)
    assert _found(crowded) == _found(without)


def _nothing_happens(history: History, at: datetime, priority: str) -> None:
    """Say something internally, and edit the priority there and back at one instant."""
    history.add(noted(at))
    before = history.ticket.priority
    history.add(edited(at, priority=priority))
    history.add(edited(at, priority=before))


def _found(history: History) -> list[tuple[str, datetime, datetime | None]]:
    return [
        (str(case.key), case.finding.since, case.finding.until) for case in cases_by(history, END)
    ]
