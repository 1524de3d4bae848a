"""What a store can tell of a ticket without its policy."""

import pytest

from escalate_cli.domain.ticket.search import EVERY, NOTHING, Search, by_due
from tests.conftest import a_ticket, after, noted, resolved


@pytest.mark.parametrize(
    ("field", "values", "is_found"),
    [
        ("priority", {"p1"}, True),
        ("priority", {"p2", "p3"}, False),
        ("owner", {NOTHING}, True),
        ("owner", {"bo"}, False),
        ("customer", {"über"}, True),
        ("tags", {"spam", "red"}, True),
        ("tags", {"spam"}, False),
        ("skills", {NOTHING}, True),
        ("skills", {"network"}, False),
    ],
)
def test_a_field_has_one_of_the_values(field: str, values: set[str], is_found: bool) -> None:
    ticket = a_ticket(priority="P1", customer="U\u0308BER", tags=("Red", "blue"))
    assert Search(fields=((field, values),)).finds(ticket) is is_found


def test_every_field_that_is_named_must_hold() -> None:
    ticket = a_ticket(priority="P1", tags=("red",))
    right, wrong = ("priority", {"p1"}), ("tags", {"blue"})
    assert Search(fields=(right,)).finds(ticket)
    assert not Search(fields=(right, wrong)).finds(ticket)


def test_what_is_over_is_found_unless_only_the_active_are_asked_for() -> None:
    over = a_ticket(resolved(after("1h")))
    assert EVERY.finds(over)
    assert not Search(active=True).finds(over)
    assert Search(active=True).finds(a_ticket())


def test_what_is_due_comes_first_then_what_changed_last() -> None:
    old, new = a_ticket(), a_ticket(noted(after("1h")))
    order = [(old, after("2h")), (new, after("3h")), (new, None), (old, None)]
    assert sorted([order[n] for n in (3, 1, 2, 0)], key=lambda pair: by_due(*pair)) == order
