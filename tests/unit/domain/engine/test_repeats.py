"""A rule that still holds speaks again on a fixed grid, whoever looks when."""

import pytest

from escalate_cli.domain.engine.repeats import repeat_numbers
from escalate_cli.domain.policy.rules import Repeat
from tests.conftest import MINUTE, MONDAY_NINE, after

QUARTERLY = Repeat(every=15 * MINUTE)
THRICE = Repeat(every=15 * MINUTE, times=3)


@pytest.mark.parametrize(
    ("last", "now", "number"),
    [
        ("0m", "0m", 1),
        ("0m", "14m", 1),
        ("0m", "15m", 1),
        ("0m", "44m", 2),
        ("0m", "45m", 3),
        ("0m", "300m", 3),
        ("15m", "16m", 2),
        ("16m", "29m", 2),
        ("44m", "44m", 3),
        ("45m", "300m", 4),
        ("50m", "50m", 4),
    ],
    ids=[
        "just fired",
        "before the first",
        "the first",
        "the latest of two",
        "the latest of three",
        "not more than there are",
        "the next",
        "a late one moves no other",
        "late once more",
        "none is left",
        "noticed after all",
    ],
)
def test_reminders_fall_on_a_fixed_grid(last: str, now: str, number: int) -> None:
    assert repeat_numbers(THRICE, MONDAY_NINE, after(last), after(now))[0] == number


def test_endless_reminders_have_no_last_number() -> None:
    assert repeat_numbers(QUARTERLY, MONDAY_NINE, MONDAY_NINE, after("100h")) == (400, 1)
