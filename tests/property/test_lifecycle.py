"""Every verb in any order at any time: what must hold after each of them."""

from collections.abc import Callable
from datetime import datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Approval, Rule
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ladder import rank_held
from escalate_cli.domain.ticket.search import Search
from escalate_cli.domain.verbs.assess import Judgement
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import EscalateError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.forecast import forecast
from escalate_cli.usecases.insight.list_and_show import find, urgency
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.policy.apply_policy import apply_policy
from escalate_cli.usecases.ports import Store, Transaction
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.approve import approve, decline
from escalate_cli.usecases.verbs.assess import assess
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.delegate import delegate
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from escalate_cli.usecases.verbs.return_ticket import return_ticket
from escalate_cli.usecases.verbs.review import NewReview, review
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.conftest import DAY, HOUR, MINUTE, changed, clock_rule, severity_rule, targets, when
from tests.unit.usecases.conftest import PEOPLE, TEAMS, a_context, staffed

P1 = when(priority="P1")
RULES = (
    severity_rule("critical", when=P1, escalate="manager", notify=("stakeholders",)),
    severity_rule("third", when=when(level="L3"), notify=("director", "owner")),
    clock_rule("one-hour", at="1h", when=when(level="L1"), escalate="next"),
    clock_rule("breach", at="100%", escalate="L3", notify=("owner", "lead")),
    clock_rule(
        "untaken",
        clock="acknowledge",
        at="100%",
        notify=("team",),
        repeat=Repeat(every=10 * MINUTE, times=3),
    ),
    clock_rule("worse", clock="level", at="3h", set_priority="P1", notify=("team",)),
    Rule(type="skill_gap", name="gap", escalate="skilled"),
    Rule(type="decision", name="decide", escalate="manager"),
    Rule(type="vip", name="vip", escalate="L2", notify=("lead",)),
    Rule(
        type="complaints",
        name="angry",
        settings='{"count": 2, "within": "PT2H", "by": "requester"}',
        escalate="lead",
    ),
    Rule(type="reopened", name="again", escalate="next"),
    Rule(type="bounced", name="ping-pong", escalate="lead"),
    Rule(type="stalled", name="quiet", settings='{"after": "PT5H"}', notify=("owner", "requester")),
)
FIRST = staffed(
    Approval(by="lead", unless=P1, people=("bo",), auto_after=HOUR),
    rules=RULES,
    targets=(
        targets(of=P1, resolve="4h", acknowledge="15m", update="30m"),
        targets("office", resolve="8h", first_response="4h", acknowledge="2h"),
    ),
    teams={
        **TEAMS,
        "network": replace(
            TEAMS["network"],
            duty=(
                Layer(
                    zone="Europe/Berlin",
                    starts=datetime(2026, 11, 24),  # noqa: DTZ001 - a wall time
                    every=Every(time=DAY),
                    turns=(("cy",), ("di",)),
                ),
            ),
        ),
        "specialists": replace(TEAMS["specialists"], hours="office"),
    },
    close_after=Delay(2 * DAY),
)
SECOND = changed(
    FIRST,
    id="policy-2",
    catch_up="climb",
    rules=(*RULES[2:], clock_rule("late", clock="update", at="2h", escalate="director")),
)
KNOWN = {policy.rules.id: policy for policy in (FIRST, SECOND)}
OUTSIDERS = {"kim", "sam", "eva"}

people = st.sampled_from(sorted(PEOPLE))
moments = st.tuples(people, st.sampled_from([0, 5, 20, 70, 400]))
numbers = st.sampled_from(["1", "2"])
levels = st.sampled_from(["next", "skilled", "L2", "L3", "lead", "manager", "director"])
priorities = st.sampled_from([None, "P1", "P2"])
skills = st.sampled_from([(), ("database",), ("network",), ("sap",)])
texts = st.sampled_from(["", "a reason"])
flags = st.booleans()


