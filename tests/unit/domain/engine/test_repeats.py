"""A rule that still holds speaks again on a fixed grid, whoever looks when."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.repeats import repeat_numbers, rung_of, speaks_from
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from tests.conftest import MINUTE, MONDAY_NINE, a_policy, a_ticket, after, taken

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


CLIMBING = replace(THRICE, climb=True)


@pytest.mark.parametrize(
    ("number", "level"),
    [(0, None), (1, "L1"), (2, "L2"), (3, "L3"), (4, "L1"), (9, "L3")],
    ids=["the first notice", "one", "two", "three", "round again", "thrice round"],
)
def test_a_round_goes_up_the_ladder_and_begins_anew(number: int, level: str | None) -> None:
    rung = rung_of(CLIMBING, number, a_policy().rules)
    assert (rung.id if rung else None) == level
    assert rung_of(THRICE, number, a_policy().rules) is None


def test_a_round_is_for_whoever_may_still_acknowledge() -> None:
    waiting, had = a_ticket(), a_ticket(taken(after("5m")))
    assert speaks_from(CLIMBING, after("2m"), waiting) == after("2m")
    assert speaks_from(CLIMBING, after("2m"), had) is None
    assert speaks_from(THRICE, after("2m"), had) == after("2m")
    back = a_ticket(taken(after("5m")), e.TicketReleased(at=after("9m"), by="bo"))
    assert speaks_from(CLIMBING, after("2m"), back) == after("9m")
