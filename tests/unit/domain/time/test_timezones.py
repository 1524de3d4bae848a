"""Wall times resolve to one instant, also where the clocks change."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from escalate_cli.domain.time.timezones import as_utc, instant_of, is_portable, zone_named
from escalate_cli.errors import CalendarError


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_named("Europe/Berlin") == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "name", ["Europe/Berln", "", "../etc/passwd", "/etc/passwd", "Europe", "a\0b", "x" * 5000]
)
def test_an_unknown_zone_is_refused_in_one_short_line(name: str) -> None:
    with pytest.raises(CalendarError, match=r"^unknown time zone '.*'$") as raised:
        zone_named(name)
    assert len(str(raised.value)) < 100


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("Europe/Berlin", "2026-11-23T14:00", "2026-11-23T13:00Z"),
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00Z"),
        ("Europe/Berlin", "2026-03-29T02:59:59.999999", "2026-03-29T01:00Z"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30Z"),
        ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00Z"),
        ("Europe/Dublin", "2026-10-25T01:30", "2026-10-25T00:30Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30Z"),
        ("America/Santiago", "2026-09-06T00:30", "2026-09-06T04:00Z"),
        ("America/St_Johns", "2006-10-28T23:30", "2006-10-29T02:00Z"),
        ("Pacific/Apia", "2011-12-30T17:00", "2011-12-30T10:00Z"),
        ("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00Z"),
        ("Europe/Berlin", "2199-03-31T02:30", "2199-03-31T01:00Z"),
    ],
    ids=[
        "an ordinary time",
        "the start of a skipped hour",
        "the end of a skipped hour",
        "a repeated time is its first occurrence",
        "the end of a repeated hour is told once",
        "winter as negative daylight saving",
        "half an hour skipped",
        "midnight skipped",
        "repeated across midnight",
        "a day skipped",
        "the end of a skipped day",
        "far ahead",
    ],
)
def test_a_wall_time_is_the_instant_it_is_first_reached(
    zone: str, local: str, instant: str
) -> None:
    at = instant_of(datetime.fromisoformat(local), ZoneInfo(zone))
    assert at == datetime.fromisoformat(instant)
    assert at.tzinfo is UTC


def test_any_offset_comes_out_as_utc() -> None:
    local = datetime(2026, 11, 23, 14, tzinfo=timezone(timedelta(hours=1)))
    assert as_utc(local).isoformat() == "2026-11-23T13:00:00+00:00"


def test_a_naive_time_is_no_instant() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        as_utc(datetime(2026, 11, 23, 14))  # noqa: DTZ001 - a naive time is the point


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Europe/Berlin", True),
        ("UTC", True),
        ("localtime", False),
        ("posixrules", False),
        ("Factory", False),
        ("right/UTC", False),
        ("posix/Europe/Berlin", False),
    ],
)
def test_a_zone_of_one_machine_is_known_from_one_of_all(name: str, same: bool) -> None:
    assert is_portable(name) is same
