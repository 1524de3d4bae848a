"""Laws of the seam: tickets that began under the rules of before, and went on under newer ones."""

from collections import Counter
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.replay.differences import differences
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.rules_upgrade import follow_rules
from tests.conftest import MINUTE, MONDAY_NINE, a_log, changed, rules_of, targets, when
from tests.property.lives import Act, looks
from tests.property.test_engine_laws import END, LOUD, QUIET, laws
from tests.property.test_replay_laws import Routed, acts, again, recorded, verdicts

P1, P2 = when(priority="P1"), when(priority="P2")
COMING_AND_GOING = (
    targets(of=P1, resolve="4h", update="1h", next_response="1h", acknowledge="15m", level="2h"),
    targets("office", of=P2, update="4h", first_response="1h"),
    targets("office", first_response="4h"),
)
sparse = st.sampled_from([changed(each, targets=COMING_AND_GOING) for each in (QUIET, LOUD)])
seams = st.sampled_from([0, 30, 90, 300, 900, 3000])
formers = st.sampled_from([1, RULES - 1])


class Seam(Routed):
    """The program is renewed at an instant; who acts or looks from then on goes by new rules."""

    def __init__(
        self, policy: Policy, done: list[Act], checks: list[int], seam: int, former: int
    ) -> None:
        super().__init__(policy, done, checks)
        self.history = History([a_log(rules=former)], rules_of(*self.versions))
        self.engine = Engine(self.history, policy.people)
        self.seam, self.former = MONDAY_NINE + seam * MINUTE, former

    def _event(self, act: Act, at: datetime) -> e.Event:
        event = super()._event(act, at)
        if at < self.seam:
            is_new = isinstance(event, e.TicketReopened)
            return replace(event, rules=self.former) if is_new else event
        follow_rules(self.history, at)
        return event

    def look(self, at: datetime) -> None:
        """Let the policy decide what is due."""
        if at >= self.seam:
            follow_rules(self.history, at)
        super().look(at)


@laws
@given(sparse, acts, looks, seams, formers)
def test_nothing_is_decided_twice_and_folding_anew_is_the_same(
    policy: Policy, done: list[Act], checks: list[int], seam: int, former: int
) -> None:
    history = Seam(policy, done, checks, seam, former).whole()
    keys = Counter(x.key for x in history.events if isinstance(x, e.TriggerFired))
    runs = Counter(
        (x.cycle, x.clock, x.instance) for x in history.events if isinstance(x, e.TargetBreached)
    )
    assert max([*keys.values(), *runs.values()], default=1) == 1
    anew = History(history.events, history.rules_of)
    assert (anew.ticket, len(anew.steps)) == (history.ticket, len(history.steps))
    assert Engine(anew, policy.people).advance(END).decisions == ()


@laws
@given(sparse, acts, looks, seams, formers)
def test_only_a_cycle_that_was_not_over_goes_by_newer_rules(
    policy: Policy, done: list[Act], checks: list[int], seam: int, former: int
) -> None:
    life = Seam(policy, done, checks, seam, former)
    history = life.whole()
    begun = {1: MONDAY_NINE}
    ended: dict[int, datetime] = {}
    for step in history.steps:
        cycle = step.ticket.cycle
        begun.setdefault(cycle, step.at)
        if not step.ticket.is_active:
            ended.setdefault(cycle, step.at)
    for step in history.steps:
        cycle = step.ticket.cycle
        is_old = begun[cycle] < life.seam
        if is_old and ended.get(cycle, END) < life.seam:
            assert step.ticket.rules == former
        if not is_old:
            assert step.ticket.rules == RULES
    changed = [x.cycle for x in history.events if isinstance(x, e.RulesChanged)]
    assert len(changed) == len(set(changed)) <= 1


@laws
@given(sparse, acts, looks, seams, formers)
def test_what_is_promised_is_due_and_a_look_settles_it(
    policy: Policy, done: list[Act], checks: list[int], seam: int, former: int
) -> None:
    history = Seam(policy, done, checks, seam, former).whole()
    promised = Engine(history, policy.people).next_at(END)
    assert promised is None or promised >= END


@laws
@given(sparse, acts, looks, seams, formers)
def test_told_anew_under_the_same_policy_nothing_differs(
    policy: Policy, done: list[Act], checks: list[int], seam: int, former: int
) -> None:
    history = recorded(Seam(policy, done, checks, seam, former), whole=True)
    found = again(history, policy)
    assert verdicts(found.after) == verdicts(history)
    assert differences(found, END) == []
    assert (found.moot, found.elsewhere, found.unasked) == ((), 0, 0)
