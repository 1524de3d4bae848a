"""Doubts about a whole policy: what it says, can be used, and is probably not meant."""

from collections.abc import Iterator
from datetime import datetime

from escalate_cli.domain.doubts import (
    clocks,
    conditions,
    idle,
    ladders,
    people,
    quiet,
    rules,
    secrets,
)
from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.policy.doubt import Doubt
from escalate_cli.domain.policy.duty import duty_doubts
from escalate_cli.domain.policy.policy import Policy


def doubts(policy: Policy, since: datetime) -> Iterator[Doubt]:
    """Yield every doubt about a sound policy; plans and hours are looked at from an instant on."""
    possible = Possible(policy.rules)
    yield from duty_doubts.doubts(policy.people, since)
    yield from conditions.doubts(policy, possible)
    yield from clocks.doubts(policy.rules, possible)
    yield from rules.doubts(policy.rules, possible)
    yield from idle.doubts(policy.rules, possible)
    yield from ladders.doubts(policy, possible)
    yield from people.doubts(policy)
    yield from secrets.doubts(policy.people)
    yield from quiet.doubts(policy, possible, since)
