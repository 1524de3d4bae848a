"""Correcting a ticket: what differs is recorded, and judged from then on."""

from typing import Any

import pytest

from escalate_cli.domain.policy.people import Customer
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import HOUR, after, severity_rule, targets, when
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket


def go(context: Context, **fields: Any) -> None:
    edit(context, ["1"], Edits(**fields))


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
    context = a_context()
    logged(context, requester="kim")
    go(context, **{field: value})
    assert getattr(ticket(context), field) == kept


def test_an_empty_text_empties_a_field() -> None:
    context = a_context()
    logged(context, requester="kim", service="mail", description="x")
    go(context, requester="", service=" ", description="")
    assert (ticket(context).requester, ticket(context).service, ticket(context).description) == (
        None,
        None,
        "",
    )


def test_tags_and_skills_are_added_and_taken_away() -> None:
    context = a_context()
    logged(context, tags=("dns", "vpn"), skills=("network",))
    go(context, add_tags=("wifi,dns",), remove_tags=("vpn",), remove_skills=("network",))
    assert (ticket(context).tags, ticket(context).skills) == (("dns", "wifi"), ())


def test_only_what_differs_is_recorded() -> None:
    context = a_context()
    logged(context, requester="kim", tags=("dns",))
    edit(context, ["1"], Edits(requester="kim", add_tags=("dns",), service="mail"), "was missing")
    [_, event] = context.store.read().events(1)
    assert isinstance(event, e.TicketEdited)
    assert (event.changes, event.message) == (e.Changes(service="mail"), "was missing")


def test_what_is_the_same_already_is_no_event() -> None:
    context = a_context()
    logged(context, priority="P2")
    go(context, priority="p2", title="Mail is down")
    assert kinds(context) == ["ticket_logged"]


def test_nothing_asked_is_a_mistake() -> None:
    with pytest.raises(UsageError, match="nothing to change was given"):
        go(a_context())


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
    context = a_context()
    logged(context, impact="low", urgency="low")
    go(context, **said)
    assert ticket(context).priority == priority


def test_half_a_judgement_on_a_ticket_without_the_other_half_is_refused() -> None:
    context = a_context()
    logged(context)
    with pytest.raises(UsageError, match="impact and urgency make the priority together"):
        go(context, impact="high")
    assert kinds(context) == ["ticket_logged"]


def test_a_customer_who_is_a_vip_makes_the_ticket_one() -> None:
    context = a_context(staffed(customers={"acme": Customer(id="acme", vip=True)}))
    logged(context)
    go(context, customer="acme")
    assert ticket(context).vip
    go(later(context, "1m"), customer="acme", vip=False)
    assert not ticket(context).vip


def test_a_new_priority_keeps_the_time_spent_and_sets_the_target_from_then_on() -> None:
    p1 = targets(of=when(priority="P1"), resolve="1h")
    context = a_context(staffed(targets=(p1, targets(resolve="8h"))))
    logged(context)
    go(later(context, "2h"), priority="P1")
    clock = ticket(context).clocks["resolve"]
    assert (clock.spent, clock.due_at) == (2 * HOUR, after("2h"))


def test_what_an_edit_makes_true_happens_at_once() -> None:
    rules = (severity_rule("critical", when=when(priority="P1"), escalate="manager"),)
    context = a_context(staffed(rules=rules))
    logged(context)
    go(later(context, "1h"), priority="P1")
    assert ticket(context).management_level == "manager"


def test_what_was_written_can_be_corrected_after_the_end() -> None:
    context = a_context()
    logged(context)
    resolve(context, ["1"])
    go(context, category="net")
    assert (ticket(context).status, ticket(context).category) == ("resolved", "net")


def test_several_are_edited_or_none() -> None:
    context = a_context()
    logged(context, impact="low", urgency="low")
    logged(context)
    with pytest.raises(UsageError):
        edit(context, ["1", "2"], Edits(impact="high"))
    assert ticket(context).priority == "P3"
