"""What can only be a ticket is shown; words for tickets are no ids yet."""

from typing import Annotated

import pytest
import typer

from escalate_cli.cli.typed.typed_tickets import is_ticket, names_tickets


@pytest.mark.parametrize(
    "word", ["12", "T-12", "t-12", "52..54", "T-5..T-9", "t5", "#5", "@last", "key:disk"]
)
def test_these_can_only_be_tickets(word: str) -> None:
    assert is_ticket(word)


@pytest.mark.parametrize("word", ["list", "..", "1..x", "T-", "T", "#", "@me", "keys", "-1", ""])
def test_these_are_no_tickets(word: str) -> None:
    assert not is_ticket(word)


@pytest.mark.parametrize(
    ("metavar", "takes"),
    [("ID", True), ("ID...", True), ("[ID...]", True), ("KEY", False), (None, False)],
)
def test_a_parameter_takes_tickets_by_what_its_help_says(metavar: str, takes: bool) -> None:
    assert names_tickets(Annotated[str, typer.Argument(metavar=metavar)]) is takes
    assert not names_tickets(str)