class Lifecycle(RuleBasedStateMachine):
    """A team that does anything it may, and tries what it may not."""

    @initialize(
        policy=st.sampled_from([FIRST, SECOND]),
        priority=priorities,
        vip=flags,
        asked=skills,
    )
    def begin(self, policy: Policy, priority: str, vip: bool, asked: tuple[str, ...]) -> None:
        begun = a_context(policy)
        store = self.new_store() or begun.store
        self.context: Context = replace(begun, store=store, compile=KNOWN.__getitem__)
        self.fired: set[str] = set()
        self.told: set[str] = set()
        self.looked_at: dict[int, int] = {}
        plain = NewTicket(title="Mail is down", requester="kim", stakeholders=("eva",))
        other = replace(plain, priority=priority, vip=vip, skills=asked)
        log(self.context, [plain, other])

    def new_store(self) -> Store | None:
        """Return the store to work on; by default one in memory."""
        return None

    def kept(self) -> object:
        """Return what equals itself only as long as nothing is written."""
        store = self.context.store
        assert isinstance(store, MemoryStore)
        return store._tables

    def copied(self) -> MemoryStore:
        """Return another store that keeps the same."""
        store, trial = self.context.store, MemoryStore()
        assert isinstance(store, MemoryStore)
        trial._tables = store._tables.copy()
        return trial

    def attempt(self, at: tuple[str, int], verb: Callable[[Context], object]) -> None:
        """Let somebody do something after a while; a refusal leaves the store as it was."""
        by, minutes = at
        self.time_passes(minutes)
        before = self.kept()
        try:
            verb(replace(self.context, actor=Actor(by)))
        except EscalateError:
            assert self.kept() == before

    @rule(minutes=st.sampled_from([1, 10, 16, 45, 61, 200, 1500, 4000]), sends=flags)
    def the_policy_looks(self, minutes: int, sends: bool) -> None:
        self.time_passes(minutes)
        self.checks()
        if sends:
            self.messages_are_sent()

    def time_passes(self, minutes: int) -> None:
        self.context = replace(self.context, present=Present(self.context.now + minutes * MINUTE))

    @rule(at=moments, number=numbers, priority=priorities, asked=skills, decision=flags)
    def assesses(
        self,
        at: tuple[str, int],
        number: str,
        priority: str,
        asked: tuple[str, ...],
        decision: bool,
    ) -> None:
        said = Judgement(priority=priority, skills=asked, needs_decision=decision)
        self.attempt(at, lambda context: assess(context, [number], said))

    @rule(at=moments, number=numbers, to=levels, why=texts, glass=flags)
    def escalates(self, at: tuple[str, int], number: str, to: str, why: str, glass: bool) -> None:
        wish = Wish(to=to, reason=why, break_glass=glass)
        self.attempt(at, lambda context: escalate(context, [number], wish))

    @rule(at=moments, number=numbers, why=texts, yes=flags)
    def answers(self, at: tuple[str, int], number: str, why: str, yes: bool) -> None:
        verb = approve if yes else decline
        self.attempt(at, lambda context: verb(context, [number], why))

    @rule(at=moments, to=people, hours=st.integers(-1, 30))
    def lends(self, at: tuple[str, int], to: str, hours: int) -> None:
        self.attempt(at, lambda context: delegate(context, at[0], to, context.now + hours * HOUR))

    @rule(at=moments, number=numbers, why=texts)
    def returns(self, at: tuple[str, int], number: str, why: str) -> None:
        self.attempt(at, lambda context: return_ticket(context, [number], why))

    @rule(at=moments, number=numbers, public=flags, theirs=flags)
    def writes(self, at: tuple[str, int], number: str, public: bool, theirs: bool) -> None:
        self.attempt(
            at, lambda context: note(context, [number], "x", public=public, from_requester=theirs)
        )

    @rule(at=moments, number=numbers, to=people)
    def assigns(self, at: tuple[str, int], number: str, to: str) -> None:
        self.attempt(at, lambda context: assign(context, [number], to))

    @rule(at=moments, number=numbers, hours=st.sampled_from([None, 0, 1, 20]))
    def waits(self, at: tuple[str, int], number: str, hours: int | None) -> None:
        until = None if hours is None else self.context.now + hours * HOUR
        self.attempt(at, lambda context: wait(context, [number], "requester", until=until))

    @rule(at=moments, number=numbers, priority=priorities, vip=flags, asked=skills)
    def edits(
        self, at: tuple[str, int], number: str, priority: str, vip: bool, asked: tuple[str, ...]
    ) -> None:
        edits = Edits(priority=priority, vip=vip, add_skills=asked)
        self.attempt(at, lambda context: edit(context, [number], edits))

    @rule(
        at=moments,
        number=numbers,
        verb=st.sampled_from([acknowledge, complain, resume, resolve, close, reopen]),
    )
    def does(self, at: tuple[str, int], number: str, verb: Callable[..., object]) -> None:
        self.attempt(at, lambda context: verb(context, [number]))

    @rule(at=moments, number=numbers, cause=texts)
    def reviews(self, at: tuple[str, int], number: str, cause: str) -> None:
        self.attempt(at, lambda context: review(context, [number], NewReview(root_cause=cause)))

    @rule(policy=st.sampled_from([FIRST, SECOND]), applied=flags)
    def another_policy(self, policy: Policy, applied: bool) -> None:
        self.context = replace(self.context, policy=policy, source=policy.rules.id)
        if applied:
            self.attempt(("ana", 0), lambda context: apply_policy(context, []))

    def messages_are_sent(self) -> None:
        def send(tx: Transaction) -> list[str]:
            keys = [message.key for message in tx.messages()]
            for key in keys:
                tx.drop(key)
            return keys

        keys = self.context.store.change(send)
        assert len({*keys}) == len(keys)
        assert not self.told & {*keys}
        self.told |= {*keys}

    def checks(self) -> None:
        done = check(self.context)
        assert done.errors == ()
        once = self.context.store.read()
        if not any(policy.rules.catch_up == "climb" for policy in self.followed()):
            assert [d.key for d in check(self.context).decisions] == []
            assert list(once.messages()) == list(self.context.store.read().messages())
        assert verify(self.context).differences == ()

    @rule(number=numbers)
    def foresees(self, number: str) -> None:
        """The first thing foretold is what a check at that instant does."""
        before = self.kept()
        foretold = forecast(self.context, number, DAY, Edits())
        assert self.kept() == before
        if foretold.prospects:
            first = foretold.prospects[0]
            done = check(replace(self.context, store=self.copied(), present=Present(first.at)))
            own = [d for d in done.decisions if d.ticket == f"T-{number}"]
            assert sorted(d.key for d in own) == sorted(d.key for d in first.decisions)

    def followed(self) -> list[Policy]:
        view = self.context.store.read()
        return [KNOWN[ticket.policy] for ticket in view.search()]

    @invariant()
    def everything_new_is_as_it_must_be(self) -> None:
        view = self.context.store.read()
        for number in view.numbers():
            events = view.events(number)
            for n in range(self.looked_at.get(number, 0), len(events)):
                self.look_at(events[n], self.context.history(view, number), n)
            self.looked_at[number] = len(events)

    def look_at(self, event: e.Event, history: History, place: int) -> None:
        known = {*PEOPLE, *OUTSIDERS}
        if isinstance(event, e.ChangeUndone):  # what it decided may be decided again
            former = [x for x in history.events[:place] if isinstance(x, e.TriggerFired)]
            self.fired -= {x.key for x in former if not history.counts(x)}
        if isinstance(event, e.TriggerFired):
            assert event.key not in self.fired
            self.fired.add(event.key)
            assert set(event.notified) <= known
        if isinstance(event, e.TicketEscalated):
            earlier = History(history.events[:place], history.rules_of)
            goal = earlier.rules.level(event.to)
            assert goal is not None
            assert goal.rank > rank_held(earlier.ticket, event.ladder, earlier.rules)
            assert set(event.notified) <= set(PEOPLE)
            assert event.notified or event.routed
        if isinstance(event, e.EscalationRequested):
            assert set(event.asked) <= set(PEOPLE) - {event.by}
            assert event.asked
        if isinstance(event, e.EscalationApproved) and event.by != e.POLICY:
            earlier = History(history.events[:place], history.rules_of)
            assert earlier.ticket.pending_approval is not None
            assert event.by != earlier.ticket.pending_approval.by

    @invariant()
    def a_decision_is_told_once_to_somebody_who_is_named(self) -> None:
        for message in self.context.store.read().messages():
            assert message.to in {*PEOPLE, *OUTSIDERS}

    @invariant()
    def a_list_is_in_order_though_it_looks_at_no_more_than_is_taken(self) -> None:
        view = self.context.store.read()
        listed = list(find(self.context, view, Query()))
        active = view.search(Search(active=True))
        whole = sorted(self.context.look(view, active), key=urgency)
        assert [s.ticket.number for s in listed] == [s.ticket.number for s in whole]

    @invariant()
    def nothing_is_due_on_a_ticket_that_check_would_not_look_at(self) -> None:
        view = self.context.store.read()
        waiting = view.due_by(self.context.now)
        for ticket in view.search(Search(active=True)):
            number = int(ticket.id.removeprefix("T-"))
            if number not in waiting:
                history = self.context.history(view, number)
                assert (
                    Engine(history, self.context.policy.people).advance(self.context.now).decisions
                    == ()
                )


Lifecycle.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


class TestLifecycle(Lifecycle.TestCase):  # type: ignore[misc, valid-type]
    """Any order of verbs; a refused one raises and leaves the store alone, or it must assert."""
