"""A ticket as it stands: its id and its number."""

import pytest

from escalate_cli.domain.ticket.ticket import id_of, number_in
from tests.conftest import a_ticket


@pytest.mark.parametrize(("number", "ticket_id"), [(1, "T-1"), (10**12 - 1, "T-999999999999")])
def test_a_number_and_an_id_name_the_same_ticket(number: int, ticket_id: str) -> None:
    assert (id_of(number), number_in(ticket_id)) == (ticket_id, number)


def test_a_ticket_is_known_by_the_number_in_its_id() -> None:
    assert a_ticket(id="T-42").number == 42


@pytest.mark.parametrize("text", ["", "T-", "T-x", "mail"])
def test_what_is_no_id_has_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        number_in(text)
