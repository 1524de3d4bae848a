"""Weekly hours are read strictly."""

from datetime import timedelta

import pytest

from escalate_cli.domain.time.opening_hours import open_within, weekly_hours
from escalate_cli.errors import CalendarError


def test_a_missing_day_is_closed() -> None:
    week = weekly_hours({"tue": [("09:00", "17:00")]})
    assert week == ((), ((timedelta(hours=9), timedelta(hours=17)),), (), (), (), (), ())


def test_intervals_are_put_in_order_and_may_touch() -> None:
    monday, *_ = weekly_hours({"mon": [("13:00", "24:00"), ("9:30", "13:00"), ("00:00", "01:00")]})
    assert [opens for opens, _ in monday] == [
        timedelta(0),
        timedelta(hours=9, minutes=30),
        timedelta(hours=13),
    ]
    assert open_within(monday) == timedelta(hours=15, minutes=30)


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"monday": [("09:00", "17:00")]}, "unknown weekday 'monday'"),
        ({"mon": [("09:00", "09:00")]}, "mon: 09:00-09:00 is empty"),
        ({"tue": [("24:00", "24:00")]}, "tue: 24:00-24:00 is empty"),
        ({"mon": [("22:00", "06:00")]}, "mon: 22:00-06:00 closes before it opens"),
        ({"fri": [("09:00", "12:00"), ("11:59", "17:00")]}, "fri: two intervals overlap"),
        ({"fri": [("09:00", "12:00"), ("09:00", "12:00")]}, "fri: two intervals overlap"),
    ],
    ids=["weekday", "empty", "empty at midnight", "overnight", "overlap", "twice"],
)
def test_hours_that_cannot_be_meant_are_refused(
    hours: dict[str, list[tuple[str, str]]], sentence: str
) -> None:
    with pytest.raises(CalendarError) as raised:
        weekly_hours(hours)
    assert str(raised.value) == sentence
    assert raised.value.help


@pytest.mark.parametrize("text", [" 9:00", "09:00 ", "9:0", "009:00", "09.00", "９:00", "٠٩:٠٠"])
def test_a_time_written_loosely_is_refused(text: str) -> None:
    with pytest.raises(CalendarError, match=r"^mon: .* is not a time$"):
        weekly_hours({"mon": [(text, "24:00")]})


@pytest.mark.parametrize(
    "text",
    ["", "9", "0900", "T0900", "09:60", "24:01", "25:00", "-1:00", "+9:00", "09:00:00", "09:00Z"],
)
def test_a_bad_time_is_refused(text: str) -> None:
    with pytest.raises(CalendarError, match=r"^mon: .* is not a time$"):
        weekly_hours({"mon": [(text, "24:00")]})
