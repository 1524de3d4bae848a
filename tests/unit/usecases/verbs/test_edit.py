"""Correcting a ticket: what differs is recorded, and judged from then on."""

from typing import Any

import pytest

from escalate_cli.domain.policy.policy import Customer
from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import UsageError
from escalate_cli.usecases.unit_of_work import Desk
from escalate_cli.usecases.verbs.edit import Edits, edit
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import HOUR, after, severity_rule, targets, when
from tests.unit.usecases.conftest import a_desk, kinds, later, logged, staffed, ticket


def go(desk: Desk, **fields: Any) -> None:
    edit(desk, ["1"], Edits(**fields))


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("title", " Mail is slow ", "Mail is slow"),
        ("description", "since 8", "since 8"),
        ("requester", "sam", "sam"),
        ("customer", "zeta", "zeta"),
        ("service", "mail", "mail"),
        ("category", "net", "net"),
        ("vip", True, True),
    ],
)
def test_a_field_is_set(field: str, value: object, kept: object) -> None:
    desk = a_desk()
    logged(desk, requester="kim")
    go(desk, **{field: value})
    assert getattr(ticket(desk), field) == kept


def test_an_empty_text_empties_a_field() -> None:
    desk = a_desk()
    logged(desk, requester="kim", service="mail", description="x")
    go(desk, requester="", service=" ", description="")
    assert (ticket(desk).requester, ticket(desk).service, ticket(desk).description) == (
        None,
        None,
        "",
    )


def test_tags_and_skills_are_added_and_taken_away() -> None:
    desk = a_desk()
    logged(desk, tags=("dns", "vpn"), skills=("network",))
    go(desk, add_tags=("wifi,dns",), remove_tags=("vpn",), remove_skills=("network",))
    assert (ticket(desk).tags, ticket(desk).skills) == (("dns", "wifi"), ())


def test_only_what_differs_is_recorded() -> None:
    desk = a_desk()
    logged(desk, requester="kim", tags=("dns",))
    edit(desk, ["1"], Edits(requester="kim", add_tags=("dns",), service="mail"), "was missing")
    [_, event] = desk.store.read().events(1)
    assert isinstance(event, e.TicketEdited)
    assert (event.changes, event.message) == (e.Changes(service="mail"), "was missing")


def test_what_is_the_same_already_is_no_event() -> None:
    desk = a_desk()
    logged(desk, priority="P2")
    go(desk, priority="p2", title="Mail is down")
    assert kinds(desk) == ["ticket_logged"]


def test_nothing_asked_is_a_mistake() -> None:
    with pytest.raises(UsageError, match="nothing to change was given"):
        go(a_desk())


@pytest.mark.parametrize(
    ("said", "priority"),
    [
        ({"impact": "high", "urgency": "high"}, "P1"),
        ({"urgency": "high"}, "P2"),
        ({"impact": "High"}, "P2"),
        ({"impact": "high", "priority": "P3"}, "P3"),
        ({"priority": "p1"}, "P1"),
    ],
    ids=["both", "urgency with the impact known", "impact with the urgency known", "said", "alone"],
)
def test_the_matrix_makes_the_new_priority_unless_it_is_said(
    said: dict[str, str], priority: str
) -> None:
    desk = a_desk()
    logged(desk, impact="low", urgency="low")
    go(desk, **said)
    assert ticket(desk).priority == priority


def test_half_a_judgement_on_a_ticket_without_the_other_half_is_refused() -> None:
    desk = a_desk()
    logged(desk)
    with pytest.raises(UsageError, match="impact and urgency make the priority together"):
        go(desk, impact="high")
    assert kinds(desk) == ["ticket_logged"]


def test_a_customer_who_is_a_vip_makes_the_ticket_one() -> None:
    desk = a_desk(staffed(customers={"acme": Customer(id="acme", vip=True)}))
    logged(desk)
    go(desk, customer="acme")
    assert ticket(desk).vip
    go(later(desk, "1m"), customer="acme", vip=False)
    assert not ticket(desk).vip


def test_a_new_priority_keeps_the_time_spent_and_sets_the_target_from_then_on() -> None:
    p1 = targets(of=when(priority="P1"), resolve="1h")
    desk = a_desk(staffed(targets=(p1, targets(resolve="8h"))))
    logged(desk)
    go(later(desk, "2h"), priority="P1")
    clock = ticket(desk).clocks["resolve"]
    assert (clock.spent, clock.due_at) == (2 * HOUR, after("2h"))


def test_what_an_edit_makes_true_happens_at_once() -> None:
    rules = (severity_rule("critical", when=when(priority="P1"), escalate="manager"),)
    desk = a_desk(staffed(rules=rules))
    logged(desk)
    go(later(desk, "1h"), priority="P1")
    assert ticket(desk).management_level == "manager"


def test_what_was_written_can_be_corrected_after_the_end() -> None:
    desk = a_desk()
    logged(desk)
    resolve(desk, ["1"])
    go(desk, category="net")
    assert (ticket(desk).status, ticket(desk).category) == ("resolved", "net")


def test_several_are_edited_or_none() -> None:
    desk = a_desk()
    logged(desk, impact="low", urgency="low")
    logged(desk)
    with pytest.raises(UsageError):
        edit(desk, ["1", "2"], Edits(impact="high"))
    assert ticket(desk).priority == "P3"
