"""A `when` asks about fields of a ticket; every condition must hold."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.ticket.matching import FIELDS, holds, matches, rows_for, values_of
from escalate_cli.domain.ticket.ticket import Ticket
from tests.conftest import a_policy, a_ticket, targets, when

TICKET = a_ticket(
    impact="high", customer="acme", tags=("mail", "urgent"), vip=True, skills=("dns",)
)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("priority", ("P3",)),
        ("status", ("open",)),
        ("level", ("L1",)),
        ("team", ("team-L1",)),
        ("requester", ("kim",)),
        ("customer", ("acme",)),
        ("vip", ("true",)),
        ("tags", ("mail", "urgent")),
        ("skills", ("dns",)),
        ("service", ()),
        ("urgency", ()),
    ],
)
def test_a_field_is_read_as_the_policy_writes_it(field: str, values: tuple[str, ...]) -> None:
    assert values_of(TICKET, field) == values


def test_a_ticket_that_is_no_vips_says_so() -> None:
    assert values_of(a_ticket(), "vip") == ("false",)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_that_may_be_asked_about_is_a_tickets(field: str) -> None:
    assert field in Ticket.__struct_fields__
    assert isinstance(values_of(TICKET, field), tuple)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (when(), True),
        (when(priority="P3"), True),
        (when(priority="P1"), False),
        (when(priority=("P1", "P3")), True),
        (when(not_priority="P3"), False),
        (when(not_priority=("P1", "P2")), True),
        (when(tags="urgent"), True),
        (when(tags=("phone", "mail")), True),
        (when(not_tags="mail"), False),
        (when(service="mail"), False),
        (when(not_service="mail"), True),
        (when(vip="true", customer="acme"), True),
        (when(vip="true", customer="other"), False),
        (when(priority="P"), False),
    ],
    ids=[
        "nothing asked",
        "equal",
        "not equal",
        "one of",
        "not, but it is",
        "not, and it is none",
        "one of its tags",
        "any of its tags",
        "not that tag, but it has it",
        "an empty field",
        "not, of an empty field",
        "both",
        "one of the two",
        "a part of a word",
    ],
)
def test_a_when_matches_if_every_condition_holds(asked: When, answer: bool) -> None:
    assert matches(asked, TICKET) is answer


def test_a_condition_without_values_holds_for_nothing() -> None:
    assert holds(Condition(field="priority", values=()), TICKET) is False


def test_level_and_team_do_not_last() -> None:
    asked = when(priority="P3", level="L9", not_team="team-L1")
    assert not matches(asked, TICKET)
    assert asked.lasting == when(priority="P3")
    assert matches(asked.lasting, TICKET)


def test_rows_of_targets_are_found_anew_for_a_ticket_that_differs_in_what_they_ask() -> None:
    first, last = targets(of=when(priority="P1"), resolve="1h"), targets(resolve="24h")
    rules = a_policy(targets=(first, last)).rules
    urgent = a_ticket(priority="P1")
    assert rows_for(urgent, rules).rows == (first, last)
    assert rows_for(replace(urgent, title="Another"), rules).rows == (first, last)
    assert rows_for(replace(urgent, priority="P2"), rules).rows == (last,)


def test_other_targets_have_rows_of_their_own() -> None:
    rules = a_policy(targets=(targets(resolve="1h"),)).rules
    assert rows_for(TICKET, rules).rows == rules.targets
    assert rows_for(TICKET, replace(rules, targets=())).rows == ()
