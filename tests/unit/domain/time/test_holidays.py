"""Days that are not like their weekday, once or every year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.easter import easter

from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.holidays import Day, SpecialDays, day_of
from escalate_cli.errors import CalendarError

HOUR = timedelta(hours=1)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
EASTERS = [(easter(year) - date(year, 3, 21)).days for year in range(1900, 2402)]


def _office(
    holidays: tuple[str, ...] = (), dates: dict[str, list[tuple[str, str]]] | None = None
) -> BusinessCalendar:
    return BusinessCalendar(
        "Europe/Berlin",
        dict.fromkeys(WORKDAYS, (("09:00", "17:00"),)),
        [day_of(each) for each in holidays],
        {day_of(each): hours for each, hours in (dates or {}).items()},
        EASTERS,
    )


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-25", date(2026, 12, 25)),
        ("12-25", (12, 25)),
        ("02-29", (2, 29)),
        ("easter", 0),
        ("easter+1", 1),
        ("easter-2", -2),
    ],
)
def test_a_day_is_a_date_or_comes_every_year(text: str, day: Day) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    "text", ["", "12-32", "2026-02-29", "1-1", "20261225", "easter+", "easter+100", "Easter", "x"]
)
def test_anything_else_is_no_day(text: str) -> None:
    with pytest.raises(CalendarError):
        day_of(text)


@pytest.mark.parametrize("year", [1901, 2026, 2028, 2399])
def test_a_yearly_holiday_closes_every_year_and_any_instant_is_found_in_any_order(
    year: int,
) -> None:
    office = _office(("12-25", "01-01", "easter-2", "easter+1"))
    days = [date(year, 12, 25), date(year, 1, 1), easter(year) - 2 * 24 * HOUR, easter(year)]
    noon = datetime(year, 1, 2, 11, tzinfo=UTC)
    assert not any(office.is_open(noon.replace(month=day.month, day=day.day)) for day in days)
    monday = easter(year) + timedelta(days=1)
    assert office.between(_at(monday), _at(monday) + 24 * HOUR) == timedelta(0)


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def test_the_last_of_february_comes_in_leap_years_only() -> None:
    special = SpecialDays([(2, 29)], {})
    assert sorted(special.between(date(2026, 1, 1), date(2029, 1, 1))) == [date(2028, 2, 29)]


def test_of_the_centuries_one_in_four_has_a_leap_day() -> None:
    special = SpecialDays([(2, 29)], {})
    years = (2000, 2100, 2200, 2400)
    days = [day for year in years for day in special.between(date(year, 1, 1), date(year, 12, 31))]
    assert days == [date(2000, 2, 29), date(2400, 2, 29)]


def test_a_saturday_may_be_open_once() -> None:
    office = _office(dates={"2026-11-28": [("10:00", "14:00")]})
    friday = _utc("2026-11-27T15:30")
    assert office.add(friday, 2 * HOUR) == _utc("2026-11-28T10:30")
    assert office.add(friday, 6 * HOUR) == _utc("2026-11-30T09:30")
    assert not office.is_open(_utc("2026-12-05T10:00"))


def test_half_a_day_is_worked_every_year() -> None:
    office = _office(("12-25", "12-26"), {"12-24": [("09:00", "12:00")]})
    assert office.add(_utc("2026-12-24T08:00"), 4 * HOUR) == _utc("2026-12-28T09:00")
    assert office.add(_utc("2029-12-24T08:00"), 4 * HOUR) == _utc("2029-12-27T09:00")


def test_hours_of_a_day_count_more_than_a_holiday_on_it() -> None:
    hours = [("10:00", "12:00")]
    for holidays in (("2026-12-24",), ("12-24",)):
        for day in ("2026-12-24", "12-24"):
            office = _office(holidays, {day: hours})
            start = _utc("2026-12-24T00:00")
            assert office.between(start, start + 24 * HOUR) == 2 * HOUR


def test_a_date_counts_more_than_every_year_and_that_more_than_easter() -> None:
    special = SpecialDays(
        [], {0: [("01:00", "02:00")], (4, 5): [("03:00", "05:00")], date(2026, 4, 5): []}, EASTERS
    )
    assert special.between(date(2026, 4, 5), date(2026, 4, 6))[date(2026, 4, 5)] == ()
    assert special.between(date(2037, 1, 1), date(2037, 2, 1))[date(2037, 4, 5)] == (
        (3 * HOUR, 5 * HOUR),
    )


@pytest.mark.parametrize(
    ("day", "hours", "open_for"),
    [
        ("2026-03-29", ("00:00", "24:00"), 23 * HOUR),
        ("2026-10-25", ("00:00", "24:00"), 25 * HOUR),
        ("2026-03-29", ("01:00", "04:00"), 2 * HOUR),
        ("2026-10-25", ("01:00", "04:00"), 4 * HOUR),
        ("2026-03-29", ("02:00", "03:00"), timedelta(0)),
    ],
    ids=["spring", "autumn", "around spring", "around autumn", "what is skipped"],
)
def test_hours_of_a_day_on_which_the_clocks_change_are_real_time(
    day: str, hours: tuple[str, str], open_for: timedelta
) -> None:
    office = _office(dates={day: [hours]})
    start = _utc(f"{day}T00:00") - 3 * HOUR
    assert office.between(start, start + 30 * HOUR) == open_for


def test_a_day_is_a_local_date() -> None:
    tokyo = BusinessCalendar("Asia/Tokyo", {"fri": [("00:00", "24:00")]}, [(1, 1)])
    assert not tokyo.is_open(_utc("2026-12-31T15:00"))
    assert tokyo.is_open(_utc("2027-01-07T15:00"))


def test_only_the_years_that_are_asked_for_are_laid_out() -> None:
    special = SpecialDays([(12, 25), 1], {}, EASTERS)
    assert sorted(special.between(date(2026, 11, 23), date(2027, 1, 20))) == [
        date(2026, 4, 6),
        date(2026, 12, 25),
        date(2027, 3, 29),
        date(2027, 12, 25),
    ]
