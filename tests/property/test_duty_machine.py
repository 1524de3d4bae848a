"""A team on duty, in any order: what is silent is told to nobody, and nothing is forgotten."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.policy.people import Team
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.domain.policy.sections.heartbeat import Heartbeat
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.policy.standing.gauges import last_beats
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.stale_acknowledgement import stale_at
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.errors import EscalateError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.replay import replay
from escalate_cli.usecases.insight.replay_parts import Scope
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.beat import beat
from escalate_cli.usecases.verbs.duty import override, swap
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.maintenance import add, end
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.release import release
from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.conftest import (
    DAY,
    HOUR,
    MINUTE,
    MONDAY_NINE,
    changed,
    clock_rule,
    severity_rule,
    targets,
    when,
)
from tests.property.test_maintenance_laws import OF_PEOPLE
from tests.unit.usecases.conftest import a_context, staffed

UNSEEN = "unseen"
HALF_DAYS = Layer(
    zone="America/New_York",
    starts=datetime(2026, 11, 20, 6),  # noqa: DTZ001 - a wall time
    every=Every(time=12 * HOUR),
    turns=(("ana",), ("bo", "max")),
    source="duty[1]",
)
DAYS = Layer(
    zone="Asia/Tokyo",
    starts=datetime(2026, 11, 1),  # noqa: DTZ001 - a wall time
    every=Every(open_days=1),
    calendar="office",
    turns=(("cy",), ("di",)),
    source="duty[1]",
)
TEAMS = {
    "frontline": Team(id="frontline", members=("ana", "bo", "max"), duty=(HALF_DAYS,)),
    "specialists": Team(
        id="specialists", members=("bo", "cy", "di"), assignment="round_robin", fallback="lee"
    ),
    "network": Team(
        id="network", members=("cy", "di"), duty=(DAYS,), hours="office", fallback="specialists"
    ),
}
LEVELS = tuple(
    replace(level, unack_after=Delay(3 * HOUR)) for level in staffed(None).rules.functional
)
PLAIN = staffed(
    None,
    functional=LEVELS,
    teams=TEAMS,
    targets=(targets(acknowledge="30m", resolve="8h"),),
    heartbeats=(Heartbeat(key="backup", every=2 * HOUR, grace=10 * MINUTE),),
    reopen_within=Delay(HOUR),
    rules=(
        severity_rule("urgent", when=when(priority="P1"), escalate="next", notify=("lead",)),
        clock_rule(
            UNSEEN,
            clock="acknowledge",
            at="100%",
            notify=("L1", "L2"),
            repeat=Repeat(every=30 * MINUTE, times=4, climb=True),
        ),
        clock_rule("late", at="50%", escalate="next", notify=("owner",)),
        Rule(type="reports", name="often", settings='{"count": 3, "within": "PT1H"}'),
    ),
)
"""The policy once the windows are gone from the file; tickets keep the same version."""

ASKED = (When(), when(priority="P1"), when(status="open"), when(level="L2"))
PLANNED = st.lists(
    st.builds(
        lambda asked, since, lasts: Window(
            when=ASKED[asked],
            from_at=MONDAY_NINE + since * MINUTE,
            until_at=MONDAY_NINE + (since + lasts) * MINUTE,
        ),
        st.integers(0, 3),
        st.integers(-60, 900),
        st.sampled_from([10, 45, 120, 700]),
    ),
    max_size=2,
)
minutes = st.sampled_from([1, 7, 31, 90, 400])
people = st.sampled_from(["ana", "bo", "cy", "di", "max", "lee"])
tickets = st.sampled_from(["T-1", "T-2", "T-3"])
teams = st.sampled_from(sorted(TEAMS))
flags = st.booleans()


class OnDuty(RuleBasedStateMachine):
    """People take, drop and take over; jobs beat or do not; planned work comes and goes."""

    lived = 0

    @initialize(planned=PLANNED)
    def begin(self, planned: list[Window]) -> None:
        self.policy = changed(PLAIN, maintenance=tuple(planned))
        self.context: Context = a_context(self.policy)
        log(self.context, [NewTicket(title="Mail is down", key="mail", requester="kim")])
        self.passes(1)
        log(self.context, [NewTicket(title="Disk is full", key="disk", priority="P1")])

    def passes(self, minutes: int) -> None:
        later = Present(self.context.now + minutes * MINUTE)
        self.context = replace(self.context, present=later)

    def attempt(self, minutes: int, by: str, verb: Callable[[Context], object]) -> None:
        """Let somebody do something after a while; a refusal leaves the store as it was."""
        self.passes(minutes)
        store = self.context.store
        assert isinstance(store, MemoryStore)
        before = store._tables
        try:
            verb(replace(self.context, actor=Actor(by)))
        except EscalateError:
            assert store._tables is before

    @rule(after=minutes)
    def looks(self, after: int) -> None:
        self.passes(after)
        checked = check(self.context)
        assert checked.errors == ()
        known = last_beats(self.context.store.read().gauges())["backup"]
        missing_at = self.policy.people.heartbeats[0].missing_at(known.at)
        assert (known.missed_at is not None) == (missing_at <= self.context.now)

    @rule(after=minutes, by=people, ticket=tickets, take=flags)
    def takes(self, after: int, by: str, ticket: str, take: bool) -> None:
        self.attempt(after, by, lambda run: acknowledge(run, [ticket], take=take))

    @rule(after=minutes, by=people, ticket=tickets, duty=flags, take=flags)
    def hands_back(self, after: int, by: str, ticket: str, duty: bool, take: bool) -> None:
        self.attempt(
            after, by, lambda run: release(run, [ticket], "off home", to_duty=duty, take=take)
        )

    @rule(after=minutes, by=people, ticket=tickets, verb=st.sampled_from(["note", "wait", "on"]))
    def works(self, after: int, by: str, ticket: str, verb: str) -> None:
        verbs: dict[str, Callable[[Context], object]] = {
            "note": lambda run: note(run, [ticket], "looked at it"),
            "wait": lambda run: wait(run, [ticket], "vendor", until=run.now + 2 * HOUR),
            "on": lambda run: resume(run, [ticket]),
        }
        self.attempt(after, by, verbs[verb])

    @rule(after=minutes, key=st.sampled_from(["mail", "disk", "fan"]), urgent=flags)
    def is_reported(self, after: int, key: str, urgent: bool) -> None:
        draft = NewTicket(title=f"{key} again", key=key, priority="P1" if urgent else None)
        self.attempt(after, "monitoring", lambda run: log(run, [draft]))

    @rule(after=minutes, by=people, ticket=tickets)
    def solves(self, after: int, by: str, ticket: str) -> None:
        self.attempt(after, by, lambda run: resolve(run, [ticket], "restarted"))

    @rule(after=minutes)
    def beats(self, after: int) -> None:
        self.attempt(after, "cron", lambda run: beat(run, ["backup"]))

    @rule(after=minutes, asked=st.integers(0, 3), lasts=minutes)
    def announces(self, after: int, asked: int, lasts: int) -> None:
        self.attempt(
            after, "ana", lambda run: add(run, ASKED[asked], None, run.now + lasts * MINUTE)
        )

    @rule(after=minutes, change=st.integers(1, 30))
    def ends(self, after: int, change: int) -> None:
        self.attempt(after, "ana", lambda run: end(run, change))

    @rule(after=minutes, team=teams, who=people, since=st.integers(0, 5), lasts=st.integers(-1, 30))
    def takes_over(self, after: int, team: str, who: str, since: int, lasts: int) -> None:
        def verb(run: Context) -> object:
            begin = run.now + since * HOUR if since else None
            return override(run, team, who, begin, run.now + (since + lasts) * HOUR, "ill")

        self.attempt(after, who, verb)

    @rule(after=minutes, team=teams, one=people, other=people, since=st.integers(0, 30))
    def swaps(self, after: int, team: str, one: str, other: str, since: int) -> None:
        self.attempt(after, one, lambda run: swap(run, team, one, other, run.now + since * HOUR))

    @rule(after=minutes, by=people, change=st.integers(1, 30), last=flags)
    def takes_back(self, after: int, by: str, change: int, last: bool) -> None:
        self.attempt(after, by, lambda run: undo(run, None if last else change))

    def histories(self) -> Iterator[History]:
        view = self.context.store.read()
        return (self.context.history(view, number) for number in list(view.numbers()))

    def silence_is_kept(self, history: History) -> None:
        """Look for what the policy did in a window, but for what led into it."""
        silence = self.context.engine(history).agenda.silence(self.context.now)
        for event in history.effective:
            if event.is_decided and not isinstance(event, OF_PEOPLE):
                time = silence.at(event.at)
                assert time is None or time.since == event.at

    def teardown(self) -> None:
        """What still held has been said, and the histories alone tell the same again."""
        if not hasattr(self, "context"):
            return
        OnDuty.lived += 1
        self.passes(3000)
        check(self.context)
        assert check(self.context).decisions == ()
        for history in self.histories():
            self.silence_is_kept(history)
            self.nothing_is_forgotten(history)
        assert verify(self.context).differences == ()
        period = Period(since=MONDAY_NINE - DAY, until=self.context.now + timedelta(seconds=1))
        for policy in (self.policy, PLAIN):
            run = replace(self.context, policy=policy, source=policy.rules.id)
            assert list(replay(run, policy, Scope(period=period)).differences) == []

    def nothing_is_forgotten(self, history: History) -> None:
        """Look for what holds with other eyes than those of the engine."""
        ticket = history.seen(self.context.now)
        stale = stale_at(history)
        assert stale is None or stale > self.context.now
        clock = ticket.clocks["acknowledge"]
        if ticket.status is Status.OPEN and clock.running and clock.breached_at:
            alerts = [x for x in history.effective if isinstance(x, e.TriggerFired)]
            assert any(x.trigger == UNSEEN and x.at >= clock.breached_at for x in alerts)


OnDuty.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


class TestOnDuty(OnDuty.TestCase):  # type: ignore[misc, valid-type]
    """Any order of what a team on duty does."""


TO_THE_EVENING = Window(when=ASKED[3], from_at=MONDAY_NINE, until_at=MONDAY_NINE + 700 * MINUTE)


@pytest.mark.parametrize("later", [0, 2], ids=["at its end", "two minutes later"])
def test_a_check_after_one_window_may_lead_into_another(later: int) -> None:
    before, life = OnDuty.lived, OnDuty()
    life.begin(planned=[TO_THE_EVENING])
    life.looks(after=31)
    life.announces(after=400, asked=0, lasts=1)
    life.looks(after=1 + later)
    life.teardown()
    assert OnDuty.lived == before + 1


@pytest.mark.faults
def test_a_team_is_on_duty_through_many_more_days() -> None:
    before, lives = OnDuty.lived, 1000
    many = settings(OnDuty.TestCase.settings, max_examples=lives, stateful_step_count=40)
    run_state_machine_as_test(OnDuty, settings=many)
    assert OnDuty.lived - before >= lives
