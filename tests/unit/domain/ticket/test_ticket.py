"""A ticket as it stands: its number, who has it, and whether somebody still works on it."""

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.search import Search
from escalate_cli.domain.ticket.ticket import (
    HEARD,
    OWED,
    PUNCTUAL,
    STOOD,
    Request,
    Status,
    Ticket,
    id_of,
    number_in,
)
from escalate_cli.errors import DamagedHistoryError
from tests.conftest import (
    a_ticket,
    after,
    answered,
    asked_afterwards,
    closed,
    escalated,
    paused,
    resolved,
    taken,
)

LIFE: list[tuple[list[e.Event], Status, bool]] = [
    ([], Status.OPEN, True),
    ([taken(after("1h"))], Status.ACKNOWLEDGED, True),
    ([paused(after("1h"))], Status.WAITING, True),
    ([resolved(after("1h"))], Status.RESOLVED, False),
    ([resolved(after("1h")), closed(after("2h"))], Status.CLOSED, False),
]


@pytest.mark.parametrize(("events", "status", "is_active"), LIFE, ids=[s for _, s, _ in LIFE])
def test_somebody_works_on_it_until_it_is_resolved(
    events: list[e.Event], status: Status, is_active: bool
) -> None:
    ticket = a_ticket(*events)
    assert (ticket.status, ticket.is_active) == (status, is_active)


def test_it_is_held_by_its_owner_once_the_level_has_acknowledged_it() -> None:
    assigned = e.TicketAssigned(at=after("1h"), by="ana", owner="bo")
    assert (a_ticket(assigned).owner, a_ticket(assigned).holder) == ("bo", None)
    assert a_ticket(taken(after("1h"))).holder == "bo"
    assert a_ticket(taken(after("1h")), escalated(after("2h"), "L2")).holder is None


def test_it_is_free_until_somebody_has_it_or_it_is_over() -> None:
    assigned = e.TicketAssigned(at=after("1h"), by="ana", owner="bo")
    assert a_ticket(assigned).is_free
    assert a_ticket(paused(after("1h")).of(Party.OTHER)).is_free
    assert not a_ticket(taken(after("1h"))).is_free
    assert not a_ticket(resolved(after("1h"))).is_free


def test_a_ticket_survives_its_json_and_leaves_out_what_is_not_said() -> None:
    ticket = a_ticket(taken(after("1h")), tags=("a", "b"))
    row = msgspec.json.encode(ticket)
    assert msgspec.json.decode(row, type=Ticket) == ticket
    assert b"resolved_at" not in row


@pytest.mark.parametrize(("number", "ticket_id"), [(1, "T-1"), (10**12 - 1, "T-999999999999")])
def test_a_number_and_an_id_name_the_same_ticket(number: int, ticket_id: str) -> None:
    assert (id_of(number), number_in(ticket_id)) == (ticket_id, number)


def test_a_ticket_is_known_by_the_number_in_its_id() -> None:
    assert a_ticket(id="T-42").number == 42


@pytest.mark.parametrize("text", ["", "T-", "T-x", "mail"])
def test_what_is_no_id_has_no_number(text: str) -> None:
    with pytest.raises(DamagedHistoryError, match="its id has no number"):
        number_in(text)


def test_it_is_owed_while_somebody_works_on_it_or_its_requester_waits_for_an_answer() -> None:
    over, question = resolved(after("1h")), asked_afterwards(after("2h"))
    assert (a_ticket().is_owed, a_ticket().awaits_answer) == (True, False)
    assert (a_ticket(over).is_owed, a_ticket(over).awaits_answer) == (False, False)
    waits = a_ticket(over, question)
    assert (waits.is_active, waits.is_owed, waits.awaits_answer) == (False, True, True)
    assert not a_ticket(over, question, answered(after("3h"))).is_owed
    found = Search(active=True).finds
    assert [found(a_ticket()), found(a_ticket(over)), found(waits)] == [True, False, True]


@pytest.mark.parametrize(
    ("by", "ended"), [("59m", None), ("1h", "1h"), ("2h", "1h")], ids=["before", "then", "after"]
)
def test_a_wait_is_over_from_the_very_instant_of_its_end(by: str, ended: str | None) -> None:
    ticket = a_ticket(paused(after("30m"), until=after("1h")))
    assert ticket.wait_ended_at(after(by)) == (after(ended) if ended else None)


def test_taking_it_acknowledges_the_last_move_of_its_ladder_and_once() -> None:
    up = (escalated(after("1h"), "L2"), escalated(after("3h"), "L3"))
    above = escalated(after("4h"), "manager", ladder="management")
    taken_at = [
        step.acknowledged_at
        for step in a_ticket(
            up[0], taken(after("2h")), up[1], above, taken(after("5h"))
        ).escalations
    ]
    assert taken_at == [after("2h"), after("5h"), None]
    again = a_ticket(up[0], taken(after("2h")), taken(after("3h"))).escalations
    assert [step.acknowledged_at for step in again] == [after("2h")]


def test_the_versions_of_the_rules_have_the_numbers_that_records_name() -> None:
    assert (OWED, HEARD, PUNCTUAL, STOOD) == (3, 4, 5, 6)


@pytest.mark.parametrize(
    ("rules", "events", "waits_on"),
    [
        (OWED, [paused(after("1h"))], True),
        (OWED - 1, [paused(after("1h"))], False),
        (OWED, [], False),
    ],
    ids=["waiting", "by older rules", "at work"],
)
def test_a_move_leaves_a_wait_as_it_is_by_the_rules_of_today(
    rules: int, events: list[e.Event], waits_on: bool
) -> None:
    ticket = replace(a_ticket(*events), rules=rules)
    assert ticket.keeps_waiting is waits_on
    assert ticket.keeps_breaches is (rules >= OWED)


def test_a_wait_that_is_over_leaves_it_with_who_has_it() -> None:
    waits = a_ticket(taken(after("30m")), paused(after("1h"), until=after("9h")))
    assert waits.awake().status is Status.ACKNOWLEDGED
    assert (waits.awake().waiting_for, waits.awake().waiting_until) == (None, None)
    assert replace(waits, acknowledged_at=None).awake().status is Status.OPEN


def test_at_another_level_a_wait_goes_on_only_if_it_is_to() -> None:
    waits = a_ticket(paused(after("1h")))
    assert waits.arrived(after("2h")).status is Status.OPEN
    there = waits.arrived(after("2h"), waits_on=True)
    assert (there.status, there.arrived_at, there.acknowledged_at) == (
        *(Status.WAITING, after("2h"), None),
    )
    at_work = a_ticket(taken(after("1h")))
    assert at_work.arrived(after("2h"), waits_on=True).status is Status.OPEN


def test_it_became_as_it_is_by_its_last_update_or_policy() -> None:
    ticket = a_ticket(taken(after("1h")))
    assert ticket.latest_at == after("1h")
    assert replace(ticket, policy_at=after("2h")).latest_at == after("2h")
    assert replace(ticket, policy_at=after("30m")).latest_at == after("1h")


def test_a_request_is_for_the_move_to_its_level_at_its_instant() -> None:
    [step] = a_ticket(escalated(after("1h"), "L2")).escalations
    asks = Request(ladder="functional", to="L2", approver="lead", by="bo", at=after("1h"))
    assert asks.is_for(step)
    assert not asks.is_for(replace(step, to="L3"))
    assert not asks.is_for(replace(step, at=after("2h")))
