"""Laws of a late check: it decides what one decides that runs whenever something falls due."""

from collections.abc import Iterator
from datetime import datetime

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.history import History
from tests.conftest import HOUR, MONDAY_NINE, changed, clock_rule, edited, taken, targets, when
from tests.property.lives import ACTS, Act, Life, a_policy_of, acts_in
from tests.property.test_engine_laws import fired, laws

WAITS = ("wait", "resume", "own", "ask", "note", "complain")
"""What neither does a duty nor drops one: it puts work aside, and goes on with it."""

TAKEN = Act(0, "take", 0)
DUTIES = (
    targets(
        first_response="30m",
        next_response="1h",
        update="2h",
        acknowledge="40m",
        level="3h",
        resolve="4h",
    ),
)
RULES = (
    *(clock_rule(f"late-{clock}", clock=clock, at="100%", notify=("lead",)) for clock in CLOCKS),
    clock_rule("half", at="50%", notify=("lead",), when=when(vip="true")),
    clock_rule("at-work", clock="update", at="75%", when=when(not_status="waiting")),
    clock_rule("parked", clock="acknowledge", at="75%", when=when(status="waiting")),
)
PLAIN = a_policy_of(*RULES, targets=DUTIES)
GOING_ON = changed(PLAIN, reopening="continue")
SILENT = changed(
    PLAIN,
    maintenance=(Window(when=When(), from_at=MONDAY_NINE + HOUR, until_at=MONDAY_NINE + 3 * HOUR),),
)
policies = st.sampled_from([PLAIN, GOING_ON, SILENT])


class Varied(Life):
    """Somebody of the requester's side may have the ticket, and it may be of a VIP."""

    def _event(self, act: Act, at: datetime) -> e.Event:
        if act.kind == "vip":
            return edited(at, vip=act.choice % 2 == 0)
        if act.kind == "own":
            return replace(taken(at, by="kim"), take=True)
        return super()._event(act, at)


class Punctual(Varied):
    """The policy looks at every instant at which it has something to do."""

    def _looks_until(self, at: datetime) -> Iterator[datetime]:
        due = self.engine.next_at(self.history.latest_at)
        while due is not None and due < at:
            now = max(due, self.history.latest_at)
            self.look(now)
            yield now
            due = self.engine.following(now)


Decided = dict[tuple[str, datetime], str]


def decided(history: History) -> Decided:
    """Return what became of each finding, with when it came true."""
    return {(x.key, x.since): x.action for x in fired(history)}


def told(policy: Policy, done: list[Act]) -> tuple[Decided, Decided]:
    """Live a life twice: with a look whenever something falls due, and with one at the end."""
    return decided(Punctual(policy, done, []).whole()), decided(Varied(policy, done, []).whole())


@laws
@given(policies, acts_in([*(each for each in ACTS if each != "request"), "own", "vip"]))
def test_the_same_is_decided_however_late_somebody_looks(policy: Policy, done: list[Act]) -> None:
    punctual, late = told(policy, done)
    assert sorted(punctual.keys() ^ late.keys()) == []
    assert all(late[key] in {action, Action.LAPSED} for key, action in punctual.items())


@laws
@given(policies, acts_in(list(WAITS)))
@example(PLAIN, [Act(200, "wait", 0)])
@example(PLAIN, [Act(600, "wait", 0), Act(1500, "resume", 0), Act(5, "wait", 1)])
def test_a_wait_takes_nothing_from_a_late_check(policy: Policy, done: list[Act]) -> None:
    punctual, late = told(policy, [TAKEN, *done])
    assert sorted(punctual.items() ^ late.items()) == []
