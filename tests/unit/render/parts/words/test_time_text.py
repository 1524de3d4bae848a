"""Time reads shortly, and cannot be misread."""

from datetime import UTC, datetime, timedelta

import pytest

from escalate_cli.errors import CalendarError
from escalate_cli.render.parts.words.time_text import Wall, exact, spell, written

NOW = datetime(2026, 11, 23, 13, 35, tzinfo=UTC)
WALL = Wall(NOW, "Europe/Berlin")
SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)


@pytest.mark.parametrize(
    ("length", "spelt"),
    [
        (timedelta(0), "0s"),
        (59 * SECOND, "59s"),
        (90 * SECOND, "1m"),
        (59 * MINUTE + 59 * SECOND, "59m"),
        (HOUR, "1h"),
        (HOUR + 20 * MINUTE + 59 * SECOND, "1h 20m"),
        (DAY, "1d"),
        (2 * DAY + 5 * MINUTE, "2d"),
        (45 * DAY + 4 * HOUR + MINUTE, "45d 4h"),
        (-4 * HOUR, "4h"),
    ],
    ids=str,
)
def test_a_length_has_two_units_at_most(length: timedelta, spelt: str) -> None:
    assert spell(length) == spelt


def test_a_length_of_a_policy_is_written_whole() -> None:
    assert written(HOUR + 30 * MINUTE) == "1h 30m"
    assert written(14 * DAY) == "14d"


def test_business_time_has_hours_as_its_largest_unit() -> None:
    assert spell(26 * HOUR + 5 * MINUTE, days=False) == "26h 5m"


@pytest.mark.parametrize(
    ("away", "due"),
    [
        (HOUR + 20 * MINUTE, "in 1h 20m"),
        (2 * DAY + 4 * HOUR, "in 2d 4h"),
        (45 * SECOND, "in 45s"),
        (timedelta(milliseconds=900), "now"),
        (timedelta(0), "now"),
        (timedelta(milliseconds=-900), "now"),
        (-45 * SECOND, "-45s"),
        (-35 * MINUTE, "-35m"),
        (-4 * HOUR - 5 * MINUTE, "-4h 5m"),
        (-4 * HOUR, "-4h"),
        (-2 * DAY - 4 * HOUR, "-2d 4h"),
        (-3 * DAY - MINUTE, "-3d"),
    ],
    ids=str,
)
def test_what_is_due_says_how_far_away_it_is(away: timedelta, due: str) -> None:
    assert WALL.due(NOW + away) == due


@pytest.mark.parametrize(
    ("gone", "ago"),
    [(timedelta(0), "just now"), (2 * MINUTE, "2m ago"), (-HOUR, "just now")],
    ids=["now", "a while", "the clock went backwards"],
)
def test_what_is_past_says_how_long_ago(gone: timedelta, ago: str) -> None:
    assert WALL.ago(NOW - gone) == ago


@pytest.mark.parametrize(
    ("away", "time"),
    [
        (HOUR, "15:35"),
        (9 * HOUR + 25 * MINUTE, "Tue 00:00"),
        (6 * DAY, "Sun 14:35"),
        (7 * DAY, "2026-11-30 14:35"),
        (-6 * DAY, "Tue 14:35"),
        (-7 * DAY, "2026-11-16 14:35"),
    ],
    ids=["today", "after local midnight", "near", "next week", "last days", "last week"],
)
def test_a_local_time_names_another_day(away: timedelta, time: str) -> None:
    assert WALL.time(NOW + away) == time


def test_a_local_time_follows_a_clock_change() -> None:
    before = Wall(datetime(2026, 10, 24, 12, 0, tzinfo=UTC), "Europe/Berlin")
    assert before.time(datetime(2026, 10, 25, 12, 0, tzinfo=UTC)) == "Sun 13:00"


@pytest.mark.parametrize(
    ("at", "full"),
    [
        (datetime(2026, 11, 30, 8, 0, tzinfo=UTC), "Mon 2026-11-30 09:00 CET (in 6d 18h)"),
        (datetime(2026, 7, 1, 8, 0, tzinfo=UTC), "Wed 2026-07-01 10:00 CEST (145d 5h ago)"),
    ],
    ids=["ahead", "past"],
)
def test_an_instant_is_echoed_in_full(at: datetime, full: str) -> None:
    assert WALL.full(at) == full


def test_a_period_is_written_with_both_days() -> None:
    since = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert WALL.span(since, since + HOUR) == "Mon 2026-11-23 09:00 to Mon 2026-11-23 10:00"


def test_a_zone_nobody_knows_is_refused_only_when_it_is_needed() -> None:
    nowhere = Wall(NOW, "Europe/Nowhere")
    assert nowhere.due(NOW + HOUR) == "in 1h"
    with pytest.raises(CalendarError):
        nowhere.time(NOW)


def test_a_dated_time_cannot_be_taken_for_that_of_another_day() -> None:
    wall = Wall(datetime(2026, 11, 25, 23, 30, tzinfo=UTC), "Europe/Berlin")
    assert wall.dated(datetime(2026, 11, 20, 12, tzinfo=UTC)) == "Fri 11-20 13:00"
    assert wall.is_today(datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert not wall.is_today(datetime(2026, 11, 25, 12, tzinfo=UTC))


def test_an_exact_length_adds_up_in_hours_and_less() -> None:
    assert exact(timedelta(days=1, hours=3, minutes=10, seconds=5)) == "27h 10m 5s"
    assert exact(timedelta(minutes=15)) == "15m"
