"""Durations: a strict grammar, and a short text that can be read again."""

from datetime import timedelta

import pytest

from escalate_cli.domain.time.duration import LONGEST, Duration, format_duration, parse_duration
from escalate_cli.errors import BadDurationError

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("15m", HOUR / 4),
        ("1h30m", 1.5 * HOUR),
        ("2d", 48 * HOUR),
        ("1w", 168 * HOUR),
        ("30s", timedelta(seconds=30)),
        ("1w2d3h4m5s", timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5)),
        ("90m", 1.5 * HOUR),
        ("1.5h", 1.5 * HOUR),
        ("0.000001s", timedelta(microseconds=1)),
        ("08h", 8 * HOUR),
        ("0s", timedelta(0)),
        ("36525d", LONGEST),
        ("PT2H", 2 * HOUR),
        ("P1DT2H", 26 * HOUR),
        ("PT30M", HOUR / 2),
        ("P1W", 168 * HOUR),
        ("P1D", 24 * HOUR),
        ("PT0.5S", timedelta(milliseconds=500)),
    ],
)
def test_a_length_is_read(text: str, length: timedelta) -> None:
    assert parse_duration(text) == Duration(fixed=length)


@pytest.mark.parametrize(
    ("text", "length"),
    [("1bd", 7 * HOUR), ("5bd", 35 * HOUR), ("0.5bd", 3.5 * HOUR), ("1bd2h", 9 * HOUR)],
)
def test_a_business_day_is_the_open_day_of_a_calendar(text: str, length: timedelta) -> None:
    assert parse_duration(text).resolve(median_open_day=7 * HOUR) == length


def test_a_business_day_needs_a_calendar() -> None:
    with pytest.raises(BadDurationError, match="needs a calendar"):
        parse_duration("1bd").resolve(median_open_day=None)


def test_other_units_need_no_calendar() -> None:
    assert parse_duration("2h").resolve(median_open_day=None) == 2 * HOUR


@pytest.mark.parametrize(
    ("text", "objection"),
    [
        ("", "expected numbers, each with a unit"),
        ("90", "a unit is missing"),
        ("1.5", "a unit is missing"),
        ("30M", "minutes are written with a small m"),
        ("5x", "expected numbers, each with a unit"),
        ("+1h", "a sign is not read"),
        ("-1h", "a sign is not read"),
        ("1h-5m", "expected numbers"),
        ("１h", "only the digits 0-9"),
        ("٣h", "only the digits 0-9"),
        ("1h 30m", "expected numbers"),
        (" 1h", "expected numbers"),
        ("1h\n", "expected numbers"),
        ("1h1h", "once each"),
        ("30m1h", "in this order"),
        ("1.h", "expected numbers"),
        (".5h", "expected numbers"),
        ("1e3h", "expected numbers"),
        ("1_0h", "expected numbers"),
        ("1H", "expected numbers"),
        ("h", "expected numbers"),
        ("4:30", "expected numbers"),
        ("P", "of ISO 8601"),
        ("PT", "of ISO 8601"),
        ("P1DT", "of ISO 8601"),
        ("P1M", "of ISO 8601"),
        ("P1Y", "of ISO 8601"),
        ("P-1D", "of ISO 8601"),
        ("PT1H1H", "of ISO 8601"),
        ("9" * 5000 + "h", "expected numbers"),
    ],
)
def test_anything_else_is_refused_with_the_reason_and_an_example(text: str, objection: str) -> None:
    with pytest.raises(BadDurationError) as raised:
        parse_duration(text)
    assert str(raised.value).startswith(f"{text[:64]!r} is not a duration: ")
    assert objection in str(raised.value)
    assert raised.value.help == "write it like 15m, 1h30m, 2d, 1w, 1bd or PT2H"


@pytest.mark.parametrize("text", ["36526d", "36525d1s", "36526bd", "9" * 30 + "w"])
def test_more_than_a_hundred_years_are_too_long(text: str) -> None:
    with pytest.raises(BadDurationError, match="is too long"):
        parse_duration(text)


def test_a_part_of_a_microsecond_is_not_rounded_away() -> None:
    with pytest.raises(BadDurationError, match="whole microseconds"):
        parse_duration("0.0000001s")


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(0), "0s"),
        (timedelta(seconds=45), "45s"),
        (1.5 * HOUR, "1h30m"),
        (24 * HOUR, "1d"),
        (48 * HOUR, "2d"),
        (26 * HOUR, "1d2h"),
        (timedelta(days=14), "14d"),
        (timedelta(days=1, seconds=1), "1d1s"),
        (timedelta(seconds=10, microseconds=250_000), "10.25s"),
        (timedelta(microseconds=1), "0.000001s"),
    ],
)
def test_a_length_is_written_shortly_and_can_be_read_again(length: timedelta, text: str) -> None:
    assert format_duration(length) == text
    assert parse_duration(text).fixed == length


@pytest.mark.parametrize(
    ("length", "text"), [(24 * HOUR, "24h"), (49.5 * HOUR, "49h30m"), (timedelta(0), "0s")]
)
def test_business_time_can_be_written_in_hours(length: timedelta, text: str) -> None:
    assert format_duration(length, days=False) == text


def test_a_negative_length_shows_its_sign() -> None:
    assert format_duration(-1.5 * HOUR) == "-1h30m"
    assert format_duration(-26 * HOUR, days=False) == "-26h"
