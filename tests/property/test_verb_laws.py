"""Command, policy test and replay make the same of every verb, whatever happened before."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.policy.rules import Approval, Rule
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.replay.simulate import ReplayedTicket, simulate
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.verbs.assess import Judgement
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import ConflictError, IllegalTransitionError, NotAllowedError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.policy import policy_tests as pt
from escalate_cli.usecases.policy.policy_test_actions import VERBS, ActionOptions
from escalate_cli.usecases.policy.run_policy_tests import run_policy_tests
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.approve import approve, decline
from escalate_cli.usecases.verbs.assess import assess
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.release import release
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from escalate_cli.usecases.verbs.return_ticket import return_ticket
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, clock_rule, targets, when
from tests.unit.usecases.conftest import a_context, staffed

P1 = when(priority="P1")
POLICY = staffed(
    Approval(by="lead", unless=P1, people=("bo",), auto_after=HOUR),
    targets=(targets(of=P1, resolve="4h"), targets(resolve="8h", acknowledge="2h")),
    rules=(
        clock_rule("late", at="100%", escalate="manager"),
        Rule(type="vip", name="vip", notify=("lead",)),
    ),
    close_after=Delay(DAY),
)
WHO = re.compile("not of the team|waits for|is with")
"""Refusals of who acts, which a replay does not ask again."""

IDS = ("T-1",)
SPOT = pt.FileLocation("policy.test.yaml", 1, 1)
DRAFT = NewTicket(title="Mail is down", requester="kim", impact="high", urgency="low")
LEVELS = ("L3", "L2", "L1", "lead", "manager")
BY = ("lee", "ana", "cy", "bo", "di", "dora", "max", "zoe")
EXAMPLES = (35, 120)
"""Lives that end in each verb; more end in an escalation, which may be asked for too."""

COMMANDS: dict[str, Callable[[Context, ActionOptions], object]] = {
    "acknowledge": lambda run, told: acknowledge(run, IDS, told.message, take=told.take),
    "assess": lambda run, told: assess(
        run,
        IDS,
        Judgement(impact=told.impact, priority=told.priority, skills=told.skills, message="m"),
    ),
    "assign": lambda run, told: assign(run, IDS, told.to or "", told.message),
    "escalate": lambda run, told: escalate(
        run, IDS, Wish(to=told.to, break_glass=told.break_glass, reason=told.message)
    ),
    "approve": lambda run, told: approve(run, IDS, told.message),
    "decline": lambda run, told: decline(run, IDS, told.message),
    "return": lambda run, told: return_ticket(run, IDS, told.message),
    "release": lambda run, told: release(
        run, IDS, told.message, to_duty=told.to_duty, take=told.take
    ),
    "note": lambda run, told: note(run, IDS, told.message, public=told.public),
    "complain": lambda run, told: complain(run, IDS, told.message),
    "wait": lambda run, told: wait(run, IDS, told.whom, until=told.until, message=told.message),
    "resume": lambda run, told: resume(run, IDS, told.message),
    "edit": lambda run, told: edit(
        run,
        IDS,
        Edits(impact=told.impact, priority=told.priority, vip=True, add_skills=told.skills),
        told.message,
    ),
    "resolve": lambda run, told: resolve(run, IDS, told.message),
    "close": lambda run, told: close(run, IDS, told.message),
    "reopen": lambda run, told: reopen(run, IDS, told.message),
}
"""Each verb as its command calls it."""

RECORDS: dict[str, Callable[[ActionOptions, e.Stamp], e.Event]] = {
    "acknowledge": lambda told, stamp: e.TicketAcknowledged(take=told.take, **stamp),
    "assess": lambda told, stamp: e.TicketAssessed(
        priority=told.priority or "P3", impact=told.impact, skills=told.skills, **stamp
    ),
    "assign": lambda told, stamp: e.TicketAssigned(owner=told.to, **stamp),
    "escalate": lambda told, stamp: e.TicketEscalated(
        ladder="", mode="manual", to=told.to or "", break_glass=told.break_glass, **stamp
    ),
    "approve": lambda _, stamp: e.EscalationApproved(to="L3", **stamp),
    "decline": lambda _, stamp: e.EscalationDeclined(to="L3", **stamp),
    "return": lambda _, stamp: e.TicketReturned(origin="L2", to="L1", **stamp),
    "release": lambda _, stamp: e.TicketReleased(**stamp),
    "wait": lambda told, stamp: e.TicketPaused(waiting_for=told.whom, until=told.until, **stamp),
    "resume": lambda _, stamp: e.TicketResumed(**stamp),
    "resolve": lambda _, stamp: e.TicketResolved(**stamp),
    "close": lambda _, stamp: e.TicketClosed(**stamp),
    "reopen": lambda _, stamp: e.TicketReopened(**stamp),
}
"""What would stand on record, had a verb been allowed that was refused."""


class Attempt(msgspec.Struct, frozen=True):
    """What somebody tries to do, a while after what was done before."""

    verb: str
    by: str
    minutes: int
    told: ActionOptions
    hours: int = 0
    owner: str = "cy"


def attempts_of(verbs: Sequence[str], levels: Sequence[str]) -> st.SearchStrategy[Attempt]:
    """Return attempts at some verbs; escalations lead to some levels."""
    told = st.builds(
        ActionOptions,
        message=st.just("m"),
        to=st.sampled_from(levels),
        take=st.booleans(),
        to_duty=st.booleans(),
        public=st.booleans(),
        break_glass=st.sampled_from([False, False, True]),
        impact=st.sampled_from([None, "high", "low"]),
        priority=st.sampled_from([None, None, "P1", "P2"]),
        skills=st.sampled_from([(), ("network",)]),
        vip=st.just(True),
    )
    return st.builds(
        Attempt,
        verb=st.sampled_from(verbs),
        by=st.sampled_from(BY),
        minutes=st.sampled_from([5, 0, 40, 300]),
        told=told,
        hours=st.sampled_from([0, 1, 20]),
        owner=st.sampled_from(BY[:-1]),
    )


def one(verb: str, by: str, to: str = "L2") -> tuple[Attempt, ...]:
    """Return what leads to where a verb is allowed, if nothing stands in its way."""
    return (Attempt(verb, by, 5, ActionOptions(message="m", to=to)),)


anything = attempts_of(sorted(COMMANDS), LEVELS)
SOLVED = one("resolve", "ana")
LEADING = {
    "approve": one("escalate", "ana", "L3"),
    "decline": one("escalate", "ana", "L3"),
    "return": one("escalate", "ana"),
    "release": one("acknowledge", "ana"),
    "resume": one("wait", "ana"),
    "close": SOLVED,
    "reopen": SOLVED,
}


class Life:
    """One ticket, on which the policy looks whenever something is due."""

    def __init__(self) -> None:
        self.context = replace(a_context(POLICY), store=MemoryStore(), actor=Actor("ana"))
        self.steps: list[pt.PolicyTestStep] = []
        log(self.context, [DRAFT])

    @property
    def history(self) -> History:
        return self.context.history(self.context.store.read(), 1)

    def pass_until(self, instant: datetime) -> None:
        at: datetime | None = None
        while at != instant:
            due = self.context.engine(self.history).following(self.context.now)
            at = min(due or instant, instant)
            self.context = replace(self.context, present=Present(at))
            check(self.context)

    def attempt(self, what: Attempt) -> str | None:
        """Type the command; return why it was refused, if it was."""
        now = self.context.now + what.minutes * MINUTE
        self.pass_until(now)
        until = now + what.hours * HOUR if what.hours else None
        to = what.owner if what.verb == "assign" else what.told.to
        self.told = replace(what.told, until=until, to=to)
        refused: str | None = None
        try:
            COMMANDS[what.verb](replace(self.context, actor=Actor(what.by)), self.told)
        except (ConflictError, IllegalTransitionError, NotAllowedError) as error:
            refused = str(error)
        verb = VERBS[what.verb]
        act = pt.Act(
            location=SPOT,
            name=what.verb,
            verb=verb,
            told=self.told,
            by=what.by,
            refused=refused is not None,
        )
        self.steps.append(pt.PolicyTestStep(location=SPOT, at=now, act=act, expected=()))
        return refused

    def told_anew(self, *more: e.Event) -> ReplayedTicket:
        now = self.context.now
        return simulate([*self.history.events, *more], lambda _: POLICY, POLICY, now, now)


def sense(history: History) -> list[tuple[object, ...]]:
    """Return what happened when to what, without how it is stored."""
    names = ("to", "owner", "priority", "take", "approver", "asked", "changes", "until", "key")
    return [
        (e.kind_of(event), event.at, event.by, *(getattr(event, n, None) for n in names))
        for event in history.events
    ]


def in_a_policy_test(life: Life) -> History:
    """Return what a policy test makes of the same life; it must pass."""
    store, now = MemoryStore(), life.context.now
    steps = (*life.steps, pt.PolicyTestStep(location=SPOT, at=now, act=None, expected=()))
    test = pt.PolicyTest(
        location=SPOT, name="x", at=MONDAY_NINE, by="ana", draft=DRAFT, steps=steps
    )
    [result] = run_policy_tests(life.context, [test], lambda: store).results
    assert result.failures == ()
    return life.context.history(store.read(), 1)


def ended(life: Life, last: Attempt) -> str:
    """Attempt the last thing in all three ways; say how it ended."""
    known = len(life.history.events)
    refused = life.attempt(last)
    if refused:
        stamp = Actor(last.by).stamp(life.context.now)
        forced = replace(RECORDS[last.verb](life.told, stamp), change=10**6)
        assert life.told_anew(forced).moot == (() if WHO.search(refused) else (forced,))
    new = life.history.events[known:]
    life.pass_until(life.context.now)
    found = life.told_anew()
    assert (found.moot, found.unasked) == ((), 0)
    assert sense(life.history) == sense(in_a_policy_test(life)) == sense(found.after)
    asks = any(isinstance(x, e.EscalationRequested) and not x.afterwards for x in new)
    return "refused" if refused else "asked" if asks else "done"


@pytest.mark.parametrize("verb", COMMANDS)
def test_command_policy_test_and_replay_agree(verb: str) -> None:
    outcomes: Counter[str] = Counter()
    ways = st.sampled_from([LEADING.get(verb, ()), (), SOLVED, LEADING.get(verb, ())])

    @settings(
        max_examples=EXAMPLES[verb == "escalate"],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.lists(anything, max_size=4), ways, attempts_of([verb], LEVELS))
    def agree(before: list[Attempt], way: tuple[Attempt, ...], last: Attempt) -> None:
        life = Life()
        for each in (*before, *way):
            life.attempt(each)
        outcomes[ended(life, last)] += 1

    agree()
    refusable = {"refused"} if verb in RECORDS else set()
    asks = {"asked"} if verb == "escalate" else set()
    assert set(outcomes) == {"done"} | refusable | asks
