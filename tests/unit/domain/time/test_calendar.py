"""Business time: what counts, when a target is used up, what is refused."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.opening_hours import WEEKDAYS
from escalate_cli.errors import CalendarError

WORKDAYS = WEEKDAYS[:5]
HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)
ZERO = timedelta(0)


def _workdays(
    *hours: tuple[str, str], zone: str = "UTC", holidays: tuple[date, ...] = ()
) -> BusinessCalendar:
    return BusinessCalendar(zone, dict.fromkeys(WORKDAYS, hours), holidays)


def _round_the_clock(zone: str) -> BusinessCalendar:
    return BusinessCalendar(zone, dict.fromkeys(WEEKDAYS, (("00:00", "24:00"),)))


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


NINE_TO_FIVE = _workdays(("09:00", "17:00"))
LUNCH = _workdays(
    ("09:00", "12:30"), ("13:30", "17:00"), zone="Europe/Berlin", holidays=(date(2026, 12, 25),)
)
MONDAY = _utc("2026-11-23T00:00")


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-23T10:00", 2, "2026-11-23T12:00"),
        ("2026-11-23T16:00", 1, "2026-11-23T17:00"),
        ("2026-11-23T16:00", 2, "2026-11-24T10:00"),
        ("2026-11-23T03:00", 1, "2026-11-23T10:00"),
        ("2026-11-23T17:00", 1, "2026-11-24T10:00"),
        ("2026-11-27T16:30", 1, "2026-11-30T09:30"),
        ("2026-11-28T12:00", 1, "2026-11-30T10:00"),
        ("2026-11-28T12:00", 0, "2026-11-28T12:00"),
        ("2026-11-23T09:00", 40, "2026-11-27T17:00"),
        ("2026-11-23T09:00", 3000, "2028-04-28T17:00"),
    ],
    ids=[
        "inside",
        "used up at closing is due at closing",
        "over night",
        "before opening",
        "at closing",
        "over the weekend",
        "on the weekend",
        "nothing to wait for",
        "a week",
        "no horizon",
    ],
)
def test_a_target_is_used_up_at_the_earliest_instant(start: str, hours: int, due: str) -> None:
    assert NINE_TO_FIVE.add(_utc(start), hours * HOUR) == _utc(due)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23T10:00", "2026-11-23T12:00", 2),
        ("2026-11-23T10:00", "2026-11-24T10:00", 8),
        ("2026-11-23T17:00", "2026-11-24T09:00", 0),
        ("2026-11-28T00:00", "2026-11-30T00:00", 0),
        ("2026-11-23T12:00", "2026-11-23T10:00", 0),
        ("2026-11-23T12:00", "2026-11-23T12:00", 0),
    ],
    ids=["inside", "over night", "at night", "a weekend", "the wrong way round", "no time"],
)
def test_only_open_time_counts(start: str, end: str, hours: int) -> None:
    assert NINE_TO_FIVE.between(_utc(start), _utc(end)) == hours * HOUR


def test_a_holiday_closes_the_local_date() -> None:
    eve = _utc("2026-12-24T15:00")
    assert LUNCH.add(eve, 2 * HOUR) == _utc("2026-12-28T09:00")
    assert not LUNCH.is_open(_utc("2026-12-25T10:00"))
    assert LUNCH.is_open(_utc("2026-12-28T09:00"))


def test_microseconds_are_exact() -> None:
    start = MONDAY.replace(hour=16, minute=59, second=59, microsecond=999_999)
    due = NINE_TO_FIVE.add(start, 80 * HOUR + 2 * MICROSECOND)
    assert due == _utc("2026-12-08T09:00:00.000001")
    assert NINE_TO_FIVE.between(start, due) == 80 * HOUR + 2 * MICROSECOND


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([("23T17:00", "24T09:00")], "2026-11-24T11:00"),
        ([("23T18:00", "23T20:00"), ("24T02:00", "24T03:00")], "2026-11-24T11:00"),
        ([("20T00:00", "23T10:00")], "2026-11-24T11:00"),
        ([("23T11:00", "23T12:00"), ("23T11:30", "23T13:00")], "2026-11-24T13:00"),
        ([("23T15:00", "23T16:00"), ("23T11:00", "23T12:00")], "2026-11-24T13:00"),
        ([("23T12:00", "23T11:00"), ("23T14:00", "23T14:00")], "2026-11-24T11:00"),
        ([("23T09:00", "23T12:00")], "2026-11-24T13:00"),
        ([("24T11:00", "24T12:00")], "2026-11-24T11:00"),
        ([("24T10:59", "24T12:00")], "2026-11-24T12:01"),
        ([("25T00:00", "26T00:00")], "2026-11-24T11:00"),
    ],
    ids=[
        "over night",
        "outside the hours",
        "ends at the start",
        "overlapping",
        "in any order",
        "reversed and empty",
        "running at the start",
        "begins when the target is used up",
        "begins a minute before",
        "begins later",
    ],
)
def test_a_paused_clock_stands(pauses: list[tuple[str, str]], due: str) -> None:
    paused = [(_utc(f"2026-11-{since}"), _utc(f"2026-11-{until}")) for since, until in pauses]
    start = _utc("2026-11-23T10:00")
    assert NINE_TO_FIVE.add(start, 9 * HOUR, paused) == _utc(due)
    assert NINE_TO_FIVE.between(start, _utc(due), paused) == 9 * HOUR


@pytest.mark.parametrize(
    ("at", "is_open", "opening"),
    [
        ("2026-11-23T07:59", False, "2026-11-23T08:00"),
        ("2026-11-23T08:00", True, "2026-11-23T08:00"),
        ("2026-11-23T11:29", True, "2026-11-23T11:29"),
        ("2026-11-23T11:30", False, "2026-11-23T12:30"),
        ("2026-11-23T16:00", False, "2026-11-24T08:00"),
        ("2026-12-24T16:00", False, "2026-12-28T08:00"),
    ],
    ids=["before", "opening is in", "inside", "closing is out", "evening", "before a holiday"],
)
def test_says_whether_it_is_open_and_when_next(at: str, is_open: bool, opening: str) -> None:
    assert LUNCH.is_open(_utc(at)) is is_open
    assert LUNCH.next_opening(_utc(at)) == _utc(opening)


def test_the_next_opening_may_be_far_off() -> None:
    holidays = tuple(date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(730))
    calendar = _workdays(("09:00", "17:00"), holidays=holidays)
    assert calendar.next_opening(_utc("2026-01-01T00:00")) == _utc("2028-01-03T09:00")
    assert not calendar.opens_within_a_year(_utc("2026-01-01T00:00"))
    assert calendar.opens_within_a_year(_utc("2027-01-03T00:00"))


def test_windows_are_cut_to_what_is_asked_for() -> None:
    windows = LUNCH.windows(_utc("2026-11-23T09:00"), _utc("2026-11-24T09:00"))
    assert windows == [
        (_utc("2026-11-23T09:00"), _utc("2026-11-23T11:30")),
        (_utc("2026-11-23T12:30"), _utc("2026-11-23T16:00")),
        (_utc("2026-11-24T08:00"), _utc("2026-11-24T09:00")),
    ]


def test_windows_that_touch_are_joined() -> None:
    start, end = _utc("2026-11-20T00:00"), _utc("2026-12-01T00:00")
    assert _round_the_clock("Europe/Berlin").windows(start, end) == [(start, end)]
    assert _round_the_clock("Europe/Berlin").windows(end, start) == []


@pytest.mark.parametrize(
    ("hours", "length"),
    [
        (
            {"mon": [("09:00", "17:00")], "tue": [("09:00", "13:00")], "wed": [("09:00", "10:00")]},
            4,
        ),
        ({"mon": [("09:00", "17:00")], "tue": [("09:00", "13:00")]}, 6),
        ({"mon": [("09:00", "12:00"), ("13:00", "17:00")], "sat": []}, 7),
    ],
    ids=["odd", "even", "closed days do not count"],
)
def test_a_business_day_is_the_median_open_day(
    hours: dict[str, list[tuple[str, str]]], length: int
) -> None:
    assert BusinessCalendar("UTC", hours).median_open_day() == length * HOUR


def test_always_never_closes() -> None:
    always = BusinessCalendar.always()
    assert always.add(MONDAY, 5 * HOUR) == MONDAY + 5 * HOUR
    assert always.between(MONDAY, MONDAY + 5 * HOUR) == 5 * HOUR
    assert always.between(MONDAY, MONDAY + 5 * HOUR, [(MONDAY, MONDAY + HOUR)]) == 4 * HOUR
    assert always.is_open(MONDAY)
    assert always.median_open_day() == 24 * HOUR
    assert always is BusinessCalendar.always()


def test_always_says_so_when_time_ends() -> None:
    with pytest.raises(CalendarError, match="too far ahead"):
        BusinessCalendar.always().add(MONDAY, timedelta(days=3_000_000))


def test_a_calendar_without_hours_says_so() -> None:
    closed = BusinessCalendar("UTC", {})
    assert not closed.is_open(MONDAY)
    assert not closed.opens_within_a_year(MONDAY)
    assert closed.windows(MONDAY, MONDAY + 24 * HOUR) == []
    assert closed.between(MONDAY, MONDAY + 24 * HOUR) == ZERO
    with pytest.raises(CalendarError, match="not open for that long"):
        closed.add(MONDAY, HOUR)
    with pytest.raises(CalendarError, match="not open for that long"):
        closed.next_opening(MONDAY)
    with pytest.raises(CalendarError, match="no business day"):
        closed.median_open_day()


@pytest.mark.parametrize("year", [1970, 1999, 2037, 2038, 2100, 2200])
def test_any_year_works_in_any_order(year: int) -> None:
    calendar = _workdays(("09:00", "17:00"), zone="America/New_York")
    calendar.add(MONDAY, HOUR)
    start = datetime(year, 12, 31, 23, tzinfo=UTC)
    assert calendar.between(start, calendar.add(start, 3000 * HOUR)) == 3000 * HOUR
    assert calendar.between(min(start, MONDAY), max(start, MONDAY)) >= ZERO


@pytest.mark.parametrize("year", [1900, 2400])
def test_years_beyond_are_refused(year: int) -> None:
    with pytest.raises(CalendarError, match=f"no business time is kept for the year {year}"):
        NINE_TO_FIVE.add(datetime(year, 6, 1, tzinfo=UTC), HOUR)


@pytest.mark.parametrize("weeks", [1, 60, 600], ids=["near", "a year", "years"])
def test_asking_backwards_gives_the_same_sums(weeks: int) -> None:
    back = _workdays(("09:00", "12:00"), ("13:00", "17:00"), zone="Europe/Berlin")
    forth = _workdays(("09:00", "12:00"), ("13:00", "17:00"), zone="Europe/Berlin")
    start = MONDAY - timedelta(weeks=weeks)
    back.is_open(MONDAY)
    assert back.between(start, MONDAY) == forth.between(start, MONDAY) == weeks * 35 * HOUR


def test_closed_weeks_in_the_past_add_nothing() -> None:
    holidays = tuple(date.fromordinal(MONDAY.toordinal() - n) for n in range(1, 60))
    calendar = _workdays(("09:00", "17:00"), holidays=holidays)
    assert calendar.between(MONDAY, MONDAY + 24 * HOUR) == 8 * HOUR
    assert calendar.between(MONDAY - timedelta(days=28), MONDAY + 24 * HOUR) == 8 * HOUR


def test_an_instant_of_any_zone_is_understood() -> None:
    local = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("America/New_York"))
    assert NINE_TO_FIVE.add(local, HOUR) == _utc("2026-11-23T16:00")
    assert NINE_TO_FIVE.between(local, local + 8 * HOUR) == 2 * HOUR


def test_a_naive_time_is_refused() -> None:
    naive = datetime(2026, 11, 23, 10)  # noqa: DTZ001 - a naive time is the point
    with pytest.raises(ValueError, match="no time zone"):
        NINE_TO_FIVE.add(naive, HOUR)
    with pytest.raises(ValueError, match="no time zone"):
        NINE_TO_FIVE.between(MONDAY, naive)


def test_business_time_runs_forward_only() -> None:
    with pytest.raises(ValueError, match="runs forward"):
        NINE_TO_FIVE.add(MONDAY, -HOUR)


def test_a_far_deadline_costs_no_more_than_a_near_one_once_known() -> None:
    calendar = _workdays(("09:00", "17:00"))
    calendar.add(MONDAY, 3000 * HOUR)
    known = list(calendar._opens)
    calendar.add(MONDAY, 3 * HOUR)
    calendar.add(MONDAY, 2999 * HOUR)
    assert calendar._opens == known


def test_the_first_question_looks_at_a_few_weeks_only() -> None:
    calendar = _workdays(("09:00", "17:00"))
    calendar.add(MONDAY, HOUR)
    assert len(calendar._opens) <= 30


def test_the_same_question_with_other_pauses_has_another_answer() -> None:
    start, end = MONDAY, MONDAY + 24 * HOUR
    asked = [NINE_TO_FIVE.between(start, end, paused) for paused in ((), [(start, end)], ())]
    assert asked == [8 * HOUR, ZERO, 8 * HOUR]
