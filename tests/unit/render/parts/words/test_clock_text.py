"""A clock and its due in fifteen columns: which, and by how much."""

import pytest

from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.render.parts.words.clock_text import WIDTH, owed_of, word_of
from tests.conftest import after, paused, resolved
from tests.unit.render.tickets import a_standing


@pytest.mark.parametrize(
    ("at", "priority", "text"),
    [
        ("0m", "P1", "respond     15m"),
        ("14m", "P1", "respond      1m"),
        ("15m", "P1", "respond     now"),
        ("16m", "P1", "respond     -1m"),
        ("2h45m", "P1", "respond  -2h +1"),
        ("4h20m", "P1", "resolve -20m +2"),
        ("1h", "P3", "respond      3h"),
        ("30h", "P3", "resolve  -6h +1"),
    ],
)
def test_the_worst_clock_is_named_or_else_the_next_one(at: str, priority: str, text: str) -> None:
    assert owed_of(a_standing(priority=priority, now=after(at))) == text


def test_what_nobody_owes_is_said_so() -> None:
    now = after("2h")
    assert owed_of(a_standing(paused(after("1h")), now=now)) == "waiting"
    assert owed_of(a_standing(resolved(after("1h")), now=now)) == "-"


def test_every_clock_is_one_word_that_fits() -> None:
    clocks = a_standing().ticket.clocks.values()
    words = [word_of(clock) for clock in clocks]
    assert len(set(words)) == len(CLOCKS)
    assert all(word.isalpha() and len(word) <= WIDTH for word in words)
