"""Figures stand side by side: as it went, as it would go."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT
from escalate_cli.domain.ticket import events as e
from escalate_cli.usecases.insight import replay_figures as t
from tests.conftest import (
    a_history,
    a_policy,
    after,
    changed,
    clock_rule,
    escalated,
    resolved,
    severity_rule,
    taken,
    targets,
)

POLICY = a_policy(
    rules=(severity_rule("first"), clock_rule("second")),
    targets=(targets(resolve="4h", acknowledge="15m"),),
)
NOW = after("9h")


def fired(trigger: str = "second", repeat: int = 0, **fields: Any) -> e.TriggerFired:
    told: dict[str, Any] = {
        "at": after("1h"),
        "by": e.POLICY,
        "key": f"T-1:1:{trigger}:1:{repeat}",
        "trigger": trigger,
        "type": "clock",
        "trigger_kind": "time",
        "since": after("1h"),
        "action": "notified",
    }
    return e.TriggerFired(**told | fields)


def telling(*events: e.Event, known: Callable[[str], bool] = bool) -> t.ReplayFigures:
    found = t.ReplayFigures()
    found.add(a_history(*events, policy=POLICY), NOW, known)
    return found


NOTHING = t.ReplayFigures()


def test_rules_come_in_the_order_of_the_policy_then_those_it_has_no_more() -> None:
    before = telling(fired("zero"), fired("first"))
    found = list(t.triggers(before, telling(fired("another")), POLICY.rules))
    assert [rule.trigger for rule in found] == ["first", "second", "another", "zero"]
    assert found[0].fired == t.Count(1, 0)
    assert found[1].fired == t.Count(0, 0)


@pytest.mark.parametrize(
    ("event", "counted"),
    [
        (fired(), {"fired"}),
        (fired(action="escalated", to="L2"), {"fired", "escalated"}),
        (fired(repeat=2), {"reminders"}),
        (fired(action="lapsed"), {"lapsed"}),
        (fired(action="superseded"), {"fired"}),
        (fired(action="satisfied"), {"fired"}),
        (fired(action="unanswered"), {"fired"}),
    ],
    ids=["told", "moved", "reminded", "over", "superseded", "there already", "nobody"],
)
def test_a_decision_counts_as_what_it_was(event: e.TriggerFired, counted: set[str]) -> None:
    [_, second] = t.triggers(NOTHING, telling(event), POLICY.rules)
    kinds = ("fired", "escalated", "reminders", "lapsed")
    assert {kind for kind in kinds if getattr(second, kind) == t.Count(0, 1)} == counted
    assert telling(event).decisions == 1


def test_promises_stand_side_by_side() -> None:
    pairs = {
        pair.before.clock: (pair.before, pair.after)
        for pair in t.clocks(telling(resolved(after("5h"))), telling(taken(after("5m"))))
    }
    assert [figures.breached for figures in pairs["resolve"]] == [1, 1]
    assert [figures.breached_open for figures in pairs["resolve"]] == [0, 1]
    assert [figures.met for figures in pairs["acknowledge"]] == [0, 1]


def test_levels_come_from_the_lowest_up_on_both_ladders() -> None:
    found = list(t.levels(NOTHING, telling(escalated(after("1h"), "L2")), POLICY.rules))
    assert [(level.ladder, level.level) for level in found] == [
        *((FUNCTIONAL, name) for name in ("L1", "L2", "L3")),
        *((MANAGEMENT, name) for name in ("lead", "manager", "director")),
    ]
    assert found[1].manual == t.Count(0, 1)
    assert (found[1].visits, found[3].visits) == (t.Count(0, 1), None)
    assert (found[0].spent_before, found[0].spent_after) == (after("0m") - after("0m"), _hour())


def _hour() -> object:
    return after("1h") - after("0m")


def test_a_level_that_the_policy_has_no_more_comes_last() -> None:
    smaller: Policy = changed(POLICY, functional=POLICY.rules.functional[:1], management=())
    moves = (escalated(after("1h"), "L3"), escalated(after("2h"), "lead", ladder=MANAGEMENT))
    found = list(t.levels(telling(*moves), NOTHING, smaller.rules))
    assert [level.level for level in found] == ["L1", "L3", "lead"]
    assert found[2].manual == t.Count(1, 0)


def test_moves_of_the_policy_and_of_people_are_told_apart() -> None:
    by_itself = replace(escalated(after("1h"), "L2"), by=e.POLICY, mode="automatic", key="k")
    found = list(t.levels(telling(by_itself), telling(escalated(after("1h"), "L2")), POLICY.rules))
    assert (found[1].automatic, found[1].manual) == (t.Count(1, 0), t.Count(0, 1))


def loads(*events: e.Event, known: Callable[[str], bool] = bool) -> dict[Any, Any]:
    found = t.people(NOTHING, telling(*events, known=known))
    return {person.person: (person.told.after, person.handed.after) for person in found}


def test_people_are_told_by_decisions_moves_returns_and_requests() -> None:
    back = e.TicketReturned(
        at=after("2h"), by="cy", origin="L2", to="L1", owner="ana", notified=("ana",)
    )
    asks = e.EscalationRequested(
        at=after("3h"), by="bo", ladder=FUNCTIONAL, to="L3", approver="lead", asked=("lee", "max")
    )
    by_itself = escalated(after("1h"), "L2", owner="bo", notified=("bo",), key="T-1:1:second:1:0")
    by_hand = escalated(after("4h"), "L3", owner="cy", notified=("cy", "di"))
    decided = fired(notified=("bo", "lee"))
    assert loads(decided, by_itself, back, asks, by_hand) == {
        "ana": (1, 1),
        "bo": (1, 1),
        "cy": (1, 1),
        "di": (1, 0),
        "lee": (2, 0),
        "max": (1, 0),
    }
    assert telling(asks).requests == 1


def test_whom_no_policy_names_counts_among_the_others_who_come_last() -> None:
    told = loads(
        fired(notified=("kim@example.org", "bo")),
        escalated(after("2h"), "L2", owner="eva"),
        known=lambda name: name == "bo",
    )
    assert list(told.items()) == [("bo", (1, 0)), (None, (1, 1))]


def test_what_was_undone_counts_no_more() -> None:
    undone = e.ChangeUndone(at=after("2h"), by="bo", undone=7)
    moved = replace(escalated(after("1h"), "L2", owner="bo", notified=("bo",)), change=7)
    assert loads(moved, undone) == {}
