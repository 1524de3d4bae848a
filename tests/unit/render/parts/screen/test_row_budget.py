"""Rows are dealt so that the first parts have theirs, and the rest goes round."""

import pytest

from escalate_cli.render.parts.screen.row_budget import Share, dealt

THREE = [Share(9, 3), Share(4, 1, grows=False), Share(9, 0)]


@pytest.mark.parametrize(
    ("room", "rows"),
    [
        (None, [9, 4, 9]),
        (-2, [0, 0, 0]),
        (0, [0, 0, 0]),
        (2, [2, 0, 0]),
        (4, [3, 1, 0]),
        (5, [4, 1, 0]),
        (6, [4, 1, 1]),
        (12, [7, 1, 4]),
        (99, [9, 1, 9]),
    ],
    ids=str,
)
def test_each_gets_its_least_before_the_rest_goes_round(room: int | None, rows: list[int]) -> None:
    assert dealt(room, THREE) == rows


def test_what_one_does_not_want_is_left_to_the_others() -> None:
    assert dealt(10, [Share(1, 3), Share(20, 0), Share(2, 0)]) == [1, 7, 2]


def test_nobody_asks_for_anything() -> None:
    assert dealt(10, []) == []
