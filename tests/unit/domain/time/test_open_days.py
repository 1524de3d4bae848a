"""Open days are counted as a walk over the days counts them, however many years lie between."""

from datetime import date, timedelta
from itertools import islice

import pytest
from dateutil.easter import easter

from escalate_cli.domain.time.holidays import SpecialDays, day_of
from escalate_cli.domain.time.open_days import OpenDays
from escalate_cli.domain.time.opening_hours import weekly_hours

DAY = timedelta(days=1)
HOURS = [("09:00", "17:00")]
WEEK = weekly_hours(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS))
EASTERS = [(easter(year) - date(year, 3, 21)).days for year in range(1900, 2402)]
HOLIDAYS = ("12-25", "01-01", "02-29", "easter+1", "easter-2", "2026-05-14", "2026-05-16")
SPECIAL = SpecialDays(
    [day_of(each) for each in HOLIDAYS],
    {day_of("2026-11-28"): HOURS, day_of("12-24"): [], day_of("2026-12-24"): HOURS},
    EASTERS,
)
OFFICE = OpenDays(WEEK, SPECIAL)


def walked(first: date, until: date) -> int:
    """Count day by day."""
    days = (first + n * DAY for n in range((until - first).days))
    return sum(OFFICE.opens_on(day) for day in days)


@pytest.mark.parametrize(
    ("first", "until"),
    [
        ("2000-01-03", "2026-11-23"),
        ("2023-12-31", "2024-03-01"),
        ("2026-04-02", "2026-04-07"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-24", "2026-11-23"),
    ],
    ids=["many years", "leap day", "Easter", "nothing", "backwards"],
)
def test_counting_by_years_agrees_with_a_walk(first: str, until: str) -> None:
    days = date.fromisoformat(first), date.fromisoformat(until)
    assert OFFICE.count(*days) == walked(*days)


def test_holidays_are_closed_and_days_with_hours_are_open() -> None:
    days = ("2026-12-25", "2026-11-28", "2025-12-24", "2026-12-24", "2026-11-29", "2026-11-23")
    found = [OFFICE.opens_on(date.fromisoformat(day)) for day in days]
    assert found == [False, True, False, True, False, True]


def test_the_following_days_leave_out_what_is_closed_on_and_on() -> None:
    found = list(islice(OFFICE.following(date(2026, 12, 24)), 3))
    assert found == [date(2026, 12, 24), date(2026, 12, 28), date(2026, 12, 29)]
    once = OpenDays(weekly_hours({}), SpecialDays([], {day_of("2026-11-28"): HOURS}))
    assert list(once.following(date(2026, 11, 23))) == [date(2026, 11, 28)]


def test_going_back_leaves_as_many_open_days_between() -> None:
    friday = OFFICE.back(date(2026, 12, 28), 2)
    assert (friday, OFFICE.count(friday, date(2026, 12, 28))) == (date(2026, 12, 23), 2)
    assert OFFICE.back(friday, 0) == friday


def test_the_first_day_of_a_year_counts_as_any_other() -> None:
    days = OpenDays(WEEK, SpecialDays([], {}))
    assert days.count(date(2026, 1, 5), date(2026, 1, 9)) == 4
    assert days.count(date(2026, 1, 1), date(2026, 1, 5)) == 2
    assert days.count(date(2025, 12, 29), date(2026, 1, 3)) == 5
