"""Examples that other systems document, or got wrong before they tested them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.opening_hours import WEEKDAYS

HOUR = timedelta(hours=1)


def _workdays(opens: str, closes: str) -> BusinessCalendar:
    return BusinessCalendar("UTC", {day: [(opens, closes)] for day in WEEKDAYS[:5]})


def _round_the_clock(zone: str) -> BusinessCalendar:
    return BusinessCalendar(zone, {day: [("00:00", "24:00")] for day in WEEKDAYS})


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


def test_four_hours_at_the_end_of_the_day_end_the_next_morning() -> None:
    calendar = _workdays("08:00", "18:00")
    assert calendar.add(_utc("2026-11-23T16:00"), 4 * HOUR) == _utc("2026-11-24T10:00")


def test_a_warning_an_hour_before_due_stays_inside_the_hours() -> None:
    calendar = _workdays("08:00", "18:00")
    assert calendar.add(_utc("2026-11-23T17:00"), 3 * HOUR) == _utc("2026-11-24T10:00")


def test_a_pause_moves_the_due_time_by_its_business_time() -> None:
    pause = (_utc("2026-11-23T10:10"), _utc("2026-11-23T15:05"))
    start = _utc("2026-11-23T10:00")
    calendar = _workdays("09:00", "17:00")
    assert calendar.add(start, 2 * HOUR, [pause]) == _utc("2026-11-23T16:55")
    assert calendar.between(start, _utc("2026-11-23T15:05"), [pause]) == HOUR / 6


@pytest.mark.parametrize("day", ["2024-03-10", "2024-11-03"], ids=["spring", "autumn"])
def test_six_hours_are_six_hours_when_the_clocks_change(day: str) -> None:
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("America/New_York"))
    calendar = _round_the_clock("America/New_York")
    due = calendar.add(midnight, 6 * HOUR)
    assert due - midnight.astimezone(UTC) == 6 * HOUR
    assert calendar.between(midnight, due) == 6 * HOUR


def test_a_week_in_which_the_clocks_go_back_has_169_hours() -> None:
    calendar = _round_the_clock("America/Chicago")
    start, end = _utc("2024-10-29T05:00"), _utc("2024-11-05T06:00")
    assert calendar.between(start, end) == 169 * HOUR
