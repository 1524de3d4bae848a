"""A clock that goes back and forward by hours and years decides nothing twice."""

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from escalate_cli.domain.ticket.events import TriggerFired
from escalate_cli.store.json_store import JsonStore
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.verbs.note import note
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, a_policy, clock_rule, targets
from tests.faults.loops import long
from tests.unit.store.contexts import a_context, logged

JUMPS = (MINUTE, HOUR, DAY, 365 * DAY, 3650 * DAY)


@pytest.mark.parametrize("rounds", [40, long(1000)], ids=["short", "long"])
def test_whatever_the_clock_does_the_record_stays_true(tmp_path: Path, rounds: int) -> None:
    chance = random.Random(7)  # noqa: S311 - chance, not secrecy
    rule = clock_rule(at="1h", escalate="next", notify=("lead",))
    policy = a_policy(rules=(rule,), targets=(targets(resolve="2h"),))
    store = JsonStore(tmp_path / "store")
    numbers = logged(a_context(store, policy=policy), "one", "two", "three")
    now = MONDAY_NINE
    for _ in range(rounds):
        now = max(
            MONDAY_NINE - 30 * DAY,
            min(
                now + chance.choice((-1, 1)) * chance.choice(JUMPS),
                MONDAY_NINE + timedelta(days=20_000),
            ),
        )
        context = a_context(store, now, policy)
        is_behind = _latest(store) - now > MINUTE
        first, again = check(context), check(context)
        assert [error.ticket for error in first.errors] == ["clock"] * is_behind
        assert (again.decisions, again.errors) == ((), first.errors)
        if chance.random() < 0.3:
            note(context, [chance.choice(numbers)], "still at it")
        if chance.random() < 0.1 and len(numbers) < 30:
            numbers += logged(context, "another")
    for number in range(1, len(numbers) + 1):
        events = store.read().events(number)
        assert [event.at for event in events] == sorted(event.at for event in events)
        keys = [event.key for event in events if isinstance(event, TriggerFired)]
        assert len(keys) == len(set(keys))
    assert verify(a_context(store, now, policy)).differences == ()


def _latest(store: JsonStore) -> datetime:
    view = store.read()
    return max(view.events(number)[-1].at for number in view.numbers())
