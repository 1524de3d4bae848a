"""Turns change over in local time, in the order of the layer; before the first there is none."""

import sys
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from escalate_cli.domain.policy.duty.turns import Turn, turn_at
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.domain.time.calendar import BusinessCalendar
from escalate_cli.domain.time.holidays import SpecialDays
from escalate_cli.domain.time.open_days import OpenDays
from escalate_cli.domain.time.opening_hours import WEEKDAYS, weekly_hours
from escalate_cli.domain.time.timezones import instant_of
from tests.conftest import DAY, HOUR, MINUTE

WEEK = 7 * DAY
ALWAYS = BusinessCalendar.always().days
OFFICE = OpenDays(
    weekly_hours(dict.fromkeys(WEEKDAYS[:5], (("09:00", "17:00"),))),
    SpecialDays([(12, 25), (1, 1), date(2024, 5, 1)], {}),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def turns_of(
    zone: str = "America/Chicago",
    starts: str = "2024-01-02 00:00",
    every: Every | timedelta = WEEK,
    order: str = "cy di",
) -> Layer:
    return Layer(
        zone=zone,
        starts=wall(starts),
        every=Every(time=every) if isinstance(every, timedelta) else every,
        turns=tuple((person,) for person in order.split()),
    )


def turn(layer: Layer, at: str | datetime, days: OpenDays = ALWAYS) -> Turn:
    assert layer.every is not None
    assert layer.starts is not None
    return turn_at(layer, layer.every, layer.starts, utc(at) if isinstance(at, str) else at, days)


def since_until(layer: Layer, at: str, days: OpenDays = ALWAYS) -> tuple[datetime, datetime]:
    found = turn(layer, at, days)
    assert found.since is not None
    assert found.until is not None
    return found.since, found.until


def whose(layer: Layer, at: str, days: OpenDays = ALWAYS) -> str:
    return ",".join(turn(layer, at, days).people)


@pytest.mark.parametrize(
    ("zone", "starts", "at", "since", "until", "hours"),
    [
        ("America/Chicago", "2024-01-02", "2024-11-01", "2024-10-29T05", "2024-11-05T06", 169),
        ("America/Chicago", "2024-01-02", "2024-03-08", "2024-03-05T06", "2024-03-12T05", 167),
        ("America/Chicago", "2024-01-02", "2024-07-01", "2024-06-25T05", "2024-07-02T05", 168),
        (
            "Australia/Lord_Howe",
            "2026-01-05",
            "2026-10-01",
            "2026-09-27T13:30",
            "2026-10-04T13",
            167.5,
        ),
        ("Asia/Kathmandu", "2026-01-05", "2026-10-01", "2026-09-27T18:15", "2026-10-04T18:15", 168),
    ],
    ids=["clocks back", "clocks forward", "summer", "by half an hour", "no change"],
)
def test_a_week_lasts_until_the_same_wall_time(
    zone: str, starts: str, at: str, since: str, until: str, hours: float
) -> None:
    found = since_until(turns_of(zone, f"{starts} 00:00"), at)
    assert found == (utc(since), utc(until))
    assert found[1] - found[0] == hours * HOUR


def test_hand_over_belongs_to_the_one_who_begins() -> None:
    layer = turns_of()
    assert whose(layer, "2024-11-05T05:59:59") != whose(layer, "2024-11-05T06:00:00")


def test_turns_follow_the_order_and_begin_again() -> None:
    layer = turns_of("UTC", every=DAY, order="cy di bo")
    days = [whose(layer, f"2024-01-0{day}T12:00") for day in (2, 3, 4, 5)]
    assert days == ["cy", "di", "bo", "cy"]


@pytest.mark.parametrize("every", [HOUR, 12 * HOUR, 36 * HOUR, 90 * MINUTE, 2 * WEEK])
def test_turns_of_any_length_touch_each_other(every: timedelta) -> None:
    layer = turns_of("Europe/Berlin", every=every, order="cy di bo")
    first = turn(layer, "2026-10-24T20:00")
    assert first.until is not None
    following = turn(layer, first.until)
    assert following.since == first.until
    order = (*layer.turns, layer.turns[0])
    assert following.people == order[order.index(first.people) + 1]


def test_the_hour_that_comes_twice_is_one_turn() -> None:
    layer = turns_of("Europe/Berlin", every=HOUR)
    found = turn(layer, "2026-10-25T01:30")
    assert (found.since, found.until) == (utc("2026-10-25T00:00"), utc("2026-10-25T02:00"))


def test_the_hour_that_is_skipped_is_nobodys_turn() -> None:
    layer = turns_of("Europe/Berlin", every=HOUR, order="cy di bo")
    before, following = turn(layer, "2026-03-29T00:59"), turn(layer, "2026-03-29T01:00")
    assert before.until == following.since == utc("2026-03-29T01:00")
    order = (*layer.turns, *layer.turns)
    assert following.people == order[order.index(before.people) + 2]


def test_nobody_has_a_turn_before_the_first_and_it_is_said_when_that_is() -> None:
    assert turn(turns_of(), utc("2024-01-02T05:59:59")) == Turn((), None, utc("2024-01-02T06:00"))
    assert whose(turns_of(), "2024-01-02T06:00") == "cy"


def test_a_month_changes_over_on_the_same_day() -> None:
    layer = turns_of("Europe/Berlin", "2026-01-01 09:00", Every(months=1), "ana bo cy")
    assert (whose(layer, "2026-03-01T07:59"), whose(layer, "2026-03-01T08:00")) == ("bo", "cy")
    assert since_until(layer, "2026-03-15T00:00") == (utc("2026-03-01T08:00"), utc("2026-04-01T07"))
    assert whose(layer, "2027-01-01T08:00") == "ana"


@pytest.mark.parametrize(
    ("day", "months", "begins"),
    [
        (31, 1, ["02-28", "03-31", "04-30", "05-31"]),
        (30, 1, ["02-28", "03-30", "04-30", "05-30"]),
        (29, 1, ["02-28", "03-29", "04-29", "05-29"]),
        (28, 1, ["02-28", "03-28", "04-28", "05-28"]),
        (31, 3, ["04-30", "07-31", "10-31"]),
    ],
)
def test_a_day_that_a_month_has_not_is_its_last(day: int, months: int, begins: list[str]) -> None:
    layer = turns_of("UTC", f"2026-01-{day} 09:00", Every(months=months), "ana bo cy di eva")
    for number, begin in enumerate(begins, 1):
        since, until = since_until(layer, f"2026-{begin}T12:00")
        assert since == utc(f"2026-{begin}T09:00")
        assert whose(layer, f"2026-{begin}T12:00") == ["ana", "bo", "cy", "di", "eva"][number]
        assert turn(layer, until).since == until


def test_the_last_day_of_february_is_the_leap_day_where_there_is_one() -> None:
    layer = turns_of("UTC", "2023-12-31 00:00", Every(months=1))
    assert since_until(layer, "2024-03-01T00:00")[0] == utc("2024-02-29T00:00")
    assert since_until(layer, "2025-03-01T00:00")[0] == utc("2025-02-28T00:00")


def test_closed_days_take_nobodys_turn() -> None:
    layer = turns_of("Europe/Berlin", "2026-12-21 09:00", Every(open_days=1), "ana bo cy")
    days = ("2026-12-24", "2026-12-25", "2026-12-27", "2026-12-28", "2026-12-31", "2027-01-04")
    found = [whose(layer, f"{day}T10:00", OFFICE) for day in days]
    assert found == ["ana", "ana", "ana", "bo", "bo", "cy"]
    assert since_until(layer, "2026-12-26T10:00", OFFICE) == (
        utc("2026-12-24T08:00"),
        utc("2026-12-28T08:00"),
    )


def test_turns_of_several_open_days_begin_with_the_first_open_one() -> None:
    layer = turns_of("Europe/Berlin", "2026-12-19 09:00", Every(open_days=3))
    assert turn(layer, "2026-12-20T00:00", OFFICE) == Turn((), None, utc("2026-12-21T08:00"))
    first, second = since_until(layer, "2026-12-22T10:00", OFFICE)
    assert (first, second) == (utc("2026-12-21T08:00"), utc("2026-12-24T08:00"))
    assert whose(layer, "2026-12-24T10:00", OFFICE) == "di"


def test_a_calendar_that_opens_no_more_ends_no_turn() -> None:
    once = OpenDays(weekly_hours({}), SpecialDays([], {date(2026, 11, 23): [("09:00", "10:00")]}))
    layer = turns_of("UTC", "2026-11-01 09:00", Every(open_days=1))
    assert turn(layer, "2026-11-23T09:00", once) == Turn(("cy",), utc("2026-11-23T09:00"), None)


def walk(layer: Layer, until: datetime, days: OpenDays) -> Iterator[tuple[datetime, str]]:
    """Yield each hand-over and who begins, one wall time after the other from the first on."""
    assert layer.starts is not None
    assert layer.every is not None
    every, day, number = layer.every, layer.starts.date(), 0
    while True:
        if every.months:
            month = layer.starts.month - 1 + number * every.months
            year, month = layer.starts.year + month // 12, month % 12 + 1
            last = monthrange(year, month)[1]
            local = layer.starts.replace(year=year, month=month, day=min(layer.starts.day, last))
        elif every.open_days:
            seen = -1
            day = layer.starts.date() - DAY
            while seen < number * every.open_days:
                day += DAY
                seen += days.opens_on(day)
            local = datetime.combine(day, layer.starts.time())
        else:
            local = layer.starts + number * every.time
        at = instant_of(local, ZoneInfo(layer.zone))
        if at >= until:
            return
        yield at, layer.turns[number % len(layer.turns)][0]
        number += 1


ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Kathmandu",
)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "every",
    [
        Every(time=12 * HOUR),
        Every(time=DAY),
        Every(open_days=1),
        Every(open_days=4),
        Every(time=WEEK),
        Every(time=2 * WEEK),
        Every(months=1),
        Every(months=5),
    ],
    ids=["12h", "1d", "1bd", "4bd", "1w", "2w", "1mo", "5mo"],
)
def test_turns_agree_with_a_walk_over_clock_changes_leap_day_and_month_ends(
    zone: str, every: Every
) -> None:
    layer = turns_of(zone, "2023-10-31 02:30", every, "ana bo cy di eva")
    end = utc("2024-12-01T00:00")
    walked = list(walk(layer, end, OFFICE))
    for (since, person), (until, _) in pairwise(walked):
        if since == until:
            continue
        for at in (since, since + (until - since) / 2, until - MINUTE):
            assert turn(layer, at, OFFICE) == Turn((person,), since, until)


