"""Laws of a horizon: who looks no further finds the same up to it, whatever happens to a ticket."""

from collections.abc import Sequence
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.domain.engine.due_findings import Due
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from tests.property.lives import MOVING, TELLING, Act, Life, a_policy_of, acts, looks
from tests.property.test_engine_laws import SKILLED, laws

QUIET = '{"after": "PT3H", "calendar": "office"}'
QUIET_RULE = Rule(type="stalled", name="quiet", settings=QUIET, notify=("lead",))
RULES = {rule.name: rule for rule in (*TELLING, *MOVING, QUIET_RULE)}
policies = st.lists(st.sampled_from(sorted(RULES)), min_size=1, unique=True).map(
    lambda names: a_policy_of(*(RULES[name] for name in names), teams=SKILLED)
)


@laws
@given(policies, acts, looks)
def test_what_is_due_up_to_a_horizon_is_found_whatever_comes_after_it(
    policy: Policy, done: list[Act], checks: list[int]
) -> None:
    life = Life(policy, done, checks)
    short = Engine(life.history, policy.people)
    for at in life.instants():
        whole = Engine(life.history, policy.people)
        dues = {due.first for due in whole.agenda.undecided(at)}
        horizons = sorted(each for each in dues.union(whole.agenda.instants(at)) if each > at)
        for horizon in (at, *horizons):
            short.agenda.look_until(horizon)
            assert _up_to(horizon, short, at) == _up_to(horizon, whole, at)
            assert short.is_due(at, horizon) == whole.is_due(at, horizon)
            assert _next_up_to(horizon, short, at) == _next_up_to(horizon, whole, at)
        for horizon in horizons:
            short.agenda.look_until(horizon)
            assert short.agenda.due(horizon) == whole.agenda.due(horizon)


def _up_to(horizon: datetime, engine: Engine, now: datetime) -> Sequence[Due]:
    return [due for due in engine.agenda.undecided(now) if due.first <= horizon]


def _next_up_to(horizon: datetime, engine: Engine, now: datetime) -> datetime | None:
    at = engine.next_at(now)
    return at if at is not None and at <= horizon else None
