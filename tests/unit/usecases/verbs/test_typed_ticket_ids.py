"""Ticket ids are read as people write them, each once."""

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def test_ids_are_read_with_or_without_their_letter_each_once() -> None:
    assert numbers_of(["T-12", "3", " t-3 ", "12", "T12", "#3"]) == [12, 3]


@pytest.mark.parametrize(
    "text",
    ["", "T-", "0", "T-01", "-1", "1.5", "##1", "1 2", "１２", "9" * 13],
    ids=["empty", "letter", "zero", "padded", "sign", "part", "hashes", "two", "wide", "endless"],
)
def test_what_is_no_id_is_refused_with_how_one_looks(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        numbers_of([text])
    assert str(refused.value) == f"'{text}' is not a ticket id"
    assert refused.value.help == "write it as T-12 or 12"