def calls_of(layer: Layer, at: str) -> int:
    """Count the calls that it takes to tell whose turn it is, once the years are counted."""
    turn(layer, at, OFFICE)
    counted: Counter[str] = Counter()
    sys.setprofile(lambda _frame, event, _arg: counted.update([event]))
    try:
        turn(layer, at, OFFICE)
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


@pytest.mark.parametrize(
    "every",
    [HOUR, 90 * MINUTE, DAY, WEEK, Every(months=1)],
    ids=["1h", "90m", "1d", "1w", "1mo"],
)
def test_turns_since_long_ago_take_no_more_steps_than_turns_since_this_year(
    every: Every | timedelta,
) -> None:
    at = "2026-11-23T09:00"
    old = calls_of(turns_of("Europe/Berlin", "2000-01-03 00:00", every), at)
    new = calls_of(turns_of("Europe/Berlin", "2026-01-05 00:00", every), at)
    assert 40 < old <= 1.2 * new


def test_open_days_since_long_ago_are_counted_by_years() -> None:
    layers = (turns_of("UTC", f"{year}-01-03 00:00", Every(open_days=1)) for year in (2000, 2025))
    old, new = (calls_of(layer, "2026-11-23T09:00") for layer in layers)
    assert old - new <= 4 * 25


def test_a_turn_lasts_from_its_first_instant_until_the_next_one_begins() -> None:
    whole = Turn(("cy",), utc("2026-11-23 09:00"), utc("2026-11-24 09:00"))
    assert not whole.lasts(utc("2026-11-23 08:59"))
    assert whole.lasts(utc("2026-11-23 09:00"))
    assert whole.lasts(utc("2026-11-24 08:59"))
    assert not whole.lasts(utc("2026-11-24 09:00"))
    assert Turn((), None, None).lasts(utc("1970-01-01 00:00"))
