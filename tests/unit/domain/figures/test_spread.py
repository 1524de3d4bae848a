"""A figure is exact, or it is held back because it would say too much."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.domain.figures.spread import LEAST, Spread, Times, share
from tests.conftest import HOUR, MINUTE


def spread(*minutes: float) -> Spread:
    times = Times()
    for each in minutes:
        times.add(each * MINUTE)
    return times.spread()


@pytest.mark.parametrize(
    ("minutes", "median", "p90"),
    [
        (range(1, 6), 3, 5),
        (range(1, 7), 3, 6),
        (range(10, 0, -1), 5, 9),
        (range(1, 12), 6, 10),
        ([7] * 5, 7, 7),
        ([1, 1, 1, 1, 600], 1, 600),
    ],
    ids=["five", "six", "ten", "eleven", "all the same", "one that took long"],
)
def test_percentiles_are_times_that_were_taken(minutes: list[int], median: int, p90: int) -> None:
    found = spread(*minutes)
    assert (found.n, found.median, found.p90) == (len(minutes), median * MINUTE, p90 * MINUTE)


@pytest.mark.parametrize("n", range(LEAST))
def test_of_too_few_things_only_their_number_is_told(n: int) -> None:
    found = spread(*range(n))
    assert (found.n, found.median, found.p90) == (n, None, None)


def test_the_mean_is_told_of_whatever_was_timed() -> None:
    assert spread().mean is None
    assert spread(20).mean == 20 * MINUTE
    assert spread(1, 2, 4).mean == timedelta(seconds=140)


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=36_525)), min_size=LEAST, max_size=50))
def test_half_of_them_took_no_longer_than_the_median(lengths: list[timedelta]) -> None:
    times = Times()
    for length in lengths:
        times.add(length)
    found = times.spread()
    assert found.median is not None
    assert found.p90 is not None
    assert {found.median, found.p90} <= set(lengths)
    assert sum(length <= found.median for length in lengths) * 2 >= len(lengths)
    assert sum(length <= found.p90 for length in lengths) * 10 >= len(lengths) * 9
    assert times.total() == sum(lengths, timedelta(0))


@pytest.mark.parametrize(
    ("part", "whole", "n", "expected"),
    [
        (4, 5, None, 0.8),
        (0, 5, None, 0.0),
        (4, 4, None, None),
        (0, 0, None, None),
        (1 * HOUR / HOUR, 3.0, 5, 0.333),
        (1.0, 8.0, 4, None),
        (0.0, 0.0, 9, None),
    ],
    ids=["enough", "none of enough", "too few", "none", "of time", "of too few", "of no time"],
)
def test_a_share_of_too_few_things_is_not_told(
    part: float, whole: float, n: int | None, expected: float | None
) -> None:
    assert share(part, whole, n) == expected
