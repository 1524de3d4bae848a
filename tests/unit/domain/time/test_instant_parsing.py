"""Instants: what people type and programs send, and nothing that must be guessed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from escalate_cli.domain.time.instant_parsing import (
    format_instant,
    is_day,
    is_relative,
    names_no_time,
    parse_instant,
    parse_rfc3339,
)
from escalate_cli.errors import BadInstantError, CalendarError

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""A Monday, half past ten in Berlin."""


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("now", "2026-11-23T09:30:00Z"),
        ("NOW", "2026-11-23T09:30:00Z"),
        ("2026-11-23T14:00:00Z", "2026-11-23T14:00:00Z"),
        ("2026-11-23T14:00:00+02:00", "2026-11-23T12:00:00Z"),
        ("2026-11-23T14:00:00.25-03:30", "2026-11-23T17:30:00.25Z"),
        ("2026-11-23T14:00Z", "2026-11-23T14:00:00Z"),
        ("2026-11-23 14:00", "2026-11-23T13:00:00Z"),
        ("2026-11-23T14:00", "2026-11-23T13:00:00Z"),
        ("2026-07-01 14:00:05", "2026-07-01T12:00:05Z"),
        ("2026-11-23", "2026-11-22T23:00:00Z"),
        ("14:00", "2026-11-23T13:00:00Z"),
        ("9:00", "2026-11-24T08:00:00Z"),
        ("10:30", "2026-11-24T09:30:00Z"),
        ("10:30:01", "2026-11-23T09:30:01Z"),
        ("today", "2026-11-22T23:00:00Z"),
        ("yesterday", "2026-11-21T23:00:00Z"),
        ("yesterday 17:00", "2026-11-22T16:00:00Z"),
        ("today 9:00", "2026-11-23T08:00:00Z"),
        ("tomorrow", "2026-11-23T23:00:00Z"),
        ("Tomorrow 9:00", "2026-11-24T08:00:00Z"),
        ("tomorrow 9", "2026-11-24T08:00:00Z"),
        ("5pm", "2026-11-23T16:00:00Z"),
        ("5:30 PM", "2026-11-23T16:30:00Z"),
        ("tue 12am", "2026-11-23T23:00:00Z"),
        ("12pm", "2026-11-23T11:00:00Z"),
        ("eod", "2026-11-23T23:00:00Z"),
        ("next monday", "2026-11-29T23:00:00Z"),
        ("next mon 9", "2026-11-30T08:00:00Z"),
        ("mon 9:00", "2026-11-30T08:00:00Z"),
        ("mon 10:30", "2026-11-30T09:30:00Z"),
        ("mon 11:00", "2026-11-23T10:00:00Z"),
        ("monday", "2026-11-29T23:00:00Z"),
        ("Tue", "2026-11-23T23:00:00Z"),
        ("sunday 23:59:59", "2026-11-29T22:59:59Z"),
        ("+2h", "2026-11-23T11:30:00Z"),
        ("-30m", "2026-11-23T09:00:00Z"),
        ("+1d", "2026-11-24T09:30:00Z"),
        ("+PT2H", "2026-11-23T11:30:00Z"),
        ("-0s", "2026-11-23T09:30:00Z"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("2200-12-31T23:59:59Z", "2200-12-31T23:59:59Z"),
    ],
)
def test_an_instant_is_read_in_the_zone_of_the_policy(text: str, instant: str) -> None:
    assert format_instant(parse_instant(text, NOW, BERLIN)) == instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("9:00", "2026-11-23T08:00:00Z"),
        ("10:30", "2026-11-23T09:30:00Z"),
        ("10:31", "2026-11-22T09:31:00Z"),
        ("14:00", "2026-11-22T13:00:00Z"),
        ("mon 9:00", "2026-11-23T08:00:00Z"),
        ("mon 11:00", "2026-11-16T10:00:00Z"),
        ("monday", "2026-11-22T23:00:00Z"),
        ("tue", "2026-11-16T23:00:00Z"),
        ("sunday 23:59", "2026-11-22T22:59:00Z"),
        ("tomorrow 9:00", "2026-11-24T08:00:00Z"),
        ("today 14:00", "2026-11-23T13:00:00Z"),
        ("+2h", "2026-11-23T11:30:00Z"),
        ("2026-12-01", "2026-11-30T23:00:00Z"),
    ],
)
def test_what_has_happened_was_the_latest_such_instant(text: str, instant: str) -> None:
    assert format_instant(parse_instant(text, NOW, BERLIN, past=True)) == instant


@pytest.mark.parametrize(
    "text", ["mon", "Monday", "next monday", "today", "Tomorrow", "yesterday", "2026-11-23"]
)
def test_a_day_may_be_typed_without_a_time(text: str) -> None:
    assert is_day(text)


@pytest.mark.parametrize("text", ["mon 9:00", "14:00", "2026-11-23 14:00", "+1d", "now", "2026-11"])
def test_other_instants_are_no_days(text: str) -> None:
    assert not is_day(text)


def test_a_sign_makes_it_relative() -> None:
    assert [is_relative(text) for text in ("+2h", "-30m", "14:00", "2026-11-23")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-29 02:30", "2026-03-29T01:00:00Z"),
        ("2026-10-25 02:30", "2026-10-25T00:30:00Z"),
        ("2026-10-25 03:00", "2026-10-25T02:00:00Z"),
    ],
    ids=["skipped: the instant of the change", "repeated: the first", "after the change"],
)
def test_a_wall_time_beside_a_clock_change(text: str, instant: str) -> None:
    assert format_instant(parse_instant(text, NOW, BERLIN)) == instant


