"""A tie says on each side what the other one is, and a duplicate has no duties of its own."""

from typing import Any

import pytest

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import ClockState
from escalate_cli.domain.ticket.cycles import cycles
from escalate_cli.domain.ticket.owed_review import review_due_at
from escalate_cli.domain.ticket.ticket import Status
from tests.conftest import a_history, a_policy, after, paused, reopened, resolved, targets

HOURLY: Policy = a_policy(targets=(targets(resolve="1h", first_response="1h"),))


def linked(at: str, relation: str, ticket: str, **fields: Any) -> e.TicketLinked:
    tie = e.Relation(relation)
    return e.TicketLinked(at=after(at), by="ana", relation=tie, ticket=ticket, **fields)


DUPLICATE = linked("30m", "duplicate_of", "T-9", outcome=e.DUPLICATE)


def test_a_duplicate_is_closed_and_its_clocks_end_unjudged() -> None:
    ticket = a_history(DUPLICATE, policy=HOURLY).seen(after("9h"))
    assert (ticket.status, ticket.closed_at) == (Status.CLOSED, after("30m"))
    assert (ticket.duplicate_of, ticket.outcome) == ("T-9", "duplicate")
    assert {clock.state for clock in ticket.clocks.values()} == {ClockState.STOPPED}


def test_a_duplicate_waits_for_nobody() -> None:
    ticket = a_history(paused(after("10m")), DUPLICATE).ticket
    assert (ticket.status, ticket.waiting_for) == (Status.CLOSED, None)


@pytest.mark.parametrize(
    "events", [(DUPLICATE,), (resolved(after("10m")), DUPLICATE)], ids=["open", "resolved before"]
)
def test_its_cycle_leaves_all_figures_and_no_other_one_does(events: tuple[e.Event, ...]) -> None:
    history = a_history(*events, reopened(after("1h")), policy=HOURLY)
    assert [cycle.counts for cycle in cycles(history)] == [False, True]


def test_a_reopening_unties_it() -> None:
    ticket = a_history(DUPLICATE, reopened(after("1h"))).ticket
    assert (ticket.status, ticket.duplicate_of, ticket.outcome) == (Status.OPEN, None, None)


def test_nobody_reviews_a_duplicate() -> None:
    history = a_history(resolved(after("10m")), DUPLICATE, policy=HOURLY)
    assert review_due_at(history.ticket, history.rules) is None


def test_a_ticket_has_the_keys_of_its_duplicates_as_long_as_they_are_some() -> None:
    ties = [linked("1m", "original_of", "T-2", keys=("disk", "cpu"))]
    ties += [linked("2m", "original_of", "T-3", keys=("disk", "fan"))]
    assert a_history(*ties).ticket.other_keys == ("cpu", "disk", "fan")
    ties += [linked("3m", "no_original_of", "T-3", keys=("disk", "fan"))]
    assert a_history(*ties).ticket.other_keys == ("cpu",)


def test_related_tickets_are_kept_in_the_order_in_which_they_were_named() -> None:
    ties = linked("1m", "related", "T-3"), linked("2m", "related", "T-2")
    assert a_history(*ties).ticket.related == ("T-3", "T-2")


@pytest.mark.parametrize(
    ("relation", "line"),
    [
        ("related", "related to T-9"),
        ("duplicate_of", "closed as a duplicate of T-9"),
        ("original_of", "has the duplicate T-9"),
        ("no_original_of", "has no longer the duplicate T-9"),
    ],
)
def test_its_line_names_the_other_one(relation: str, line: str) -> None:
    assert linked("1m", relation, "T-9").line == (line,)


def test_only_of_a_duplicate_it_is_told_that_it_is_closed() -> None:
    assert DUPLICATE.is_told_as("closure")
    assert not linked("1m", "original_of", "T-9").is_told_as("closure")
