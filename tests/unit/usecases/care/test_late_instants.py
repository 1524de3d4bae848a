"""Instants by which a ticket is found are named where they are lost, or come too late."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.unit_of_work import record_of
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.maintenance import add
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import after, clock_rule, targets, when
from tests.unit.usecases.conftest import a_context, later, logged, staffed
from tests.writing import writing

POLICY = staffed(
    targets=(targets(resolve="2h"),), rules=(clock_rule("late", at="50%", escalate="next"),)
)


def spoilt(context: Context, **times: datetime | None) -> Context:
    """Log a ticket, and let its row say other instants."""
    logged(context)
    with writing(context.store) as tx:
        tx.save(replace(record_of(context, context.history(tx, 1)), **times))
    return context


def named(context: Context) -> dict[str, tuple[str, str]]:
    return {each.field: (each.kept, each.found) for each in verify(context).differences}


def test_instants_that_are_lost_are_named() -> None:
    context = spoilt(a_context(POLICY), next_at=None, due_at=None, risk_at=None)
    assert named(context) == {
        "next_at": ("-", "2026-11-23T09:00:00Z"),
        "due_at": ("-", "2026-11-23T10:00:00Z"),
        "risk_at": ("-", "2026-11-23T09:30:00Z"),
    }


def test_the_next_change_of_the_ticket_puts_them_back() -> None:
    context = spoilt(a_context(POLICY), next_at=None, due_at=None, risk_at=None)
    acknowledge(context, ["1"])
    assert named(context) == {}


@pytest.mark.parametrize(
    ("field", "at", "is_named"),
    [
        ("next_at", after("61m"), True),
        ("next_at", after("59m"), False),
        ("due_at", after("10d"), True),
        ("due_at", after("1m"), False),
        ("risk_at", after("10d"), True),
        ("risk_at", after("1m"), False),
    ],
)
def test_one_that_is_later_is_named_and_one_that_is_earlier_costs_a_look(
    field: str, at: datetime, is_named: bool
) -> None:
    assert (field in named(spoilt(a_context(POLICY), **{field: at}))) is is_named


def test_what_has_come_is_looked_at_next() -> None:
    context = spoilt(a_context(POLICY), next_at=after("61m"))
    assert named(later(context, "61m")) == {}


def test_a_row_may_wait_for_the_end_of_a_window_that_is_gone() -> None:
    context = spoilt(a_context(POLICY), next_at=after("5h"))
    assert "next_at" in named(context)
    with writing(context.store) as tx:
        tx.keep_windows([Window(from_at=after("0m"), until_at=after("5h"))])
    assert named(context) == {}


def test_a_wait_that_ends_in_an_announced_window_finds_nothing_wrong() -> None:
    policy = staffed(targets=(targets(acknowledge="15m"),))
    context = a_context(policy)
    logged(context)
    add(later(context, "5m"), when(), None, after("8h"), "new disk")
    wait(later(context, "20m"), ["1"], "vendor", until=after("4h"))
    assert context.store.read().next_at(1) == after("4h")
    assert named(replace(later(a_context(policy), "30m"), store=context.store)) == {}


def test_as_of_an_instant_that_was_typed_nothing_is_too_late() -> None:
    context = spoilt(a_context(POLICY), next_at=None)
    assert named(replace(context, present=Present(after("1m"), typed=True))) == {}


@pytest.mark.parametrize(
    "changes",
    [{}, {"rules": ()}, {"targets": (targets(resolve="30m"),)}],
    ids=["alike", "without a rule", "with another target"],
)
def test_a_newer_policy_in_force_finds_nothing_wrong(changes: dict[str, Any]) -> None:
    context = a_context(POLICY)
    logged(context)
    other = staffed(**{"targets": POLICY.rules.targets, "rules": POLICY.rules.triggers} | changes)
    newer = later(context, "10m", policy=replace(other, rules=replace(other.rules, id="newer")))
    assert named(newer) == {}


def test_under_a_newer_policy_a_target_alone_tells_what_is_lost() -> None:
    context = spoilt(a_context(POLICY), next_at=None)
    newer = later(context, "10m", policy=replace(POLICY, rules=replace(POLICY.rules, id="newer")))
    assert named(newer) == {"next_at": ("-", "2026-11-23T10:00:00Z")}


def test_a_ticket_on_which_nobody_works_has_none() -> None:
    context = a_context(POLICY)
    logged(context)
    check(later(context, "1d"))
    assert named(later(context, "2d")) == {}
