"""The sentence that says that no `check` runs."""

import pytest

from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.parts.words.unchecked_text import unchecked_text
from escalate_cli.usecases.unchecked import Unchecked
from tests.conftest import after


@pytest.mark.parametrize(
    ("tickets", "now", "said"),
    [(1, "2h", "1 ticket due for a check since 10:00"), (3, "25h", "3 tickets due for a check")],
)
def test_it_counts_dates_and_names_what_to_type(tickets: int, now: str, said: str) -> None:
    text = unchecked_text(Unchecked(tickets, after("1h")), Wall(after(now), "Europe/Berlin"))
    assert text.startswith(said)
    assert text.endswith(": escalate doctor says why")
