"""Weekly hours are laid out on real days."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from escalate_cli.domain.time.open_intervals import open_spans
from escalate_cli.domain.time.opening_hours import weekly_hours

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _spans(
    zone: str, hours: tuple[str, str], first: date, until: date, holidays: tuple[date, ...] = ()
) -> list[tuple[str, str]]:
    week = weekly_hours(dict.fromkeys(WEEK, (hours,)))
    spans = open_spans(ZoneInfo(zone), week, dict.fromkeys(holidays, ()), first, until)
    return [(f"{opens:%dT%H:%M}", f"{closes:%dT%H:%M}") for opens, closes in spans]


@pytest.mark.parametrize(
    ("zone", "hours", "day", "span"),
    [
        ("Europe/Berlin", ("09:00", "17:00"), date(2026, 11, 23), ("23T08:00", "23T16:00")),
        ("Europe/Berlin", ("00:00", "24:00"), date(2026, 3, 29), ("28T23:00", "29T22:00")),
        ("Europe/Berlin", ("00:00", "24:00"), date(2026, 10, 25), ("24T22:00", "25T23:00")),
        ("Europe/Berlin", ("02:30", "03:15"), date(2026, 3, 29), ("29T01:00", "29T01:15")),
        ("Europe/Berlin", ("01:00", "02:30"), date(2026, 10, 25), ("24T23:00", "25T00:30")),
        ("America/Santiago", ("00:00", "24:00"), date(2026, 9, 6), ("06T04:00", "07T03:00")),
        ("America/Santiago", ("00:00", "24:00"), date(2026, 9, 5), ("05T04:00", "06T04:00")),
        ("America/Santiago", ("23:00", "24:00"), date(2026, 4, 4), ("05T02:00", "05T04:00")),
    ],
    ids=[
        "an ordinary day",
        "a day of 23 hours",
        "a day of 25 hours",
        "opening is skipped",
        "closing is repeated",
        "midnight is skipped",
        "the day before a skipped midnight",
        "the hour before midnight is repeated",
    ],
)
def test_a_day_opens_and_closes_at_instants(
    zone: str, hours: tuple[str, str], day: date, span: tuple[str, str]
) -> None:
    assert _spans(zone, hours, day, date.fromordinal(day.toordinal() + 1)) == [span]


def test_what_a_clock_change_skips_as_a_whole_is_dropped() -> None:
    skipped = date(2011, 12, 30)
    spans = _spans("Pacific/Apia", ("09:00", "17:00"), skipped, date(2012, 1, 1))
    assert spans == [("30T19:00", "31T03:00")]


def test_a_holiday_is_a_local_date() -> None:
    spans = _spans(
        "Pacific/Auckland",
        ("09:00", "17:00"),
        date(2026, 12, 24),
        date(2026, 12, 27),
        holidays=(date(2026, 12, 25),),
    )
    assert spans == [("23T20:00", "24T04:00"), ("25T20:00", "26T04:00")]


def test_no_days_have_no_openings() -> None:
    assert _spans("UTC", ("09:00", "17:00"), date(2026, 1, 1), date(2026, 1, 1)) == []