def test_the_next_such_time_is_later_even_while_an_hour_repeats() -> None:
    second_half_past_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert parse_instant("2:45", second_half_past_two, BERLIN) == datetime(
        2026, 10, 26, 1, 45, tzinfo=UTC
    )


def test_the_next_midnight_is_later_even_while_midnight_repeats() -> None:
    second_quarter_to_twelve = datetime(2006, 10, 29, 3, 15, tzinfo=UTC)
    at = parse_instant("0:00", second_quarter_to_twelve, "America/St_Johns")
    assert at == datetime(2006, 10, 30, 3, 30, tzinfo=UTC)


GUESSWORK = """
10|4h|2h|1430|24:00|14:60|14:00:60|9.30|9:00 mon|mon |mon  9:00| now|now 9:00|mond 9:00|today9:00
today tomorrow|yesteryear|23/11/2026|10/11/12|2026-11-23 24:00|2026-11-23 14:00 CET|2026-W01-1
2026-11-23t14:00:00z|2026-11-23T14:00:00+24:00|2026-11-23T14:00:60Z|20261123|٢٠٢٦-11-23|１４:00
2026-11-23T14:00:00.0000000000Z|moN 9:00 x|12:00 XYZ|+2500-01-01|noon|next week
"""


@pytest.mark.parametrize(
    "text", ["", " ", "now\n", "x" * 10_000, *GUESSWORK.strip().replace("\n", "|").split("|")]
)
def test_what_would_have_to_be_guessed_is_refused(text: str) -> None:
    with pytest.raises(BadInstantError, match="is not a point in time") as raised:
        parse_instant(text, NOW, BERLIN)
    assert "mon 9:00" in (raised.value.help or "")
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 250


@pytest.mark.parametrize("text", ["+1bd", "+5x", "--2h", "+", "-", "+ 2h"])
def test_a_shift_takes_a_duration_by_the_clock(text: str) -> None:
    with pytest.raises(BadInstantError, match="is not a point in time: '"):
        parse_instant(text, NOW, BERLIN)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01 09:00", "0000-01-01", "2026-00-10"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(BadInstantError, match="there is no such day"):
        parse_instant(text, NOW, BERLIN)


FAR_OFF = """
0001-01-01|1969-12-31|1970-01-01|2201-01-01|9999-12-31 23:59|-36525d|1970-01-01T00:00+00:01
2200-12-31T23:59:59-01:00|0001-01-01T00:00:00+23:59
"""


@pytest.mark.parametrize("text", FAR_OFF.strip().replace("\n", "|").split("|"))
def test_years_that_no_ticket_lives_in_are_refused(text: str) -> None:
    with pytest.raises(BadInstantError, match="is outside the years 1970 to 2200"):
        parse_instant(text, NOW, BERLIN)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(CalendarError, match="unknown time zone"):
        parse_instant("9:00", NOW, "Europe/Berln")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-23T14:00:00Z", "2026-11-23T14:00:00Z"),
        ("2026-11-23T14:00:00.5+05:45", "2026-11-23T08:15:00.5Z"),
        ("2026-11-23T14:00:00-00:00", "2026-11-23T14:00:00Z"),
        ("2026-11-23T14:00:00.123456789Z", "2026-11-23T14:00:00.123456Z"),
    ],
)
def test_a_timestamp_is_read(text: str, instant: str) -> None:
    assert format_instant(parse_rfc3339(text)) == instant


@pytest.mark.parametrize(
    "text", ["2026-11-23T14:00Z", "2026-11-23 14:00:00Z", "2026-11-23T14:00:00", "now", "", "+2h"]
)
def test_a_timestamp_has_seconds_and_an_offset(text: str) -> None:
    with pytest.raises(BadInstantError, match="is not an RFC 3339 timestamp"):
        parse_rfc3339(text)


def test_an_instant_is_written_in_utc_without_a_needless_fraction() -> None:
    local = datetime(2026, 11, 23, 14, tzinfo=timezone(timedelta(hours=1)))
    assert format_instant(local) == "2026-11-23T13:00:00Z"
    assert format_instant(local.replace(microsecond=120)) == "2026-11-23T13:00:00.00012Z"


def test_a_naive_time_is_not_written() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        format_instant(datetime(2026, 11, 23))  # noqa: DTZ001 - a naive time is the point


def test_a_next_day_that_may_be_either_of_two_is_refused() -> None:
    with pytest.raises(BadInstantError) as raised:
        parse_instant("next friday", NOW, BERLIN)
    assert str(raised.value) == "'next friday' may be 2026-11-27 or 2026-12-04"
    assert raised.value.help == "write 2026-11-27 or 'friday'"


@pytest.mark.parametrize("text", ["eod", "EOD", "today", "next mon"])
def test_the_end_of_a_day_and_a_day_name_no_time(text: str) -> None:
    assert names_no_time(text)
    assert not names_no_time(f"{text} 9:00")


@pytest.mark.parametrize("text", ["9", "next", "next 9:00x", "13pm", "0pm", "5 p m", "eod 9:00"])
def test_half_a_time_is_none(text: str) -> None:
    with pytest.raises(BadInstantError):
        parse_instant(text, NOW, BERLIN)


def test_of_a_long_text_only_the_first_words_are_shown() -> None:
    for text in ("x" * 99, f"next friday {'x' * 99}", f"2026-02-30 {'9' * 99}"):
        with pytest.raises(BadInstantError) as raised:
            parse_instant(text, NOW, BERLIN)
        assert f"'{text[:60]}'" in str(raised.value)
    with pytest.raises(BadInstantError, match=f"'{'x' * 60}' is not an RFC 3339"):
        parse_rfc3339("x" * 99)
