"""Wall times in the ways of many programs, months by name or numbers in an order that is told."""

from datetime import date

import pytest

from escalate_cli.exchange.reading.wall_times import days_in, in_order, named, reordered


def test_numbers_mean_a_day_in_each_order_in_which_there_is_one() -> None:
    assert days_in("03/04/2026 9:00") == {"dmy": date(2026, 4, 3), "mdy": date(2026, 3, 4)}
    assert days_in("03/25/2026") == {"mdy": date(2026, 3, 25)}
    assert days_in("03/04/2026 25:00") == days_in("soon") == {}


@pytest.mark.parametrize(
    ("text", "order", "at"),
    [
        ("5.3.2026 14.22", "dmy", "2026-03-05 14:22:00"),
        ("3/5/2026 12:07 AM", "mdy", "2026-03-05 00:07:00"),
        ("2024-02-29", "ymd", "2024-02-29 00:00:00"),
        ("2026-02-29", "ymd", None),
        ("3/25/2026", "dmy", None),
        ("5.3.2026 14.2", "dmy", None),
    ],
)
def test_an_order_that_is_told_reads_numbers(text: str, order: str, at: str | None) -> None:
    found = in_order(text, order)
    assert (found and str(found)) == at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("5 marca 2026 14:22", "2026-03-05 14:22:00"),
        ("5 Mar, 2026 2:22 PM", "2026-03-05 14:22:00"),
        ("20260305T1422", "2026-03-05 14:22:00"),
        ("20261305T1422", None),
        ("5 Fog 2026", None),
    ],
)
def test_a_name_of_a_month_leaves_no_order_open(text: str, at: str | None) -> None:
    found = named(text)
    assert (found and str(found)) == at


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Thursday, March 5, 2026", "March 5, 2026"),
        ("Thu Mar  5 14:22:10 UTC 2026", "Mar 5 2026 14:22:10 UTC"),
        ("Mar 5 2026 14:22", "Mar 5 2026 14:22"),
        ("5 Mar, 2026", "5 Mar, 2026"),
        ("March 5, 2026 at 2:22 PM", "March 5, 2026 at 2:22 PM"),
    ],
)
def test_the_day_of_the_week_goes_and_the_year_comes_to_its_place(text: str, left: str) -> None:
    assert reordered(text) == left
