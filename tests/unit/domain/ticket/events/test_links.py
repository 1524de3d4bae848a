"""A tie says on each side what the other one is, and a duplicate has no duties of its own."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import ClockState
from escalate_cli.domain.ticket.cycles import cycles
from escalate_cli.domain.ticket.owed_review import review_due_at
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import Status
from tests.conftest import (
    a_history,
    a_policy,
    after,
    answered,
    asked,
    changed,
    paused,
    reopened,
    resolved,
    resumed,
    targets,
)

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


ANSWERED = a_policy(targets=(targets(resolve="9h", next_response="1h"),))


@pytest.mark.parametrize(
    ("events", "waited", "due"),
    [
        ((answered(after("5m")),), "20m", "70m"),
        ((answered(after("5m")),), "2h", "30m"),
        ((asked(after("5m")),), "20m", "1h"),
        ((answered(after("5m")), asked(after("25m"))), "40m", "50m"),
        ((answered(after("5m")), asked(after("25m"))), "2h", "30m"),
        ((resolved(after("5m")),), "20m", "70m"),
    ],
    ids=["answered", "missed", "not answered", "younger", "younger than missed", "resolved"],
)
def test_a_question_of_the_duplicate_stands_at_the_original_with_the_time_that_it_has_waited(
    events: tuple[e.Event, ...], waited: str, due: str
) -> None:
    tie = linked("30m", "original_of", "T-2", unanswered_for=after(waited) - after("0m"))
    history = a_history(*events, replace(tie, party=Party.TEAM), policy=ANSWERED)
    clock = history.seen(after("9h")).clocks["next_response"]
    assert (clock.due_at, clock.breached_at, clock.ended_at) == (after(due), after(due), None)
    assert history.steps[-1].event is not None
    assert history.steps[-1].event.line == (
        "has the duplicate T-2",
        "whose question goes on here",
    )


def test_a_question_that_was_missed_in_a_wait_is_due_as_it_ends() -> None:
    tie = linked("30m", "original_of", "T-2", unanswered_for=after("2h") - after("0m"))
    story = (asked(after("5m")), paused(after("10m")), tie, resumed(after("3h")))
    clock = a_history(*story, policy=ANSWERED).seen(after("4h")).clocks["next_response"]
    assert (clock.due_at, clock.breached_at) == (after("3h"), after("3h"))
    untargeted = a_history(*story, policy=HOURLY).seen(after("4h")).clocks["next_response"]
    assert (untargeted.due_at, untargeted.breached_at) == (None, None)


def test_where_nobody_is_answered_after_the_end_the_question_ends_with_the_duplicate() -> None:
    policy = changed(ANSWERED, after_resolution="ignore")
    tie = linked("30m", "original_of", "T-2", unanswered_for=after("2h") - after("0m"))
    history = a_history(resolved(after("5m")), replace(tie, party=Party.TEAM), policy=policy)
    assert history.ticket.clocks["next_response"].ended_at == after("5m")


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
