"""A release leaves the ticket where it is, with nobody, and its level's duty begins again."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Status
from tests.conftest import (
    MINUTE,
    MONDAY_NINE,
    a_history,
    a_policy,
    after,
    noted,
    paused,
    resumed,
    taken,
    targets,
)

POLICY = a_policy(targets=(targets(acknowledge="15m", level="2h", resolve="4h"),))
RELEASED = e.TicketReleased(at=after("1h"), by="bo", former="bo")


def test_it_is_open_at_the_same_level_and_nobody_owns_it() -> None:
    ticket = a_history(taken(after("5m")), RELEASED, policy=POLICY).ticket
    assert (ticket.status, ticket.level, ticket.owner) == (Status.OPEN, "L1", None)
    assert (ticket.acknowledged_at, ticket.arrived_at) == (None, after("1h"))
    assert ticket.team == a_history(policy=POLICY).ticket.team


def test_the_level_must_acknowledge_anew_and_no_other_clock_begins_again() -> None:
    before = a_history(taken(after("5m")), policy=POLICY).ticket
    clocks = a_history(taken(after("5m")), RELEASED, policy=POLICY).ticket.clocks
    assert clocks["acknowledge"].due_at == after("75m")
    assert clocks["acknowledge"].instance == before.clocks["acknowledge"].instance + 1
    assert clocks["level"].due_at == before.clocks["level"].due_at
    assert clocks["resolve"].due_at == before.clocks["resolve"].due_at


def test_a_wait_goes_on_and_ends_open() -> None:
    waiting = (taken(after("5m")), paused(after("10m")), replace(RELEASED, waits_on=True))
    history = a_history(*waiting, policy=POLICY, rules=4)
    assert (history.ticket.status, history.ticket.waiting_for) == (Status.WAITING, "vendor")
    history.add(resumed(after("2h")))
    assert history.ticket.status is Status.OPEN


def test_what_was_not_acknowledged_in_time_is_breached_and_its_run_goes_on_no_more() -> None:
    open_again = e.TicketReleased(at=after("20m"), by="bo")
    history = a_history(open_again, noted(after("21m")), policy=POLICY)
    assert [breach.clock for breach in history.ticket.breaches] == ["acknowledge"]
    assert history.ticket.clocks["acknowledge"].spent == MINUTE


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"former": "bo"}, ("released by bo", "", "", "", "")),
        ({"former": "ana"}, ("released", "ana had it", "", "", "")),
        (
            {"owner": "cy", "notified": ("cy",), "waits_on": True},
            ("released", "", "waits for cy", "waits on", "notice to cy"),
        ),
    ],
    ids=["one's own", "another one's", "to who is on duty"],
)
def test_it_reads_as_it_was(fields: dict[str, object], line: tuple[str, ...]) -> None:
    event = e.TicketReleased(at=MONDAY_NINE, by="bo", **fields)  # type: ignore[arg-type]
    assert event.line == line
    assert (event.handed_to, event.heard_by) == (event.owner, event.notified)


def test_why_stands_below() -> None:
    event = e.TicketReleased(at=MONDAY_NINE, by="bo", message="ill", routed="late shift")
    assert event.written == "ill\nlate shift"
