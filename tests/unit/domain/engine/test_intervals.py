"""A history is cut into cycles, and cycles into stretches in which nothing changed."""

from datetime import datetime

import pytest

from escalate_cli.domain.engine.intervals import Cycle, Finding, both, cycles
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Status
from tests.conftest import (
    MONDAY_NINE,
    PEOPLE,
    a_history,
    after,
    asked_afterwards,
    closed,
    edited,
    noted,
    paused,
    reopened,
    resolved,
    taken,
)


def bounds(cycle: Cycle) -> list[tuple[datetime, datetime | None]]:
    return [(stretch.since, stretch.until) for stretch in cycle.stretches]


def cycles_of(history: History) -> list[Cycle]:
    return cycles(history.steps, PEOPLE)


def test_a_new_ticket_is_one_open_ended_stretch() -> None:
    (cycle,) = cycles_of(a_history())
    assert (cycle.number, cycle.since) == (1, MONDAY_NINE)
    assert bounds(cycle) == [(MONDAY_NINE, None)]


def test_each_change_begins_a_stretch_that_touches_the_one_before() -> None:
    (cycle,) = cycles_of(a_history(taken(after("1h")), edited(after("2h"), priority="P1")))
    assert bounds(cycle) == [
        (MONDAY_NINE, after("1h")),
        (after("1h"), after("2h")),
        (after("2h"), None),
    ]


def test_what_was_in_force_for_no_time_is_left_out() -> None:
    history = a_history(edited(after("1h"), priority="P1"), edited(after("1h"), priority="P2"))
    (cycle,) = cycles_of(history)
    assert [stretch.ticket.priority for stretch in cycle.stretches] == ["P3", "P2"]


def test_a_cycle_ends_with_the_resolution_and_a_reopening_begins_another() -> None:
    history = a_history(resolved(after("1h")), closed(after("2h")), reopened(after("3h")))
    first, second = cycles_of(history)
    assert (first.number, bounds(first)) == (1, [(MONDAY_NINE, after("1h"))])
    assert (second.number, bounds(second)) == (2, [(after("3h"), None)])


def test_a_ticket_resolved_as_it_was_logged_has_no_cycle_to_look_at() -> None:
    assert cycles_of(a_history(resolved(MONDAY_NINE))) == []


def test_a_wait_that_is_over_ends_a_stretch() -> None:
    history = a_history(paused(after("1h"), until=after("2h")))
    (cycle,) = cycles(history.steps_until(after("3h")), PEOPLE)
    assert [stretch.ticket.status for stretch in cycle.stretches] == [
        Status.OPEN,
        Status.WAITING,
        Status.ACKNOWLEDGED,
    ]


def test_a_span_is_an_unbroken_time() -> None:
    history = a_history(
        edited(after("1h"), priority="P1"),
        noted(after("2h")),
        edited(after("3h"), priority="P2"),
        edited(after("4h"), priority="P1"),
    )
    (cycle,) = cycles_of(history)
    spans = list(cycle.spans(lambda ticket: ticket.priority == "P1"))
    assert [(span.since, span.until) for span in spans] == [
        (after("1h"), after("3h")),
        (after("4h"), None),
    ]


@pytest.mark.parametrize(
    ("at", "holds"),
    [("59m", False), ("1h", True), ("119m", True), ("2h", False)],
    ids=["before", "since", "during", "until"],
)
def test_a_finding_holds_from_since_and_not_at_its_end(at: str, holds: bool) -> None:
    assert Finding(since=after("1h"), until=after("2h")).holds_at(after(at)) is holds
    assert Finding(since=after("1h"), until=None).holds_at(after("900d"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("1h", "3h"), ("2h", "4h"), ("2h", "3h")),
        (("1h", None), ("2h", None), ("2h", None)),
        (("1h", None), ("0h", "2h"), ("1h", "2h")),
        (("1h", "2h"), ("2h", "3h"), None),
        (("1h", "2h"), ("3h", None), None),
    ],
    ids=["overlapping", "endless", "inside", "touching", "apart"],
)
def test_both_hold_where_each_does(
    one: tuple[str, str | None],
    other: tuple[str, str | None],
    expected: tuple[str, str | None] | None,
) -> None:
    found = both(a_finding(*one, reason="first"), a_finding(*other, reason="second"))
    assert found == (expected and a_finding(*expected, reason="first"))


def a_finding(since: str, until: str | None, reason: str) -> Finding:
    return Finding(since=after(since), until=after(until) if until else None, reason=reason)


def test_what_was_asked_after_the_resolution_comes_after_its_cycle() -> None:
    over, question = resolved(after("1h")), asked_afterwards(after("2h"))
    [cycle] = cycles_of(a_history(over, question))
    assert bounds(cycle) == [(MONDAY_NINE, after("1h"))]
    assert bounds(cycle.to_the_end()) == [
        (MONDAY_NINE, after("1h")),
        (after("1h"), after("2h")),
        (after("2h"), None),
    ]
    [quiet] = cycles_of(a_history(over))
    assert quiet.to_the_end() is quiet


def test_what_was_asked_of_a_ticket_that_was_resolved_at_once_is_looked_at() -> None:
    [cycle] = cycles_of(a_history(resolved(MONDAY_NINE), asked_afterwards(after("1h"))))
    assert bounds(cycle) == [(MONDAY_NINE, MONDAY_NINE)]
    assert bounds(cycle.to_the_end())[1:] == [(MONDAY_NINE, after("1h")), (after("1h"), None)]
