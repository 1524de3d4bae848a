"""Figures stand side by side: as it went, as it would go."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.replay_comparison import Pair, compared, outline_of
from escalate_cli.domain.figures.replay_tally import OTHERS, HourOfWeek, ReplayTally
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT
from escalate_cli.domain.ticket import events as e
from tests.conftest import (
    HOUR,
    a_history,
    a_policy,
    after,
    changed,
    clock_rule,
    escalated,
    resolved,
    rule_fired,
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
    said: dict[str, Any] = {"at": after("1h"), "key": f"T-1:1:{trigger}:1:{repeat}"}
    return rule_fired(trigger=trigger, **said | fields)


def telling(*events: e.Event, known: Callable[[str], bool] = bool) -> ReplayTally:
    found = ReplayTally()
    found.add(a_history(*events, policy=POLICY), NOW, known)
    return found


NOTHING = ReplayTally()
OUTLINE = outline_of(POLICY.rules)


def test_rules_come_in_the_order_of_the_policy_then_those_it_has_no_more() -> None:
    before = telling(fired("zero"), fired("first"))
    found = compared(before, telling(fired("another")), OUTLINE).triggers
    assert [rule.name for rule in found] == ["first", "second", "another", "zero"]
    assert found[0].figures["fired"] == Pair(1, 0)
    assert found[1].figures["fired"] == Pair(0, 0)


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
    figures = compared(NOTHING, telling(event), OUTLINE)
    second = figures.triggers[1]
    assert {kind for kind, pair in second.figures.items() if pair == Pair(0, 1)} == counted
    assert figures.all["decisions"] == Pair(0, 1)


def test_promises_stand_side_by_side() -> None:
    before, after_it = telling(resolved(after("5h"))), telling(taken(after("5m")))
    found = {clock.name: clock.figures for clock in compared(before, after_it, OUTLINE).clocks}
    assert found["resolve"]["breached"] == Pair(1, 1)
    assert found["resolve"]["breached_open"] == Pair(0, 1)
    assert found["acknowledge"]["met"] == Pair(0, 1)


def test_levels_come_from_the_lowest_up_on_both_ladders() -> None:
    found = compared(NOTHING, telling(escalated(after("1h"), "L2")), OUTLINE).levels
    assert [(level.ladder, level.name) for level in found] == [
        *((FUNCTIONAL, name) for name in ("L1", "L2", "L3")),
        *((MANAGEMENT, name) for name in ("lead", "manager", "director")),
    ]
    assert found[1].figures["manual"] == Pair(0, 1)
    assert (found[1].figures["visits"], found[3].figures["visits"]) == (Pair(0, 1), None)
    assert found[0].figures["spent"] == Pair(0 * HOUR, HOUR)


def test_a_level_that_the_policy_has_no_more_comes_last() -> None:
    smaller: Policy = changed(POLICY, functional=POLICY.rules.functional[:1], management=())
    moves = (escalated(after("1h"), "L3"), escalated(after("2h"), "lead", ladder=MANAGEMENT))
    found = compared(telling(*moves), NOTHING, outline_of(smaller.rules)).levels
    assert [level.name for level in found] == ["L1", "L3", "lead"]
    assert found[2].figures["manual"] == Pair(1, 0)


def test_moves_of_the_policy_and_of_people_are_told_apart() -> None:
    by_itself = replace(escalated(after("1h"), "L2"), by=e.POLICY, mode="automatic", key="k")
    by_hand = escalated(after("1h"), "L2")
    found = compared(telling(by_itself), telling(by_hand), OUTLINE).levels
    assert (found[1].figures["automatic"], found[1].figures["manual"]) == (Pair(1, 0), Pair(0, 1))


def loads(*events: e.Event, known: Callable[[str], bool] = bool) -> dict[Any, Any]:
    counted = telling(*events, known=known)
    found = compared(NOTHING, counted, OUTLINE).people
    return {person.name: tuple(counted.person(person.name or OTHERS).values()) for person in found}


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
    assert telling(asks).all() == {"decisions": 0, "requests": 1}


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


def test_hours_come_by_person_and_then_in_the_order_of_a_week() -> None:
    early = escalated(after("30m"), "L2", notified=("bo", "ana"))
    late = escalated(after("24h"), "L3", notified=("bo", "stranger"))
    found = compared(
        telling(early), telling(early, late, known={"ana", "bo"}.__contains__), OUTLINE
    ).hours
    assert [(each.name, each.at, each.figures["told"]) for each in found] == [
        ("ana", HourOfWeek(1, 8), Pair(1, 1)),
        ("bo", HourOfWeek(1, 8), Pair(1, 1)),
        ("bo", HourOfWeek(2, 8), Pair(0, 1)),
        (None, HourOfWeek(2, 8), Pair(0, 1)),
    ]
